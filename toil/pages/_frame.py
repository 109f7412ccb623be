"""What the frame hands to every page: the words, the settings and the reader of the newest build."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from toil.charts.facts import team_names
from toil.errors import ToilError
from toil.locales import Words
from toil.pages._access import may_write, renew_access, signed_in
from toil.pages._plain import plain
from toil.pages._reader import Reader
from toil.pages._roles import Access
from toil.pages._team_journal import journal_for
from toil.pages._whose import other_teams
from toil.settings import Settings, load_settings
from toil.store.journal import Event, Journal

_KEY = "_frame"


@dataclass(frozen=True)
class Frame:
    """One rerun's surroundings; pages get it by `frame()`. `filters` is the place for a page's own choices."""

    words: Words
    settings: Settings
    reader: Reader
    team: str
    filters: DeltaGenerator

    def category_names(self) -> dict[str, str]:
        """Category id → name in the reader's language: the team's own, and others' where the team has none such."""
        return dict(_category_names(self.reader, self.team, self.words.language))

    @property
    def journal(self) -> Journal:
        """The journal beside the store: of what is said in it, what this reader may read."""
        return journal_for(Journal.of(self.settings), self.reader, self.settings.app.user)

    def write(self, kind: str, subject: str, body: Mapping[str, object], *, author: str = "") -> bool:
        """Say something in the journal as the settings' user or `author`, if this reader may; whether it was done."""
        return self._done(subject, body, lambda: self.journal.append(kind, subject, body, author=self._author(author)))

    def write_new(self, kind: str, body: Mapping[str, object], *, named: Callable[[Set[str]], str]) -> bool:
        """Say the first about something, which `named` gives an id that no team's has had; whether it was done."""
        return self._done("", body, lambda: self.journal.append_new(kind, body, named=named, author=self._author("")))

    def take_back(self, event: Event, *, author: str = "") -> bool:
        """Undo what somebody said, if this reader may say such a thing; whether it was done."""
        return self._done(event.subject, event.body,
                          lambda: self.journal.undo(event.event_id, author=self._author(author)))  # fmt: skip

    def _author(self, author: str) -> str:
        return author or self.settings.app.user

    def _done(self, subject: str, body: Mapping[str, object], say: Callable[[], object]) -> bool:
        """Say it, if this reader may; what kept it from being said is shown."""
        try:
            if not self._may_say(subject, body):
                return False
            say()
        except ToilError as error:
            show_error(error)
            return False
        return True

    def _may_say(self, subject: str, body: Mapping[str, object]) -> bool:
        """Asked of toil.toml anew; says why not."""
        renew_access(Access.of(load_settings()))
        if not may_write():
            st.error(self.words("access.refused" if signed_in() is None else "access.refused_role"))
            return False
        others = [team for team in other_teams(self.reader, self.team, subject, body) if not may_write(team)]
        if others:
            st.error(self.words("access.other_team", team=plain(", ".join(others))))
        return not others


@lru_cache(maxsize=256)
def _category_names(reader: Reader, team: str, language: str) -> Mapping[str, str]:
    return team_names(reader.read, team, language)


def set_frame(frame: Frame) -> None:
    """Called by app.py before it runs a page."""
    st.session_state[_KEY] = frame


def frame() -> Frame:
    """The frame of this rerun; raises ToilError where a page runs outside app.py."""
    found = st.session_state.get(_KEY)
    if not isinstance(found, Frame):
        raise ToilError("a page was run on its own", do="start the app: toil app")
    return found


def tells_of_all(here: Frame) -> bool:
    """Whether the reader may read what is about all teams; a word where they may not."""
    teams = here.reader.teams
    if teams is not None:
        st.info(here.words("access.all_teams", teams=plain(", ".join(teams))), icon="🔒")
    return teams is None


def show_error(error: ToilError) -> None:
    """What happened, where, and what to do, as plain text: never a stack trace, never Markdown."""
    with st.container(border=True):
        st.text(f"⛔ {error.what}")
        if error.where:
            st.text(error.where)
        if error.do:
            st.text(f"→ {error.do}")
