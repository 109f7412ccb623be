"""Small pages are saved together, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toil.sources.base import Page, Record, Rejection
from toil.store.batches import gathered


def page(stream: str, size: int, cursor: str | None = None) -> Page:
    records = tuple(Record("issue", f"{stream}{n}", {}) for n in range(size))
    rejections = (Rejection("here", "why"),) if size % 2 else ()
    return Page("a.example", stream, records, rejections, cursor=cursor, truncated=size, tallies={"topped_up": size},
                removed=(("worklog", str(size)),))  # fmt: skip


PAGES = st.lists(
    st.builds(page, st.sampled_from("ab"), st.integers(0, 5), st.none() | st.sampled_from("123")), max_size=12
)


@settings(derandomize=True, deadline=None)
@given(PAGES, st.integers(1, 8))
def test_taken_together_the_pages_hold_the_same(pages: list[Page], enough: int) -> None:
    """Records, rejections, removals and counts keep their number and order; each stream ends with the same cursor."""
    together = list(gathered(pages, enough=enough))
    for name in ("records", "rejections", "removed"):
        assert [one for p in together for one in getattr(p, name)] == [one for p in pages for one in getattr(p, name)]
    assert sum(p.truncated for p in together) == sum(p.truncated for p in pages)
    assert sum(p.tallies["topped_up"] for p in together) == sum(p.tallies["topped_up"] for p in pages)
    for stream in "ab":
        first, second = ([p.cursor for p in some if p.stream == stream and p.cursor] for some in (pages, together))
        assert first[-1:] == second[-1:]


def test_what_came_before_an_error_is_handed_over() -> None:
    """A source that breaks off loses none of the pages before."""

    def breaking() -> Iterator[Page]:
        yield page("a", 2, "1")
        yield page("a", 3, "2")
        raise OSError("gone")

    arriving = gathered(breaking())
    assert len(next(arriving).records) == 5
    with pytest.raises(OSError, match="gone"):
        next(arriving)
