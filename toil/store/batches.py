"""Small pages taken together: a transaction costs the same for a hundred records as for two thousand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from toil.sources.base import Page

ENOUGH = 2_000
"""Records in a transaction; PagerDuty gives a hundred in a page, and each transaction takes some 40 ms."""


def gathered(pages: Iterable[Page], *, enough: int = ENOUGH) -> Iterator[Page]:
    """The same pages, consecutive ones of a stream as one until it holds `enough` records.

    A cursor stands on the page that holds all that it promises, as before. Where the source breaks off, what came
    before is handed over first, and the error is raised after it.
    """
    waiting: list[Page] = []
    try:
        for page in pages:
            if waiting and (page.site, page.stream) != (waiting[0].site, waiting[0].stream):
                yield _together(waiting)
                waiting = []
            waiting.append(page)
            if sum(len(one.records) for one in waiting) >= enough:
                yield _together(waiting)
                waiting = []
    except Exception:
        if waiting:
            yield _together(waiting)
        raise
    if waiting:
        yield _together(waiting)


def _together(pages: list[Page]) -> Page:
    if len(pages) == 1:
        return pages[0]
    tallies: Counter[str] = Counter()
    for page in pages:
        tallies.update(page.tallies)
    return Page(
        pages[0].site,
        pages[0].stream,
        tuple(record for page in pages for record in page.records),
        tuple(rejection for page in pages for rejection in page.rejections),
        cursor=next((page.cursor for page in reversed(pages) if page.cursor is not None), None),
        as_of=max((page.as_of for page in pages if page.as_of is not None), default=None),
        truncated=sum(page.truncated for page in pages),
        tallies=dict(tallies),
        removed=tuple(one for page in pages for one in page.removed),
    )
