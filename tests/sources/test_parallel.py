"""Several requests at once: in order, no more than allowed, and the first error where it belongs."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Barrier, Lock

import pytest

from toil.sources.parallel import in_order


@pytest.mark.parametrize("workers", [1, 3])
def test_results_stand_in_the_order_of_their_items(workers: int) -> None:
    """Whoever is ready first, the results come as the items do."""
    assert list(in_order(lambda item: item * item, range(20), workers=workers)) == [item * item for item in range(20)]


def test_workers_work_at_the_same_time() -> None:
    """Three that wait for each other all come through."""
    together = Barrier(3, timeout=10)
    assert len(list(in_order(lambda _: together.wait(), range(3), workers=3))) == 3


def test_the_first_error_stands_in_its_place_and_ends_the_work() -> None:
    """What came before the error is given; what had not begun is never begun."""
    begun: list[int] = []
    lock = Lock()

    def work(item: int) -> int:
        with lock:
            begun.append(item)
        if item == 2:
            raise ValueError(item)
        return item

    with pytest.raises(ValueError, match="2"):
        list(in_order(work, range(50), workers=2))
    assert len(begun) <= 5


def test_only_as_much_is_read_ahead_as_there_are_workers() -> None:
    """An endless list of items can be begun and left."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        place = 0
        while True:
            taken.append(place)
            yield place
            place += 1

    results = in_order(lambda item: item, items(), workers=4)
    assert [next(results), next(results)] == [0, 1]
    del results
    assert len(taken) == 6
