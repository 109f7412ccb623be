from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toil.commands.since import parse_since, parse_week
from toil.errors import UsageError

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7d", NOW - timedelta(days=7)),
        ("4w", NOW - timedelta(weeks=4)),
        ("2026-W20", datetime(2026, 5, 11, tzinfo=UTC)),
        ("2026W01", datetime(2025, 12, 29, tzinfo=UTC)),
        ("2026-05-11", datetime(2026, 5, 11, tzinfo=UTC)),
        ("2026-05-11T09:00:00+09:00", datetime(2026, 5, 11, tzinfo=UTC)),
    ],
)
def test_times_as_people_write_them(text: str, expected: datetime) -> None:
    """Spans count back from now; weeks and dates begin at midnight UTC."""
    assert parse_since(text, now=NOW) == expected


@pytest.mark.parametrize("text", ["", "yesterday", "7", "7m", "2026-W54", "2026-02-30", "2027-01-01", "-3d"])
def test_other_times_are_refused(text: str) -> None:
    """What is no time, no real week or date, or in the future is a usage error that says what to write."""
    with pytest.raises(UsageError) as caught:
        parse_since(text, now=NOW)
    assert caught.value.exit_code == 2
    assert "2026-" in caught.value.do


@given(st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2090, 1, 1)))  # noqa: DTZ001
def test_weeks_come_back(moment: datetime) -> None:
    """Every ISO week is read as itself, with and without its dash."""
    week = moment.strftime("%G-W%V")
    assert parse_week(week) == parse_week(week.replace("-", "")) == week
