"""Laws of leave and of local days, held against the relations' own SQL on random days, with clocks that change."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

import duckdb
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.local_days import day_bounds
from tests.memory import in_memory
from tests.test_calendars import calendars
from toil.calendars import calendar_days
from toil.relations import sql_relations
from toil.time_inputs import TIME_RELATIONS

SQL = {relation.name: relation.sql for relation in sql_relations()}
LEAVE = next(relation for relation in TIME_RELATIONS if relation.name == "leave").columns
# spring and autumn, in which these places change their clocks; Lord Howe by half an hour, Havana at midnight
SEASONS = (date(2026, 3, 6), date(2026, 3, 27), date(2026, 10, 2), date(2026, 10, 23), date(2026, 10, 30))
places = st.sampled_from([("Europe/Berlin", "DE"), ("America/Havana", ""), ("Australia/Lord_Howe", "AU"),
                          ("Asia/Tokyo", "JP"), ("America/New_York", "US")])  # fmt: skip
offsets = st.integers(0, 9)


@st.composite
def absences(draw: st.DrawFn) -> dict[str, Any]:
    """A row of `leave`: whole days, shares, halves, or hours, on the person's clock or in UTC."""
    season = draw(st.shared(st.sampled_from(SEASONS), key="season"))
    first = season + timedelta(days=draw(offsets))
    file = draw(st.sampled_from(("a.csv", "b.ics")))
    if draw(st.booleans()):
        start = datetime.combine(first, time(draw(st.integers(0, 23)), draw(st.sampled_from((0, 20)))))
        end = start + timedelta(minutes=draw(st.integers(1, 3000)))
        return {"file": file, "starts_at": start, "ends_at": end, "is_local": draw(st.booleans())}
    half = draw(st.sampled_from((None, "first", "second")))
    share = 0.5 if half else draw(st.sampled_from((0.25, 0.5, 1.0)))
    return {"file": file, "first_day": first, "last_day": first + timedelta(days=draw(offsets)), "share": share,
            "half": half}  # fmt: skip


@cache
def year_of(place: tuple[str, str], closes: str) -> tuple[str, pd.DataFrame]:
    """The id and the days of a place's calendar, March to November."""
    frame = calendars(place, closes=closes)
    days = calendar_days(frame, first_day=date(2026, 3, 1), last_day=date(2026, 11, 30))
    return str(frame.loc[0, "calendar_id"]), days


def leave_days(place: tuple[str, str], rows: list[dict[str, Any]], closes: str) -> list[tuple[Any, ...]]:
    """Day, share away, seconds that remain and the windows of `leave_days`, beside the day's own window and seconds."""
    leave = pd.DataFrame(rows, columns=list(LEAVE)).assign(position=range(len(rows)), person_id="p", reason="")
    calendar_id, days = year_of(place, closes)
    casts = ", ".join(f'cast("{name}" as {kind}) as "{name}"' for name, kind in LEAVE.items())
    with in_memory() as connection:
        connection.register("leave_frame", leave)
        connection.register("calendar_days", days)
        connection.execute(f"create temp table leave as select {casts} from leave_frame")
        connection.execute(
            "create temp table people as select 'p' as identity_id, ? as zone, ? as calendar_id, true as is_human",
            [place[0], calendar_id],
        )
        return connection.execute(
            f"""select day, away_share, leave_days.working_seconds, windows, opens_at, closes_at,
                calendar_days.working_seconds
            from ({SQL["leave_days"]}) as leave_days join calendar_days using (day) order by day"""
        ).fetchall()


@settings(max_examples=40, deadline=None)
@given(places, st.lists(absences(), min_size=1, max_size=5), st.sampled_from(("18:00", "23:30")))
def test_leave_takes_and_never_adds(place: tuple[str, str], rows: list[dict[str, Any]], closes: str) -> None:
    """What remains lies in the day's window, in pieces that do not overlap, and is no more work than there was."""
    for _, away, seconds, windows, opens_at, closes_at, full in leave_days(place, rows, closes):
        assert 0 <= seconds <= full
        assert 0 <= away <= 1
        edges = [moment for window in windows for moment in (window["opens_at"], window["closes_at"])]
        assert edges == sorted(set(edges))
        assert all(opens_at <= moment <= closes_at for moment in edges)
        assert bool(windows) == (away < 1)


@settings(max_examples=25, deadline=None)
@given(places, st.lists(absences(), min_size=1, max_size=4), absences())
def test_more_leave_leaves_less(place: tuple[str, str], rows: list[dict[str, Any]], more: dict[str, Any]) -> None:
    """Another absence, wherever it falls, never gives a day more working time; said twice in two files, it is one."""
    before = {row[0]: row[2] for row in leave_days(place, rows, "18:00")}
    after = {row[0]: row[2] for row in leave_days(place, [*rows, more], "18:00")}
    assert all(after[day] <= seconds for day, seconds in before.items())
    doubled = [*({**row, "file": "a.csv"} for row in rows), *({**row, "file": "b.ics"} for row in rows)]
    once = leave_days(place, doubled[: len(rows)], "18:00")
    assert leave_days(place, doubled, "18:00") == once


@settings(max_examples=40, deadline=None)
@given(places, st.sampled_from(SEASONS), st.integers(0, 5000), st.integers(1, 9000))
def test_a_stretch_cut_at_midnights_adds_up(place: tuple[str, str], season: date, offset: int, minutes: int) -> None:
    """Cut into local days, a stretch has the length it had, whatever clocks did; no piece is longer than its day."""
    zone = place[0]
    started_at = datetime.combine(season, time()) + timedelta(minutes=offset)
    ended_at = started_at + timedelta(minutes=minutes)
    spans = _acknowledged(zone, started_at, ended_at)
    assert sum(seconds for _, seconds in spans) == minutes * 60
    for day, seconds in spans:
        begins, ends = day_bounds(zone, day)
        assert seconds <= (ends - begins).total_seconds()


def _acknowledged(zone: str, started_at: datetime, ended_at: datetime) -> list[tuple[date, int]]:
    """Day and seconds of `engagement_spans` for one acknowledged stretch, by that relation's SQL."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("""
            create table status_intervals (item_id text, assignee_id text, started_at timestamp, ended_at timestamp,
                status text, is_observed boolean);
            create table staged_activity (item_id text, acted_at timestamp);
            create table staged_engagements (item_id text, person_id text, started_at timestamp, ended_at timestamp);
            create table build_info as select timestamp '2027-01-01' as as_of;
            create table items as select 'i' as item_id, false as is_deleted;
            create table work_components as select 'i' as item_id, 'w' as work_id;
            create table calendar_days (calendar_id text, day date, opens_at timestamp, closes_at timestamp,
                is_working boolean);
            create table leave_days (person_id text, day date,
                windows struct(opens_at timestamp, closes_at timestamp)[])
        """)
        connection.execute(
            "create temp table people as select 'p' as person_id, 'p' as identity_id, ? as zone, 'c' as calendar_id,"
            " true as is_human", [zone],
        )  # fmt: skip
        connection.execute("insert into staged_engagements values ('i', 'p', ?, ?)", [started_at, ended_at])
        return connection.execute(f"select day, seconds from ({SQL['engagement_spans']}) order by day").fetchall()
