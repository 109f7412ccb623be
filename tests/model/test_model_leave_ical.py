"""Leave from a shared calendar: whole days, hours, series and time zones; what breaks off costs only itself."""

from __future__ import annotations

import pytest

from tests.model.world import World, rows
from toil.errors import SettingsError

ANN, BOB, SATO = "jira:s:ann", "jira:s:bob", "jira:s:sato"
DAYS = "select person_id, day, away_share from leave_days order by 1, 2"


def calendar(world: World, *events: str, end: str = "END:VCALENDAR\n", head: str = "") -> None:
    """A calendar of these events (lines without BEGIN and END), for three people in UTC, Berlin and Tokyo."""
    blocks = [f"BEGIN:VEVENT\nUID:{number}\n{event}\nEND:VEVENT\n" for number, event in enumerate(events)]
    file = world.folder / "leave.ics"
    file.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(blocks)}{end}", encoding="utf-8")
    world.settings["calendar"] = {"leave": [file]}
    world.person(ANN, display_name="Ann Lee", email="ann@example.org")
    world.person(BOB, display_name="Bob", email="bob@example.org", time_zone="Europe/Berlin")
    world.person(SATO, display_name="佐藤 陽菜", email="sato@example.org", time_zone="Asia/Tokyo")
    world.item("jira:s:1")


def whole_day(first: str, after: str, summary: str, *more: str) -> str:
    return "\n".join((f"DTSTART;VALUE=DATE:{first}", f"DTEND;VALUE=DATE:{after}", f"SUMMARY:{summary}", *more))


def told(world: World) -> list[tuple[str, str]]:
    return rows(world.build(), "select place, reason from rejected_rows where source = 'leave' order by 1")


def test_whole_days_end_before_their_end(world: World) -> None:
    """DTEND is the day after (RFC 5545): the 12th is worked again. Names stand in the summary, spaces or not."""
    calendar(
        world,
        whole_day("20261110", "20261112", "Ann Lee – Vacation"),
        whole_day("20261113", "20261114", "佐藤陽菜 有休"),
    )
    assert rows(world.build(), DAYS) == [
        (ANN, "2026-11-10", 1.0), (ANN, "2026-11-11", 1.0), (SATO, "2026-11-13", 1.0),
    ]  # fmt: skip


def test_hours_are_cut_out_of_the_window(world: World) -> None:
    """Berlin, 13:00 to 15:00 by the calendar's own zone: 9–13 and 15–18 remain, 7 of 9 h, so 6:13:20 of 8 h."""
    calendar(
        world,
        "DTSTART;TZID=Europe/Berlin:20261110T130000\nDTEND;TZID=Europe/Berlin:20261110T150000\nSUMMARY:Bob dentist",
    )
    built = world.build()
    assert rows(built, "select working_seconds from leave_days") == [(22400,)]
    windows = "select w.opens_at, w.closes_at from (select unnest(windows) as w from leave_days) order by 1"
    assert rows(built, windows) == [
        ("2026-11-10 08:00:00", "2026-11-10 12:00:00"),
        ("2026-11-10 14:00:00", "2026-11-10 17:00:00"),
    ]


def test_hours_without_a_zone_are_the_persons_own(world: World) -> None:
    """9:00 to 13:30 on no clock in particular is on Tokyo's for who lives there: half of the window."""
    calendar(world, "DTSTART:20261110T090000\nDTEND:20261110T133000\nSUMMARY:佐藤 陽菜 通院")
    assert rows(world.build(), "select day, working_seconds from leave_days") == [("2026-11-10", 14400)]


def test_a_series_is_expanded_with_what_was_moved_and_dropped(world: World) -> None:
    """Every Friday of November, less the 13th (EXDATE), and the 20th moved to Thursday the 19th."""
    calendar(
        world,
        whole_day("20261106", "20261107", "Bob off", "RRULE:FREQ=WEEKLY;UNTIL=20261127", "EXDATE;VALUE=DATE:20261113"),
        whole_day("20261119", "20261120", "Bob off", "RECURRENCE-ID;VALUE=DATE:20261120").replace(
            "DTSTART", "UID:0\nDTSTART", 1
        ),
    )
    file = world.folder / "leave.ics"
    file.write_text(file.read_text("utf-8").replace("UID:1\n", ""), "utf-8")
    assert [row[1] for row in rows(world.build(), DAYS)] == ["2026-11-06", "2026-11-19", "2026-11-27"]


def test_half_days_are_read_from_the_summary(world: World) -> None:
    """午前休 is the morning, half day any half; 'off' and 'Annual leave' name no half and nobody called Ann."""
    calendar(
        world,
        whole_day("20261110", "20261111", "佐藤 陽菜 午前休"),
        whole_day("20261110", "20261111", "Bob: half day"),
        whole_day("20261112", "20261113", "Annual leave", "ORGANIZER:mailto:BOB@example.org"),
    )
    assert rows(world.build(), DAYS) == [(BOB, "2026-11-10", 0.5), (BOB, "2026-11-12", 1.0), (SATO, "2026-11-10", 0.5)]


def test_whose_leave_it_is(world: World) -> None:
    """The summary goes before the only attendee, that before the organizer; who declined was not meant."""
    ann, bob = "ATTENDEE:mailto:ann@example.org", "ATTENDEE;PARTSTAT=DECLINED:mailto:bob@example.org"
    calendar(
        world,
        whole_day("20261109", "20261110", "Bob and Ann Lee", "ORGANIZER:mailto:sato@example.org"),
        whole_day("20261110", "20261111", "Vacation", ann, bob, "ORGANIZER:mailto:sato@example.org"),
        whole_day(
            "20261111",
            "20261112",
            "Vacation",
            ann,
            "ATTENDEE:mailto:bob@example.org",
            "ORGANIZER:mailto:sato@example.org",
        ),
        whole_day("20261112", "20261113", "Holiday party"),
    )
    assert [row[:2] for row in rows(world.build(), DAYS)] == [
        (ANN, "2026-11-09"), (ANN, "2026-11-10"), (BOB, "2026-11-09"), (SATO, "2026-11-11"),
    ]  # fmt: skip
    assert told(world) == [("leave.ics:28", "the event names nobody that is known, in its summary or by e-mail")]


def test_what_is_cancelled_or_elsewhere_is_no_leave(world: World) -> None:
    """A cancelled event and 'working elsewhere' take nothing and are nothing to tell."""
    calendar(
        world,
        whole_day("20261110", "20261111", "Bob", "STATUS:CANCELLED"),
        whole_day("20261111", "20261112", "Bob", "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"),
    )
    assert rows(world.build(), DAYS) == []
    assert told(world) == []


def test_a_calendar_that_breaks_off_keeps_its_whole_events(world: World) -> None:
    """The first event counts; the broken day, the broken rule and the event without an end are told by their line."""
    calendar(
        world,
        whole_day("20261110", "20261111", "Bob"),
        "DTSTART:2026rubbish\nSUMMARY:Bob",
        whole_day("20261112", "20261113", "Bob", "RRULE:FREQ=RUBBISH"),
        whole_day("20261113", "20261110", "Bob"),
        end="BEGIN:VEVENT\nUID:9\nDTSTART;VALUE=DATE:202611",
    )
    assert rows(world.build(), DAYS) == [(BOB, "2026-11-10", 1.0)]
    assert told(world) == [
        ("leave.ics:14", "the event cannot be read: RRULE cannot be read"),
        ("leave.ics:21", "it ends when it begins, or before"),
        ("leave.ics:27", "the file breaks off within this event"),
        ("leave.ics:29", "the file breaks off: END:VCALENDAR is missing"),
        ("leave.ics:9", "the event cannot be read: DTSTART cannot be read"),
    ]


def test_a_zone_that_the_calendar_defines_is_its_own(world: World) -> None:
    """A zone called 'Office', nine hours east of UTC: 9:00 to 18:00 there is all of Tokyo's working day."""
    zone = ("BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0900\n"
            "TZOFFSETTO:+0900\nEND:STANDARD\nEND:VTIMEZONE\n")  # fmt: skip
    calendar(
        world, "DTSTART;TZID=Office:20261110T090000\nDTEND;TZID=Office:20261110T180000\nSUMMARY:佐藤 陽菜", head=zone
    )
    assert rows(world.build(), DAYS) == [(SATO, "2026-11-10", 1.0)]


def test_why_somebody_is_away_is_not_kept(world: World) -> None:
    """The built store has the days, and no word of the summary, taken or rejected."""
    calendar(
        world, whole_day("20261110", "20261111", "Bob hospital"), whole_day("20261110", "20261111", "Kim hospital")
    )
    built = world.build()
    held = [str(rows(built, f"select * from {name}")) for name in ("leave", "leave_days", "rejected_rows")]
    assert not [text for text in held if "hospital" in text]


@pytest.mark.parametrize("text", ["<html>Sign in</html>", "", "person,first_day\n"])
def test_a_page_saved_in_place_of_a_calendar_is_refused(world: World, text: str) -> None:
    """What is no calendar at all is an error in the settings, not a calendar without leave."""
    calendar(world)
    (world.folder / "leave.ics").write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="no calendar"):
        world.build().execute("from leave_days")
