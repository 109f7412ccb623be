"""Leave, worked out by hand to the minute: no window on days off, half a window on half days, and less capacity."""

from __future__ import annotations

from pathlib import Path

from tests.model.world import World, rows

ANN, BOB = "jira:s:ann", "jira:s:bob"
SPANS = "select started_at, ended_at from engagement_spans where evidence = 'active_status' order by 1"


def leave(world: World, text: str, name: str = "leave.csv") -> None:
    """A leave file with this text, which begins with a BOM as Excel writes it."""
    file = world.folder / name
    file.write_text("\ufeff" + text, encoding="utf-8")
    world.settings.setdefault("calendar", {}).setdefault("leave", []).append(file)


def in_progress(world: World, start: str, end: str, *, zone: str = "UTC") -> None:
    """Ann's ticket, in progress from start to end."""
    world.person(ANN, time_zone=zone, display_name="Ann Lee", email="ann@example.org")
    world.statuses()
    item = world.item("jira:s:1", assignee_id=ANN, resolved_at=end)
    world.moves(item, (start, "status", "todo", "in_progress"), (end, "status", "in_progress", "done"))


def test_a_public_holiday_in_tokyo_has_no_working_window(world: World) -> None:
    """From Monday noon to Wednesday noon over Culture Day (3 November 2026): 6 h and 3 h, nothing between."""
    in_progress(world, "2026-11-02 03:00", "2026-11-04 03:00", zone="Asia/Tokyo")
    built = world.build()
    assert rows(built, SPANS) == [
        ("2026-11-02 03:00:00", "2026-11-02 09:00:00"),
        ("2026-11-04 00:00:00", "2026-11-04 03:00:00"),
    ]
    assert rows(built, "select day, shared_seconds from engagement_days order by 1") == [
        ("2026-11-02", 21600), ("2026-11-04", 10800),
    ]  # fmt: skip


def test_a_night_in_which_clocks_change_moves_the_window(world: World) -> None:
    """Berlin, Friday to Monday, 23–26 October 2026: the window is 7:00 to 16:00 UTC before, 8:00 to 17:00 after."""
    in_progress(world, "2026-10-23 00:00", "2026-10-26 23:00", zone="Europe/Berlin")
    assert rows(world.build(), SPANS) == [
        ("2026-10-23 07:00:00", "2026-10-23 16:00:00"),
        ("2026-10-26 08:00:00", "2026-10-26 17:00:00"),
    ]


def test_a_page_in_the_night_of_changing_clocks_is_cut_at_the_local_midnight(world: World) -> None:
    """Berlin, 24 October 23:00 to the 25th 03:30, over the hour that comes twice: 1 h before midnight, 4.5 h after."""
    world.person(ANN, time_zone="Europe/Berlin")
    world.item("pd:x:1", created_at="2026-10-24 21:00", resolved_at="2026-10-25 02:30")
    world.add("staged_engagements", item_id="pd:x:1", person_id=ANN, started_at="2026-10-24 21:00",
              ended_at="2026-10-25 02:30", evidence="acknowledged")  # fmt: skip
    assert rows(world.build(), "select day, seconds from engagement_spans order by 1") == [
        ("2026-10-24", 3600), ("2026-10-25", 16200),
    ]  # fmt: skip


def test_a_day_of_leave_has_no_window(world: World) -> None:
    """Three days in progress, the middle one off: 8 h of 9 on two days, none on the third; her e-mail names her."""
    leave(world, "person,first_day,last_day\nANN@example.org,2026-11-10,2026-11-10\n")
    in_progress(world, "2026-11-09 00:00", "2026-11-11 23:00")
    assert rows(world.build(), "select day, shared_seconds from engagement_days order by 1") == [
        ("2026-11-09", 28800), ("2026-11-11", 28800),
    ]  # fmt: skip


def test_half_a_day_of_leave_is_half_a_day(world: World) -> None:
    """Nobody knows which half: 4 h of 8. The morning off: 13:30 to 18:00, 4 h. Both are 14400 s."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-09,,0.5\nAnn Lee,2026/11/10,2026/11/10,午前休\n")
    in_progress(world, "2026-11-09 00:00", "2026-11-10 23:00")
    built = world.build()
    assert rows(built, SPANS) == [
        ("2026-11-09 09:00:00", "2026-11-09 18:00:00"),
        ("2026-11-10 13:30:00", "2026-11-10 18:00:00"),
    ]
    assert rows(built, "select day, shared_seconds from engagement_days order by 1") == [
        ("2026-11-09", 14400), ("2026-11-10", 14400),
    ]  # fmt: skip
    assert rows(built, "select day, away_share, working_seconds from leave_days order by 1") == [
        ("2026-11-09", 0.5, 14400), ("2026-11-10", 0.5, 14400),
    ]  # fmt: skip


def test_capacity_loses_leave_and_public_holidays_once(world: World) -> None:
    """Tokyo, week of 3 November: 40 h less the holiday (8 h), less leave from Tuesday to Thursday noon (12 h)."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-03,2026-11-04,1\nAnn Lee,2026-11-05,2026-11-05,am\n")
    in_progress(world, "2026-11-05 15:00", "2026-11-06 03:00", zone="Asia/Tokyo")
    capacity = "select people, holiday_hours, leave_hours, capacity_hours from capacity_by_week where people > 0"
    assert rows(world.build(), capacity) == [(1, 8.0, 12.0, 20.0)]


def test_leave_of_a_declared_head_count_is_that_of_the_known(world: World) -> None:
    """Four of 40 h are declared, two are known, and one of them is away for two days: 160 − 16 h."""
    world.settings = {"teams": {"sre": {"people": 4, "members": ["Ann Lee", "Bob"]}}}
    leave(world, "person,first_day,last_day\nAnn Lee,2026-11-10,2026-11-11\n")
    world.person(BOB, display_name="Bob")
    in_progress(world, "2026-11-09 09:00", "2026-11-09 10:00")
    capacity = "select leave_hours, capacity_hours from capacity_by_week where week = '2026-W46'"
    assert rows(world.build(), capacity) == [(16.0, 144.0)]


def test_overlapping_leave_counts_once(world: World) -> None:
    """A week, a day within it, and the same half day in two files: five days and a half, not more."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-02,2026-11-06,\nAnn Lee,2026-11-04,2026-11-04,0.5\n"
                 "Ann Lee,2026-11-09,2026-11-09,50%\n")  # fmt: skip
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-09,2026-11-09,50%\n", "other.csv")
    in_progress(world, "2026-11-01 09:00", "2026-11-12 10:00")
    assert rows(world.build(), "select sum(away_share), count(*) from leave_days") == [(5.5, 6)]


def test_two_halves_in_one_file_are_a_day(world: World) -> None:
    """Morning and afternoon, or twice a half: nothing remains, and never less than nothing."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-09,,am\nAnn Lee,2026-11-09,,pm\n"
                 "Ann Lee,2026-11-10,,0.5\nAnn Lee,2026-11-10,,0.5\nAnn Lee,2026-11-10,,0.75\n")  # fmt: skip
    in_progress(world, "2026-11-09 00:00", "2026-11-10 23:00")
    built = world.build()
    assert rows(built, "select away_share, working_seconds from leave_days") == [(1.0, 0), (1.0, 0)]
    assert rows(built, SPANS) == []


def test_whoever_is_paged_on_leave_is_interrupted_off_hours(world: World) -> None:
    """10:00 on a day of leave is off, 23:00 is sleep; on half a day of leave 10:00 is business, as PagerDuty has it."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-09,,\nAnn Lee,2026-11-10,,0.5\n")
    world.person(ANN, display_name="Ann Lee")
    world.item("pd:x:1")
    for when in ("2026-11-09 10:00", "2026-11-09 23:00", "2026-11-10 10:00"):
        world.add("staged_interruptions", item_id="pd:x:1", person_id=ANN, interrupted_at=when, channel="push")
    found = rows(world.build(), "select hour_class from interruptions order by interrupted_at")
    assert found == [("off",), ("sleep",), ("business",)]


def test_nobody_loses_focus_on_leave(world: World) -> None:
    """Paged on a day of leave: no block is lost; on a morning off, only what came in the afternoon costs one."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-09,,\nAnn Lee,2026-11-10,,am\n")
    world.person(ANN, display_name="Ann Lee")
    world.item("pd:x:1")
    for when in ("2026-11-09 10:00", "2026-11-10 09:30", "2026-11-10 15:30"):
        world.add("staged_interruptions", item_id="pd:x:1", person_id=ANN, interrupted_at=when, channel="push")
    assert rows(world.build(), "select day, block from focus_blocks") == [("2026-11-10", 3)]


def test_what_is_closed_on_leave_was_done_before_it(world: World) -> None:
    """A ticket without evidence, closed on a Tuesday of a week off: its effort stands on the Friday before."""
    leave(world, "person,first_day,last_day\nAnn Lee,2026-11-09,2026-11-13\n")
    world.person(ANN, display_name="Ann Lee")
    world.item("jira:s:1", assignee_id=ANN, resolved_at="2026-11-10 10:00")
    world.item("jira:s:2", assignee_id=ANN, resolved_at="2026-11-14 10:00")
    world.item("jira:s:3", resolved_at="2026-11-10 10:00")
    found = rows(world.build(), "select work_id, day from effort where effort_source like 'imp%' order by 1")
    assert found == [("jira:s:1", "2026-11-06"), ("jira:s:2", "2026-11-14"), ("jira:s:3", "2026-11-10")]


def test_what_cannot_be_used_is_told_and_the_rest_counts(world: World, tmp_path: Path) -> None:
    """Last before first, nobody's leave, a day that is none, a share that is none: four rejected rows, one taken."""
    leave(world, "person,first_day,last_day,share\nAnn Lee,2026-11-12,2026-11-10,\nKim,2026-11-10,2026-11-10,\n"
                 "Ann Lee,2026-02-30,,\nAnn Lee,2026-11-10,,a lot\nann lee,2026-11-10,,\n,2026-11-10,,\n")  # fmt: skip
    in_progress(world, "2026-11-09 09:00", "2026-11-10 10:00")
    built = world.build()
    assert rows(built, "select place, reason from rejected_rows where source = 'leave' order by 1") == [
        ("leave.csv:2", "the last day is before the first"),
        ("leave.csv:3", "nobody is called so"),
        ("leave.csv:4", "there is no day '2026-02-30'"),
        ("leave.csv:5", "'a lot' is no share of a day"),
        ("leave.csv:7", "the person is empty"),
    ]
    assert rows(built, "select day from leave_days") == [("2026-11-10",)]


def test_a_name_of_several_people_is_nobodys(world: World) -> None:
    """Two humans called Sam Ray, who are not one: leave of Sam Ray is told, and counts for neither."""
    leave(world, "person,first_day,last_day\nSam Ray,2026-11-10,2026-11-10\n")
    world.person(ANN, display_name="Sam Ray", email="a@example.org")
    world.person(BOB, display_name="Sam Ray", email="b@example.org")
    world.item("jira:s:1")
    built = world.build()
    assert rows(built, "select reason like 'several%' from rejected_rows where source = 'leave'") == [(True,)]
    assert rows(built, "select * from leave_days") == []
