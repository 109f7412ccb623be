from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import ROOT, OpenPage, texts


def start() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_empty_store_tells_the_three_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_the_machine: None, language: str
) -> None:
    """Before the first build every page says how to get one, in the reader's language."""
    monkeypatch.setenv("TOIL_STORE", str(tmp_path / "nothing"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params["lang"] = language
    app.run()
    assert not app.exception
    assert [one.value for one in app.code] == ["toil demo", "toil init && toil doctor", "toil run"]
    assert (
        app.subheader[0].value
        == {"en": "There is nothing to show yet", "ja": "表示できるデータがまだありません"}[language]
    )


def test_a_broken_store_is_explained(store: Path, at_the_machine: None) -> None:
    """A build that cannot be read is an explanation with a remedy, not a stack trace."""
    build = (store / "toil.duckdb").resolve()
    broken = build.with_name("toil-broken.duckdb")
    broken.write_bytes(b"this is not a database" * 100)
    (store / "toil.duckdb").unlink()
    (store / "toil.duckdb").symlink_to(broken)
    app = start()
    assert not app.exception
    assert any("cannot be read" in text for text in texts(app))
    assert any("toil build" in text for text in texts(app))


def test_a_wrong_setting_is_explained(store: Path, tmp_path: Path, at_the_machine: None) -> None:
    """A toil.toml with an unknown setting names it, and the app goes on once it is mended."""
    (tmp_path / "toil.toml").write_text("[app]\nlanguag = 'ja'\n", "utf-8")
    app = start()
    assert not app.exception
    assert any("languag" in text for text in texts(app))
    (tmp_path / "toil.toml").write_text("[app]\nlanguage = 'ja'\n", "utf-8")
    assert app.run().title[0].value == "今週"


def test_a_missing_relation_is_explained(open_page: OpenPage, store: Path) -> None:
    """A build of an older version lacks a relation; the page says so instead of failing."""
    import duckdb

    from toil.pages import _reader

    with duckdb.connect(str((store / "toil.duckdb").resolve())) as connection:
        connection.execute("drop table traits")
    _reader._published.clear()
    app = open_page("automate")
    assert not app.exception
    assert any("traits" in text for text in texts(app))
