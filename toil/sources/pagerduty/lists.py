"""Lists that PagerDuty pages by offset: how many rows there are, and all of them, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toil.errors import SourceUnavailable
from toil.sources.pagerduty.client import Answer, Client, rows_of
from toil.sources.parallel import in_order

Getter = Callable[[str, Mapping[str, Any]], Answer]


@dataclass(frozen=True)
class Listing:
    """A list to read: its path, the key of its rows, and the parameters that narrow it."""

    path: str
    key: str
    params: Mapping[str, Any]


def total_of(client: Client, listing: Listing) -> int:
    """How many rows the service counts; raises SourceUnavailable where it gives no number."""
    answer = client.get(listing.path, {**listing.params, "total": "true", "limit": 1, "offset": 0})
    total = answer.body.get("total")
    if not isinstance(total, int) or isinstance(total, bool):
        raise SourceUnavailable("the service does not say how many rows there are", where=answer.where)
    return total


def pages_of(client: Client, listing: Listing, *, get: Getter | None = None, total: int = 0) -> Iterator[Answer]:
    """Every page of the list, in order, until the service says that there is no more.

    The offset moves by the limit that the service echoes, which may be smaller than the one asked. Pages that are
    known to be there, since the service counted `total` rows, are asked for several at a time. Raises
    SourceUnavailable where the list goes on past the service's row limit, or stops moving.
    """
    send = get or client.get
    offset = step = 0

    def read(start: int) -> tuple[int, Answer]:
        return start, send(listing.path, {**listing.params, "limit": _limit(client, start), "offset": start})

    while True:
        if _limit(client, offset) <= 0:
            raise SourceUnavailable(
                f"the list is longer than the {client.options.row_limit} rows that PagerDuty pages through",
                where=f"GET {client.options.host}{listing.path}",
                do="narrow [sources.pagerduty] to some teams or services",
            )
        offsets = range(offset, max(total, offset + 1), step) if step else [offset]
        for offset, answer in in_order(read, offsets, workers=client.options.parallel_requests):
            rows = rows_of(answer, listing.key)
            yield answer
            if answer.body.get("more") is not True:
                return
            if not rows:
                raise SourceUnavailable("the service promises more rows and gives none", where=answer.where)
            step = _step(answer, _limit(client, offset))
        offset += step


def _limit(client: Client, offset: int) -> int:
    return min(client.options.page_rows, client.options.row_limit - offset)


def _step(answer: Answer, asked: int) -> int:
    given = answer.body.get("limit")
    if isinstance(given, int) and not isinstance(given, bool) and 0 < given <= asked:
        return given
    return asked
