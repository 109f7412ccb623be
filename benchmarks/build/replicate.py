"""Large raw stores: the sample's staged rows copied so many times, each copy a team of its own people with its own ids.

Copies keep their dates, so that a million items are 26 weeks of 300 teams. In every tenth title one of 2,000 made-up
words is added, so that wordings grow in number as they do in life; the rest say the same, apart from numbers.
"""

from __future__ import annotations

from pathlib import Path

from toil.store.raw import RawStore

IDS = ("owner_key", "item_id", "person_id", "alias", "target", "declaration_id", "requester_id", "assignee_id",
       "actor_id", "parent_id", "item_key", "email", "display_name")  # fmt: skip
"""Columns that tell one copy's people and items from another's."""
TABLES = ("staged_items", "staged_changes", "staged_activity", "staged_aliases", "staged_declarations",
          "staged_engagements", "staged_interruptions", "staged_mentions", "staged_people")  # fmt: skip
TITLE = "if(hash(title || copy) % 10 = 0, title || ' zq' || hash(item_id || copy) % 2000 || 'x', title)"
ASSIGNEE = "if(field = 'assignee', {column} || '~' || copy, {column})"


def copied(folder: Path, first: int, last: int, *, share: float = 1.0) -> None:
    """Adds the copies `first` to `last` of the original to the raw store of this folder.

    `share` below 1 copies only the part of the items whose hash falls within it, with all that belongs to them.
    """
    with RawStore.open(folder) as store:
        connection = store.connection
        for table in TABLES:
            columns = [str(row[0]) for row in connection.execute(f'describe "{table}"').fetchall()]
            chosen = f"hash(item_id) % 10000 < {round(share * 10_000)}" if "item_id" in columns else str(share == 1)
            connection.execute(
                f'insert into "{table}" ({", ".join(columns)}) '
                f"select {', '.join(_value(column) for column in columns)} "
                f'from "{table}", range({first}, {last + 1}) as copies(copy) '
                f"where owner_key not like '%~%' and {chosen}"
            )


def _value(column: str) -> str:
    if column in IDS:
        return f"{column} || '~' || copy"
    if column == "title":
        return TITLE
    return ASSIGNEE.format(column=column) if column in ("from_value", "to_value") else column
