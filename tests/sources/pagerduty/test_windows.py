"""Windows of time: none too long, none overlapping where they are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toil.sources.pagerduty.windows import apart, spans

START = datetime(2026, 1, 1, tzinfo=UTC)


@given(st.integers(1, 2_000), st.integers(1, 400))
def test_spans_that_are_counted_hold_every_second_once(hours: int, days: int) -> None:
    """Taken apart, the spans touch without sharing a second, from the first to the last."""
    end = START + timedelta(hours=hours)
    parts = list(apart(spans(START, end, days=days)))
    assert (parts[0].since, parts[-1].until) == (START, end)
    assert all(later.since - earlier.until == timedelta(seconds=1) for earlier, later in pairwise(parts))
    assert all(part.length <= timedelta(days=min(days, 179)) for part in parts)


def test_no_time_has_no_spans() -> None:
    """An empty stretch is asked for nothing."""
    assert list(apart(spans(START, START, days=30))) == []
