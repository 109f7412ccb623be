"""Dates of many spellings are one moment, and a date that nobody can be sure of is not guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.table.reading import mapped_of, rejections_of, replayed, write_csv
from toil.errors import UsageError
from toil.sources.table.dates import read_time

TOKYO = ZoneInfo("Asia/Tokyo")
FIVE_PAST_ONE = datetime(2026, 5, 4, 4, 5, tzinfo=UTC)
NAIVE, EARLY, LATE, LATE_OF_TWO_DIGITS = (
    datetime.fromisoformat(text) for text in ("2026-05-04 13:05", "1971-01-01", "2199-12-30", "2068-12-30")
)
MIDNIGHT = datetime(2026, 5, 3, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-05-04 13:05", "2026-05-04T13:05:00", "2026-05-04T04:05:00Z", "2026-05-04T04:05:00.000+0000",
     "2026-05-04 13:05:00 +0900", "2026-05-04T13:05:00+09:00", "2026-05-04 04:05:00 UTC", "2026/5/4 13:05",
     "2026年5月4日 13:05", "2026年5月4日(月) 13時05分", "2026年05月04日 午後1:05", "令和8年5月4日 13:05",
     "２０２６/０５/０４ １３:０５", "04/May/26 1:05 PM", "4-May-2026 13:05", "4. Mai 2026 13:05",
     "Mon, 04 May 2026 04:05:00 GMT", "May 4, 2026 1:05 PM", "04.05.2026 13:05", "20260504130500", "1777867500",
     "1777867500000", 1777867500, 1777867500000.0, "1777867500000000", "2026-05-04 13:05 JST",
     NAIVE, datetime(2026, 5, 4, 4, 5, tzinfo=UTC), "46146.545138888890"],
)  # fmt: skip
def test_every_spelling_is_the_same_moment(text: Any) -> None:
    """Five past one in the afternoon of 4 May 2026 in Tokyo, as trackers and people write it."""
    assert read_time(text, zone=TOKYO) == FIVE_PAST_ONE


@pytest.mark.parametrize("text", ["2026-05-04", "2026/5/4", "20260504", "令和8年5月4日", "5/5/2026", "4 May 2026",
                                  "2026年5月4日", 46146, "2026-05-04 12:00 AM", "2026-05-03 24:00"])  # fmt: skip
def test_a_day_is_its_midnight(text: Any) -> None:
    """A date without a time is midnight in the table's zone; where both numbers are alike, order does not matter."""
    day = timedelta(days=1) if text == "5/5/2026" else timedelta()
    assert read_time(text, zone=TOKYO) == MIDNIGHT + day


@pytest.mark.parametrize(
    "text",
    ["", "-", "N/A", "null", "未定", "soon", "2026-13-04", "2026-02-30", "0000-00-00 00:00:00", "4/5/2026", "99", True,
     "2026-05-04 25:00", "1/2/3", 12.5, float("nan"), float("inf"), "1969-12-31", "2999-01-01", "9" * 40, 10**400, None,
     {}, [], b"2026-05-04", "2026-05-04 13:05 XYZ", "二〇二六年"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: Any) -> None:
    """What cannot be read, or read for sure, is nothing, and never an error."""
    assert read_time(text, zone=TOKYO) is None


@given(st.text(max_size=40) | st.integers() | st.floats() | st.none())
def test_no_cell_breaks_the_reader(cell: Any) -> None:
    """Whatever a cell holds, the answer is a time in UTC or None."""
    read = read_time(cell, zone=TOKYO, order="dmy")
    assert read is None or read.tzinfo is UTC


@given(
    st.datetimes(EARLY, LATE),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_iso_text_is_read_to_the_microsecond(moment: datetime, zone: timezone) -> None:
    """ISO text with an offset is exactly its moment, whatever the table's zone."""
    aware = moment.replace(tzinfo=zone)
    assert read_time(aware.isoformat(), zone=TOKYO) == aware


@given(st.datetimes(EARLY, LATE_OF_TWO_DIGITS))
def test_the_order_is_obeyed(moment: datetime) -> None:
    """Day-first and month-first spellings of a moment are read back by their own order."""
    minute = moment.replace(second=0, microsecond=0, tzinfo=UTC)
    zone = ZoneInfo("UTC")
    assert read_time(f"{minute:%d/%m/%Y %H:%M}", zone=zone, order="dmy") == minute
    assert read_time(f"{minute:%m/%d/%y %I:%M %p}", zone=zone, order="mdy") == minute


def created(folder: Path, *texts: str, **options: Any) -> list[str]:
    rows = [(f"t{n}", text) for n, text in enumerate(texts)]
    return [m["created_at"][:10] for m in mapped_of(replayed(write_csv(folder / "d.csv", [("title", "created"), *rows]),
                                                             **options))]  # fmt: skip


def test_one_sure_date_settles_its_column(tmp_path: Path) -> None:
    """25/04 can only be day first, so 04/05 is 4 May; 04/25 can only be month first, so 04/05 is 5 April."""
    assert created(tmp_path, "04/05/2026", "25/04/2026") == ["2026-05-04", "2026-04-25"]
    assert created(tmp_path, "04/05/2026", "04/25/2026") == ["2026-04-05", "2026-04-25"]


def test_an_unsure_column_is_refused_with_advice(tmp_path: Path) -> None:
    """Where no date tells, nobody guesses: the error names a cell, its line and the setting."""
    with pytest.raises(UsageError, match=r"04/05/2026 \(d.csv:2\)(.|\n)*date_format"):
        created(tmp_path, "04/05/2026", "05/06/2026")
    assert created(tmp_path, "04/05/2026", date_format="dmy") == ["2026-05-04"]
    assert created(tmp_path, "04/05/2026", date_format="mdy") == ["2026-04-05"]
    assert created(tmp_path, "04/05/2026", date_format="%m/%d/%Y") == ["2026-04-05"]


def test_contradicting_dates_are_refused(tmp_path: Path) -> None:
    """A column that holds both orders is refused; one mistyped date among many is rejected alone."""
    with pytest.raises(UsageError, match="day first and dates with the month first"):
        created(tmp_path, "25/04/2026", "04/25/2026")
    many = [f"{day:02}/04/2026" for day in range(1, 31)] * 2
    path = write_csv(tmp_path / "d.csv", [("title", "created"), *[(f"t{n}", d) for n, d in enumerate(many)],
                                          ("odd", "04/25/2026")])  # fmt: skip
    pages = replayed(path)
    assert len(mapped_of(pages)) == 60
    assert [r.where for r in rejections_of(pages)] == ["d.csv:62"]


def test_a_column_without_evidence_follows_its_table(tmp_path: Path) -> None:
    """The resolution dates settle how the creation dates are meant."""
    path = write_csv(tmp_path / "d.csv", [("title", "created", "closed"), ("a", "04/05/2026", "25/05/2026")])
    (mapped,) = mapped_of(replayed(path))
    assert mapped["created_at"] == "2026-05-04T00:00:00Z"


def test_times_without_offset_are_of_the_tables_zone(tmp_path: Path) -> None:
    """The zone setting moves times without an offset, and only those."""
    path = write_csv(tmp_path / "d.csv", [("title", "created"), ("a", "2026-05-04 13:05"), ("b", "2026-05-04T13:05Z")])
    told = [m["created_at"] for m in mapped_of(replayed(path, zone="Asia/Tokyo"))]
    assert told == ["2026-05-04T04:05:00Z", "2026-05-04T13:05:00Z"]
