from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import ROOT, OpenPage, texts
from tests.app.small_store import frames, write_store
from toil.locales import words


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
    from toil.pages import _reader

    with duckdb.connect(str((store / "toil.duckdb").resolve())) as connection:
        connection.execute("drop table traits")
    _reader._published.cache_clear()
    app = open_page("automate")
    assert not app.exception
    assert any("traits" in text for text in texts(app))


@pytest.mark.parametrize(
    ("name", "gone"), [("growth", "budget_forecast drop driver"), ("recurring", "merge_questions drop team")]
)
def test_a_missing_column_is_explained(open_page: OpenPage, store: Path, name: str, gone: str) -> None:
    """A build of an older version lacks a column; the page says what to do instead of failing."""
    from toil.pages import _reader

    with duckdb.connect(str((store / "toil.duckdb").resolve())) as connection:
        connection.execute(f"alter table {gone}")
    _reader._published.cache_clear()
    app = open_page(name)
    assert not app.exception
    assert any("toil build" in text for text in texts(app))


def test_damage_further_in_is_explained(store: Path, at_the_machine: None) -> None:
    """A build that opens, but whose rows cannot be read, is explained like one that does not open."""
    build = (store / "toil.duckdb").resolve()
    with duckdb.connect(str(build)) as connection:
        connection.execute(
            "create or replace table toil_by_week as select range as week, random() as team from range(900000)"
        )
    size = build.stat().st_size
    with build.open("r+b") as file:
        for place in range(size // 4, size - 300_000, 200_000):
            file.seek(place)
            file.write(b"\xff" * 4096)
    app = start()
    assert not app.exception
    assert any("cannot be read" in text for text in texts(app))


@pytest.mark.parametrize(("name", "language"), [("week", "en"), ("retro", "ja")])
def test_a_build_of_nothing_speaks_of_no_week(open_page: OpenPage, store: Path, name: str, language: str) -> None:
    """Where no source was read yet there is no week of 1970, but a word that nothing was read."""
    small = frames("x")
    weeks = small["toil_by_week"].head(1).assign(week="1970-W01", toil_hours=0.0)
    info = small["build_info"].assign(as_of=pd.Timestamp("1970-01-01"))
    write_store(store, "small-2", toil_by_week=weeks, build_info=info, data_health=small["data_health"].head(0))
    app = open_page(name, language)
    assert not app.exception
    assert not [text for text in texts(app) if "1970" in text]
    assert any(words(language)("health.no_sources") in text for text in texts(app))


def test_a_store_of_another_version_is_told_from_a_fault(open_page: OpenPage, store: Path) -> None:
    """What an older store lacks is said with what to do; the same in a store of this version is a fault, and shows."""
    small = frames("x")
    lacking = small["automation_candidates"].drop(columns="quadrant")
    older = small["build_info"].assign(toil_version="0.0.1")
    write_store(store, "small-2", automation_candidates=lacking, build_info=older.assign(build_id="small-2"))
    app = open_page("automate")
    assert not app.exception
    assert {"→ run `toil build`; it makes the store anew"} <= set(texts(app))
    write_store(store, "small-3", automation_candidates=lacking)
    assert open_page("automate").exception
