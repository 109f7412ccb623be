"""Identity: which row is which, over a file and over its next export."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from toil.sources.base import Rejection
from toil.sources.table.mapped import MappedRow
from toil.sources.table.rowset import Row, excerpt, plain, position_of


class Identities:
    """Gives each row of a file its id, and tells which rows are the same again.

    The id is the mapped one, else the key, else a hash of the row's content. Where an id stands twice, one row is
    kept – the one with the newer updated_at, or else the later one – and the other is rejected as its duplicate.
    Rows without id and key that are alike in every cell are one row told twice if they carry a time of day; where
    created_at is only a day, they are taken as separate pieces of work (three password resets on one day), numbered
    in order, so that importing the same file again changes nothing. About 250 bytes a row are remembered.
    """

    def __init__(self, table: str) -> None:
        self._table = table
        self._rows: dict[bytes, tuple[int, float, bytes]] = {}
        self._alike: Counter[bytes] = Counter()

    def settle(self, row: Row, mapped: MappedRow, *, is_day: bool) -> tuple[str | None, Rejection | None]:
        """The id under which the row is kept (None: it is not), and what is rejected with it, itself or an older."""
        digest = _digest(row.cells)
        given = mapped.fields["id"] or mapped.fields["key"]
        if given is None:
            return self._nameless(row, digest, is_day=is_day)
        key = hashlib.blake2b(given.encode("utf-8", "replace"), digest_size=12).digest()
        updated = mapped.times.get("updated_at")
        mine = (row.line, updated.timestamp() if updated else 0.0, digest)
        held = self._rows.get(key)
        if held is None:
            self._rows[key] = mine
            return given, None
        if held[2] == digest:
            return None, self._rejected(row.line, f"duplicate row: the same as line {held[0]}", row.cells)
        if mine[1] < held[1]:
            reason = f"the id {given!r} stands again in line {held[0]}, which is newer; {_ADVICE}"
            return None, self._rejected(row.line, reason, row.cells)
        self._rows[key] = mine
        reason = f"the id {given!r} stands again in line {row.line}, which is kept; {_ADVICE}"
        return given, self._rejected(held[0], reason, {})

    def _nameless(self, row: Row, digest: bytes, *, is_day: bool) -> tuple[str | None, Rejection | None]:
        self._alike[digest] += 1
        count = self._alike[digest]
        if count == 1:
            return f"row-{digest.hex()}", None
        if is_day:
            return f"row-{digest.hex()}-{count}", None
        return None, self._rejected(row.line, "duplicate row: an earlier row is the same in every cell", row.cells)

    def _rejected(self, line: int, reason: str, cells: Mapping[str, Any]) -> Rejection:
        return Rejection(position_of(self._table, line), reason, excerpt(cells))


_ADVICE = "where one column does not tell rows apart, map several: id=repo+id"


def _digest(cells: Mapping[str, Any]) -> bytes:
    """A hash of what the row says, whatever the order of its columns."""
    text = json.dumps(plain(cells), sort_keys=True, ensure_ascii=False)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).digest()
