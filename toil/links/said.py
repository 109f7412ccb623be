"""What people say about links: items found by what they are called, statements checked, and which word counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toil.csv_file import csv_rows
from toil.errors import UsageError

KINDS = {"add": "link", "apart": "link_apart"}
"""What people say, and the journal's kind of it; the subject is the smaller item_id, the body names the `other`."""
FIND_IT = "write its key (OPS-12), its URL or its item_id; `toil build` brings in what is new"
_COLUMNS = ("action", "item", "other")
_MOST_ERRORS_TOLD = 10
_MOST_ITEMS_TOLD = 5

Statement = tuple[str, str, str]
Entry = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Word:
    """One event about a pair of items; `overruled_by` is the event that was said later of the same pair, or None."""

    event_id: int
    written_at: str
    kind: str
    item_id: str
    linked_item_id: str
    overruled_by: int | None = None


def normal_name(text: str) -> str:
    """A name as the relation `item_names` writes it: small letters, no slash at the end."""
    return text.strip().rstrip("/").lower()


def found_item(text: str, names: Iterable[tuple[str, str, int]]) -> str:
    """The item_id of the one item called `text`; `names` holds (name, item_id, rank) of `item_names`.

    What an item is called now (rank 0) goes before what another was called formerly. Raises UsageError where no item
    or several are called so, naming them.
    """
    rows = [(rank, item_id) for name, item_id, rank in names if name == normal_name(text)]
    best = sorted({item_id for rank, item_id in rows if rank == min(rows)[0]})
    if not best:
        raise UsageError(f"no item is called {text!r}", do=FIND_IT)
    if len(best) > 1:
        more = f" and {len(best) - _MOST_ITEMS_TOLD} more" if len(best) > _MOST_ITEMS_TOLD else ""
        raise UsageError(f"several items are called {text!r}: {', '.join(best[:_MOST_ITEMS_TOLD])}{more}",
                         do="name the one that is meant by its item_id")  # fmt: skip
    return best[0]


def parse_statements(file: Path) -> list[Statement]:
    """The rows (action, item, other) of a CSV file; raises UsageError where it is no such file."""
    rows = csv_rows(file, _COLUMNS, _COLUMNS)
    if not rows:
        raise UsageError("the file holds no row", where=str(file), do=f"its header is {','.join(_COLUMNS)}")
    return [(row["action"], row["item"], row["other"]) for row in rows]


def checked_statements(wanted: Sequence[Statement], find: Callable[[str], str]) -> list[Entry]:
    """Journal entries (kind, subject, body) of statements; `find` gives the item_id of a name or raises UsageError.

    Raises UsageError that names what is wrong with each, so that all or nothing is taken.
    """
    entries: list[Entry] = []
    errors: list[UsageError] = []
    for number, statement in enumerate(wanted, start=1):
        try:
            entries.append(_entry(*statement, find))
        except UsageError as error:
            error.what = f"{number}: {error.what}" if len(wanted) > 1 else error.what
            errors.append(error)
    if len(wanted) == 1 and errors:
        raise errors[0]
    if errors:
        told = "\n".join(error.what for error in errors[:_MOST_ERRORS_TOLD])
        more = f"\nand {len(errors) - _MOST_ERRORS_TOLD} more" if len(errors) > _MOST_ERRORS_TOLD else ""
        raise UsageError(f"nothing was taken:\n{told}{more}", do=errors[0].do)
    return entries


def words_in_order(events: Iterable[tuple[int, str, str, str, Mapping[str, Any]]]) -> list[Word]:
    """The events about links, oldest first; `events` are (event_id, written_at, kind, subject, body) that stand.

    Of a pair the newest word counts, whichever it is: every earlier one says which event overrules it. What is no
    pair (a body that was broken by hand) is left out.
    """
    words = []
    for event_id, written_at, kind, subject, body in sorted(events, key=lambda event: event[0]):
        one, other = sorted((subject.strip(), str(body.get("other") or "").strip()))
        if kind in KINDS.values() and one and one != other:
            words.append(Word(event_id, written_at, kind, one, other))
    newest = {(word.item_id, word.linked_item_id): word.event_id for word in words}
    lasts = [newest[word.item_id, word.linked_item_id] for word in words]
    return [
        replace(word, overruled_by=None if last == word.event_id else last)
        for word, last in zip(words, lasts, strict=True)
    ]


def fresh_entries(entries: Iterable[Entry], words: Iterable[Word]) -> list[Entry]:
    """The entries that change what counts of their pair: nothing is written twice, but a change of mind is."""
    counts = {(word.item_id, word.linked_item_id): word.kind for word in words if word.overruled_by is None}
    fresh = []
    for kind, subject, body in entries:
        pair = (subject, str(body["other"]))
        if counts.get(pair) != kind:
            fresh.append((kind, subject, body))
            counts[pair] = kind
    return fresh


def _entry(action: str, item: str, other: str, find: Callable[[str], str]) -> Entry:
    if action not in KINDS:
        raise UsageError(f"{action!r} is no action", do=f"it is one of: {', '.join(KINDS)}")
    one, two = sorted((find(item), find(other)))
    if one == two:
        raise UsageError(f"{item!r} and {other!r} are one item", do="name two items")
    return KINDS[action], one, {"other": two}
