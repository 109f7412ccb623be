"""The app's frame: theme, language, reader and navigation; app.py calls it at each rerun."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import Literal

import streamlit as st

from toil import __version__
from toil.errors import StoreMissing, ToilError
from toil.locales import LANGUAGES, Words, choose_language, words
from toil.pages._access import readable_teams, remember_access, remember_team
from toil.pages._banner import show_banners, show_empty_store, show_ignored
from toil.pages._choice import choose, current_choice
from toil.pages._discovery import PageFile, find_pages
from toil.pages._frame import Frame, set_frame, show_error
from toil.pages._plain import plain
from toil.pages._present import dress_page, is_presenting, offer_presenting
from toil.pages._reader import Reader, open_reader, teams_at_work
from toil.pages._roles import Access
from toil.pages._settings_now import current_settings
from toil.pages._sign_in import as_reader, is_shut_out, show_door, show_reader
from toil.pages._warm import FIRST_PAGE
from toil.settings import Settings

TYPED = (".text", ".owner", ".verify")  # how keys of fields end that people write sentences into
NATIVE_NAMES = {"en": "English", "ja": "日本語"}


def main() -> None:
    """Draw one rerun; a failure that its reader can act on is shown as such, on every page."""
    presenting = is_presenting()
    st.set_page_config(page_title="toil", page_icon="🧹", layout="wide")
    dress_page(presenting=presenting)
    try:
        read = current_settings()
        remember_access(Access.of(read))
        settings = as_reader(read)
        spoken = words(_language(settings))
        page, run = _navigation(find_pages(), spoken.language, hidden=is_shut_out())
        st.title(plain(_title(page, spoken.language)), anchor=False)
        if is_shut_out():
            show_door(spoken)
            _choose_language(spoken, settings)
        else:
            _draw(page, run, settings, spoken)
    except ToilError as error:
        show_error(error)
    finally:
        FIRST_PAGE.set()


def _draw(page: PageFile, run: st.Page, settings: Settings, spoken: Words) -> None:
    try:
        reader = open_reader(settings.store.folder)
    except StoreMissing as missing:
        show_empty_store(missing, spoken)
        _choose_language(spoken, settings)
        return
    every = teams_at_work(reader)
    teams = readable_teams(every)
    if not teams:
        show_door(spoken)
        _choose_language(spoken, settings)
        return
    if len(teams) < len(every):
        reader = replace(reader, teams=teams)
    with st.sidebar:
        team = choose("team", teams, default=teams[0], label=spoken("frame.team"))
        remember_team(team)
        filters = st.container()
    _choose_language(spoken, settings)
    with st.sidebar:
        show_reader(spoken)
    show_banners(reader, spoken, settings)
    notes = st.container()
    own_words = page.words.get(spoken.language, page.words.get(LANGUAGES[0], {}))
    set_frame(Frame(spoken.with_extra(own_words), settings, reader, team, filters))
    try:
        run.run()
    except (KeyError, AttributeError) as error:
        raise _of_another_version(reader, error) or error from None
    except ToilError:
        _keep_typed()
        raise
    with st.container() if is_presenting() else st.sidebar:
        offer_presenting(spoken, presenting=is_presenting())
    with notes:
        show_ignored(spoken)


def _of_another_version(reader: Reader, error: Exception) -> ToilError | None:
    """What to do about a column that the page does not find, where another version of toil made the build."""
    made_by = str(reader.read("build_info")["toil_version"].iloc[0])
    if made_by == __version__:
        return None
    return ToilError(
        f"the build does not hold all that this page shows: {error}",
        where=f"{reader.file}, made by toil {made_by}",
        do="run `toil build`; it makes the store anew",
    )


def _keep_typed() -> None:
    """What was typed into a form stays for when the page can be drawn again; Streamlit forgets what is not drawn."""
    for key, value in st.session_state.items():
        if isinstance(value, str) and value and str(key).endswith(TYPED):
            st.session_state[key] = value


def _navigation(pages: Sequence[PageFile], language: str, *, hidden: bool) -> tuple[PageFile, st.Page]:
    """The pages in the reader's language; the first in order opens the app."""
    first, *others = pages
    home = _link(first, language, path="home", default=True)
    links = {home: first}
    links |= {_link(page, language, path=page.path): page for page in others}
    # Streamlit serves the default page at `/` only; a link to it by its own path must work as well, and lead there,
    # because the menu does not mark a page that it does not show.
    by_path = _link(first, language, path=first.path, hidden=True)
    chosen = st.navigation([*links, by_path], position="hidden" if hidden else "sidebar", expanded=True)
    if chosen == by_path:
        st.switch_page(home, query_params=st.query_params.to_dict())
    return links[chosen], chosen


def _link(page: PageFile, language: str, *, path: str, default: bool = False, hidden: bool = False) -> st.Page:
    made = _page(str(page.file), _title(page, language), page.icon, path, default, hidden)
    return copy(made)  # `st.navigation` marks the one that may run, in each session another


@lru_cache(maxsize=128)  # Streamlit looks for the file, folder by folder, whenever one is made
def _page(file: str, title: str, icon: str, path: str, default: bool, hidden: bool) -> st.Page:
    visibility: Literal["visible", "hidden"] = "hidden" if hidden else "visible"
    return st.Page(file, title=title, icon=icon, url_path=path, default=default, visibility=visibility)


def _title(page: PageFile, language: str) -> str:
    return page.title.get(language) or next(iter(page.title.values()))


def _language(settings: Settings) -> str:
    return current_choice("lang", LANGUAGES, default=_usual_language(settings))


def _choose_language(spoken: Words, settings: Settings) -> None:
    with st.sidebar:
        choose(
            "lang", LANGUAGES, default=_usual_language(settings), label=spoken("frame.language"),
            show=lambda language: NATIVE_NAMES[language],
        )  # fmt: skip


def _usual_language(settings: Settings) -> str:
    """As the browser asks, else as toil.toml says."""
    return choose_language(st.context.locale, settings.app.language)
