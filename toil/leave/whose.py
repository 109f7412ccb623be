"""Whose leave it is: the name that a row gives, the names in an event's summary, its attendee or organizer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from toil.leave.rows import LeaveRow

NOBODY, SEVERAL = "nobody is called so", "several people are called so: name them by e-mail or person_id"
UNNAMED = "the event names nobody that is known, in its summary or by e-mail"


_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Names:
    """The names of people: `known` maps a name (lower case, without spaces) to a person_id, or to None for several.

    `spoken` are the names that may stand in a sentence, with their spaces.
    """

    known: dict[str, str | None]
    spoken: dict[str, str]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Names:
        """The names of the relation person_names."""
        rows = list(zip(frame["name"], frame["identity_id"], frame["is_spoken"], frame["spelled"], strict=True))
        known = {name: identity if isinstance(identity, str) else None for name, identity, _, _ in rows}
        return cls(known, {name: spelled for name, _, is_spoken, spelled in rows if is_spoken})


def whose(row: LeaveRow, names: Names) -> tuple[list[str], str]:
    """The person_ids whose leave the row is, and the reason where it is nobody's.

    An event says it in its summary, which may name several; else it is its only known attendee's; else its
    organizer's. So an invitation to a whole team puts nobody but the organizer on leave.
    """
    if row.person:
        return _one(row.person, names)
    if row.reason:
        return [], row.reason
    spoken = _in_sentence(row.summary, names)
    if spoken:
        found = [names.known[name] for name in spoken]
        people = [person for person in dict.fromkeys(found) if person is not None]
        return people, "" if people else SEVERAL
    attendees = {person for mail in row.attendees if (person := names.known.get(_key(mail)))}
    if len(attendees) == 1:
        return list(attendees), ""
    organizer = names.known.get(_key(row.organizer))
    return ([organizer], "") if organizer else ([], UNNAMED)


def _one(name: str, names: Names) -> tuple[list[str], str]:
    key = _key(name)
    if key not in names.known:
        return [], NOBODY
    person = names.known[key]
    return ([person], "") if person is not None else ([], SEVERAL)


def _in_sentence(text: str, names: Names) -> list[str]:
    """The names in a sentence, without those that are only a part of another one that stands there.

    A name in letters with spaces between words must stand as words of its own (Ann is not in 'Annual leave');
    Japanese and Chinese names, which are written without spaces, may stand anywhere.
    """
    plain, words = _key(text), _as_words(text)
    found = [
        name
        for name, spelled in names.spoken.items()
        if (name in plain if _is_unspaced(name) else _as_words(spelled) in words)
    ]
    return sorted(name for name in found if not any(name != other and name in other for other in found))


def _is_unspaced(name: str) -> bool:
    """Whether the name has ideographs or kana; a single character is not enough to be found within other words."""
    return len(name) > 1 and any("\u3040" <= letter <= "\u30ff" or "\u4e00" <= letter <= "\u9fff" for letter in name)


def _as_words(text: str) -> str:
    return f" {' '.join(_WORD.findall(_fold(text)))} "


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def _key(text: str) -> str:
    return re.sub(r"\s+", "", _fold(text))
