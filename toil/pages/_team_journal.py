"""The journal as readers of some of the teams may read it: no word of it about another team's work."""

from __future__ import annotations

from collections.abc import Sequence

from toil.pages._reader import Reader
from toil.pages._whose import ids_of
from toil.store.journal import Event, Journal

_KNOWN_BY = {"recurrences": "recurrence_id", "recurrence_keys": "key_id", "work": "work_id", "work_items": "item_id",
             "automation_outcomes": "automation_id"}  # fmt: skip


class TeamJournal(Journal):
    """A journal of which only what is about the reader's teams, or was said by the reader, is read."""

    def __init__(self, journal: Journal, reader: Reader, author: str) -> None:
        self.place = journal.place
        self._whole, self._reader, self._author = journal, reader, author

    def events(self, kind: str | None = None, subject: str | None = None) -> list[Event]:
        """As `Journal.events`."""
        return self._told(self._whole.events(kind, subject))

    def history(self) -> list[Event]:
        """As `Journal.history`; a word that was taken back is told with the taking back of it, or neither."""
        every = self._whole.history()
        told = {event.event_id for event in self._told([one for one in every if one.kind != "undo"])}
        for event in every:
            if event.kind == "undo" and event.subject.isdigit() and int(event.subject) in told:
                told.add(event.event_id)
        return [event for event in every if event.event_id in told]

    def _told(self, events: Sequence[Event]) -> list[Event]:
        known = self._known({one for event in events for one in ids_of(event.subject, event.body)})
        return [one for one in events if one.author == self._author or self._is_ours(one)
                or known & set(ids_of(one.subject, one.body))]  # fmt: skip

    def _is_ours(self, event: Event) -> bool:
        return any(event.body.get("team") == team or event.subject.startswith(f"{team}/")
                   for team in self._reader.teams or ())  # fmt: skip

    def _known(self, ids: set[str]) -> set[str]:
        """Those of the ids that the reader can read of; an id of another team's work is unknown to this reader."""
        found: set[str] = set()
        for relation, column in _KNOWN_BY.items():
            found |= set(self._reader.read(relation, **{column: sorted(ids)})[column].astype(str))
        return found


def journal_for(folder_journal: Journal, reader: Reader, author: str) -> Journal:
    """The whole journal for readers of all teams, else what is about theirs."""
    return folder_journal if reader.teams is None else TeamJournal(folder_journal, reader, author)
