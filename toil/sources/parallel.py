"""Several requests at once, their answers in order: what a service advises, and no more than it allows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(work: Callable[[Item], Result], items: Iterable[Item], *, workers: int) -> Iterator[Result]:
    """`work(item)` for each item, up to `workers` at a time, yielded in the order of the items.

    No more than `workers` results are held, so memory stays flat however long the list is; `items` is read as
    places become free. The first error is raised where its result would have stood, and what has not begun by then
    is never begun.
    """
    if workers <= 1:
        yield from map(work, items)
        return
    rest = iter(items)
    with ThreadPoolExecutor(workers) as pool:
        running: deque[Future[Result]] = deque(pool.submit(work, item) for item in islice(rest, workers))
        try:
            while running:
                result = running.popleft().result()
                running.extend(pool.submit(work, item) for item in islice(rest, 1))
                yield result
        finally:
            for future in running:
                future.cancel()
