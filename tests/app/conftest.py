"""The app on a small store of its own, as somebody at the same machine sees it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.small_store import write_store
from toil.pages import _access
from toil.pages._discovery import find_pages

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    name: ROOT / "toil" / "pages" / f"{name}.py"
    for name in (
        "week",
        "organisation",
        "explore",
        "load",
        "explain",
        "check_in",
        "retro",
        "labels",
        "recurring",
        "automate",
        "growth",
        "impact",
        "error_budget",
        "health",
        "definitions",
    )
}
RENAMED = {page.file.stem for page in find_pages() if page.path != page.file.stem}
LOCALES = {"en": "en-US", "ja": "ja-JP"}

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One published build, written once; tests get copies of it."""
    return write_store(tmp_path_factory.mktemp("small"))


@pytest.fixture
def store(small_store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of the test's own, which the app reads."""
    folder = tmp_path / "store"
    shutil.copytree(small_store, folder, symlinks=True)
    monkeypatch.setenv("TOIL_STORE", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def at_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest has no connection, so the test says where its request comes from."""
    monkeypatch.setattr(_access, "request_origin", lambda: (None, {"Host": "localhost:8501"}))


@pytest.fixture
def open_page(store: Path, at_the_machine: None) -> OpenPage:
    """Open a page by its file's name, in a language, with parameters in the address."""

    def opened(name: str = "week", language: str = "en", **parameters: str) -> AppTest:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
        app.context = {"locale": LOCALES[language]}
        app.query_params.update(parameters)
        return turned_to(app, name)

    return opened


def turned_to(app: AppTest, name: str) -> AppTest:
    """An app that has not run yet, opened on a page as by a link to it.

    Until it has run, AppTest knows a page by its file's name; one whose address is another is opened from the first.
    """
    if name == "week" or name in RENAMED:
        app.run()
    return app if name == "week" else app.switch_page(str(PAGES[name])).run()


def texts(app: AppTest) -> list[str]:
    """Everything that a page says outside tables and pictures."""
    elements = (*app.title, *app.subheader, *app.markdown, *app.caption, *app.text, *app.info, *app.warning, *app.error)
    return [str(element.value) for element in elements]
