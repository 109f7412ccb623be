"""Whose work something is that is said: a role in one team is none in another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from toil.pages._reader import Reader
from toil.pages._rows import lookup

_OWNED = {"recurrences": "recurrence_id", "work": "work_id", "automation_outcomes": "automation_id"}


def ids_of(subject: str, body: Mapping[str, object]) -> Iterator[str]:
    """What an event names: recurring work by any of its ids, a piece of work, an item, an automation."""
    yield subject
    for value in (body.get("other"), body.get("recurrence_id"), body.get("item_id")):
        if isinstance(value, str):
            yield value


def other_teams(reader: Reader, team: str, subject: str, body: Mapping[str, object]) -> list[str]:
    """The teams beside `team` whose work would be changed by saying this, or by taking it back.

    What names its team, such as a decision, is that team's. Recurring work is also of each team that had work of it.
    """
    if body.get("team"):
        return sorted({str(body["team"])} - {team})
    whole = replace(reader, teams=None)
    named = sorted(set(ids_of(subject, body)))
    current = lookup(whole.read("recurrence_keys", key_id=named), "key_id", "recurrence_id")
    ids = sorted({current.get(one, one) for one in named})
    owners: dict[str, str] = {}
    for relation, column in _OWNED.items():
        owners |= lookup(whole.read(relation, **{column: ids}), column, "team")
    own = set(whole.read("weekly_topics", team=team, recurrence_id=ids)["recurrence_id"])
    return sorted({owner for one, owner in owners.items() if one not in own} - {team})
