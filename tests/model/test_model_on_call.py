"""On-call load, worked out by hand: what is one interruption, nights, focus, rest, cost, and who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.world import World, rows

ANN, BOB, CAI = "pd:x:ann", "pd:x:bob", "pd:x:cai"


@pytest.fixture
def on_call(world: World) -> World:
    """A team of three (so that it may be shown) with two incidents; everybody's clock is UTC."""
    world.settings = {"teams": {"sre": {"people": 3}}}
    for person in (ANN, BOB, CAI):
        world.person(person)
    for number in (1, 2):
        world.item(f"pd:x:{number}")
    return world


def page(world: World, when: str, *, item: int = 1, person: str = ANN, channel: str | None = "push") -> None:
    """A notification in November 2026, e.g. '09 10:00:40'."""
    world.add("staged_interruptions", item_id=f"pd:x:{item}", person_id=person, interrupted_at=f"2026-11-{when}",
              channel=channel)  # fmt: skip


def engage(world: World, when: str, until: str | None, *, person: str = ANN) -> None:
    """An acknowledgement of the first incident in November 2026."""
    world.add("staged_engagements", item_id="pd:x:1", person_id=person, started_at=f"2026-11-{when}",
              ended_at=f"2026-11-{until}" if until else None, evidence="acknowledged")  # fmt: skip


def load(world: World, columns: str, week: str = "2026-W46") -> tuple[Any, ...]:
    """One team's week."""
    (row,) = rows(world.build(), f"select {columns} from on_call_load where week = '{week}'")
    return row


def test_one_page_by_every_channel_is_one_interruption(on_call: World) -> None:
    """Push, a text two minutes later and a call after five are one; a second call is another page, and so is Bob's."""
    for when, channel in (("10:00", "push"), ("10:02", "sms"), ("10:05", "phone"), ("10:10", "phone")):
        page(on_call, f"09 {when}", channel=channel)
    page(on_call, "09 10:02", person=BOB, channel="phone")
    assert rows(on_call.build(), "select person_id, interrupted_at, merged_count from interruptions order by all") == [
        (ANN, "2026-11-09 10:00:00", 3), (ANN, "2026-11-09 10:10:00", 1), (BOB, "2026-11-09 10:02:00", 1)]  # fmt: skip


def test_after_half_an_hour_of_silence_another_page_begins(on_call: World) -> None:
    """A call 31 minutes after the push is a second interruption; at 30 minutes it is still the same page."""
    page(on_call, "09 10:00")
    page(on_call, "09 10:30", channel="phone")
    page(on_call, "10 10:00")
    page(on_call, "10 10:31", channel="phone")
    assert rows(on_call.build(), "select merged_count from interruptions order by interrupted_at") == [(2,), (1,), (1,)]


def test_pages_that_overlap_do_not_lose_each_other(on_call: World) -> None:
    """Two incidents minutes apart, each by push and call: two interruptions of two notifications each."""
    for when, item, channel in (
        ("10:00", 1, "push"),
        ("10:03", 2, "push"),
        ("10:05", 1, "phone"),
        ("10:08", 2, "phone"),
    ):
        page(on_call, f"09 {when}", item=item, channel=channel)
    assert rows(on_call.build(), "select item_id, merged_count from interruptions order by 1") == [
        ("pd:x:1", 2), ("pd:x:2", 2)]  # fmt: skip


def test_without_a_channel_every_ring_is_a_page(on_call: World) -> None:
    """A source that names no channel loses nothing but what follows within the minute."""
    for when in ("10:00:00", "10:00:30", "10:05:00"):
        page(on_call, f"09 {when}", channel=None)
    assert rows(on_call.build(), "select merged_count from interruptions order by interrupted_at") == [(2,), (1,)]


def test_a_night_is_broken_once(on_call: World) -> None:
    """Ann at 23:00 and 03:00 is one night, the next evening at 22:30 another; Bob has his own; evenings are none."""
    for when in ("09 23:00", "10 03:00", "10 22:30", "11 20:00"):
        page(on_call, when)
    page(on_call, "10 03:00", person=BOB)
    assert load(on_call, "sleep_count, off_count, nights_broken") == (4, 1, 3)


def test_a_focus_block_is_lost_once_and_only_at_work(on_call: World) -> None:
    """9 to 18 has four blocks: 09:00 and 10:50 lie in one, 11:00 in the next; the last hour and Sunday are none."""
    for when in ("09 08:50", "09 09:00", "09 10:50", "09 11:00", "09 17:30", "15 12:00"):
        page(on_call, when, channel=None)
    assert load(on_call, "focus_blocks_lost, interruption_count") == (2, 6)


def test_a_rest_below_eleven_hours_is_short(on_call: World) -> None:
    """From 23:00 to 09:59 is short, from 22:00 to 09:00 is not; what Ann did on her incident counts as a sign."""
    page(on_call, "09 23:00")
    page(on_call, "10 09:59")
    engage(on_call, "10 21:00", "10 22:00")
    on_call.add("staged_activity", item_id="pd:x:1", person_id=ANN, acted_at="2026-11-10 22:00", action="resolve")
    page(on_call, "11 09:00")
    built = on_call.build()
    assert rows(built, "select day, rested_seconds, is_short from daily_rests order by day") == [
        ("2026-11-10", 39540, True), ("2026-11-11", 39600, False)]  # fmt: skip
    assert rows(built, "select short_rests from on_call_load where week = '2026-W46'") == [(1,)]


def test_overlapping_acknowledgements_shorten_no_rest_twice(on_call: World) -> None:
    """Doubled, nested and never-ended acknowledgements: no rest is negative, and an open one is no work at night."""
    for _ in range(2):
        engage(on_call, "09 16:00", "10 12:00")
    engage(on_call, "09 17:00", "09 16:00")
    engage(on_call, "09 18:00", None)
    engage(on_call, "10 06:00", "10 05:00")
    assert rows(on_call.build(), "select rested_seconds, is_short from daily_rests") == [(43200, False)]


def test_an_interruption_from_the_future_is_rejected_and_shown(on_call: World) -> None:
    """It counts nowhere, and stands among the rejected rows of its site."""
    page(on_call, "20 12:00:01")
    built = on_call.build()
    assert rows(built, "select count(*) from interruptions") == [(0,)]
    assert rows(built, "select source, site, place, reason, excerpt, row_count from rejected_rows") == [
        ("pd", "x", "interruptions", "the interruption lies after the moment the data tell of",
         "#1 at 2026-11-20 12:00:01", 1)]  # fmt: skip


def test_people_without_a_calendar_live_by_the_teams(on_call: World) -> None:
    """No zone, a zone that is none, and a person never described: the clock of the team's zone."""
    on_call.settings["teams"]["sre"]["zone"] = "Asia/Tokyo"
    on_call.person("pd:x:dee", time_zone=None)
    on_call.person("pd:x:eli", time_zone="Mars/Olympus")
    for person in ("pd:x:dee", "pd:x:eli", "pd:x:never-described"):
        page(on_call, "09 14:00", person=person)
    built = on_call.build()
    assert rows(built, "select distinct hour_class, local_hour, night from interruptions") == [
        ("sleep", 23, "2026-11-09")]  # fmt: skip
    assert rows(built, "select nights_broken from on_call_load where week = '2026-W46'") == [(3,)]


def test_the_cost_is_beside_the_toil_hours(on_call: World) -> None:
    """Six interruptions at 10 minutes are an hour, by another setting another time; toil hours do not move."""
    for hour in range(6):
        page(on_call, f"09 1{hour}:00", channel=None)
    with on_call.build() as built:
        assert rows(built, "select interruption_cost_hours from on_call_load where week = '2026-W46'") == [(1.0,)]
        toil = rows(built, "select * from toil_by_week")
    on_call.settings["effort"] = {"interruption_minutes": 23}
    with on_call.build() as built:
        assert rows(built, "select interruption_cost_hours from on_call_load where week = '2026-W46'") == [(2.3,)]
        assert rows(built, "select * from toil_by_week") == toil


def test_the_cost_can_be_switched_off(on_call: World) -> None:
    """At 0 minutes there is no cost, which is not the same as a cost of nothing."""
    on_call.settings["effort"] = {"interruption_minutes": 0}
    page(on_call, "09 10:00")
    assert load(on_call, "interruption_count, interruption_cost_hours") == (1, None)


def test_small_groups_are_told_of_nowhere(on_call: World) -> None:
    """A team of two has null figures and says that it is not shown; with three people interrupted it is shown."""
    on_call.settings = {"teams": {"sre": {"people": 2}}}
    page(on_call, "09 23:00")
    with on_call.build() as built:
        figures = "interruption_count, nights_broken, focus_blocks_lost, short_rests, interruption_cost_hours"
        assert rows(built, f"select is_shown, {figures} from on_call_load where week = '2026-W46'") == [
            (False, None, None, None, None, None)]  # fmt: skip
        for table in ("interruptions_by_hour", "interruptions_by_week"):
            assert rows(built, f"select distinct is_shown, interruption_count from {table}") == [(False, None)]
        assert rows(built, "select distinct people, disrupted_hours from interruptions_by_week") == [(None, None)]
    for person in (BOB, CAI):
        page(on_call, "09 23:00", person=person)
    with on_call.build() as built:
        assert rows(built, "select is_shown, nights_broken from on_call_load where week = '2026-W46'") == [(True, 3)]


def test_the_hours_of_the_week_are_the_persons_own(on_call: World) -> None:
    """Monday 16:00 UTC is Tuesday 1:00 in Tokyo; all 168 hours are there, and add up."""
    on_call.person("pd:x:tom", time_zone="Asia/Tokyo")
    page(on_call, "09 16:00", person="pd:x:tom")
    page(on_call, "09 16:00")
    page(on_call, "16 16:00")
    built = on_call.build()
    found = "select weekday, local_hour, interruption_count, per_week, weeks from interruptions_by_hour"
    assert rows(built, f"{found} where interruption_count > 0 order by 1, 2") == [(1, 16, 2, 1.0, 2), (2, 1, 1, 0.5, 2)]
    assert rows(built, "select count(*), sum(interruption_count) from interruptions_by_hour") == [(168, 3)]
    with built:
        columns = {row[0] for row in built.execute("describe interruptions_by_hour").fetchall()}
    assert not [column for column in columns if "person" in column]


def test_how_evenly_the_nights_lie(on_call: World) -> None:
    """Ann bears three of four nights, Bob one, Cai none but a page by day: Gini is 1/2, shares are of nights."""
    for when in ("09 23:00", "10 23:00", "11 23:00"):
        page(on_call, when)
    page(on_call, "10 23:30", person=BOB)
    page(on_call, "10 14:00", person=CAI)
    page(on_call, "17 23:00", person=CAI)  # a week that goes on does not count
    built = on_call.build()
    assert rows(built, "select times, share, people from on_call_by_person where measure = 'night' order by 1") == [
        (0, 0.0, 3), (1, 0.25, 3), (3, 0.75, 3)]  # fmt: skip
    fair = "select gini, top_share, times from on_call_fairness where measure = 'night'"
    assert rows(built, fair) == [(0.5, 0.75, 4)]


def test_two_people_on_call_are_told_of_nowhere(on_call: World) -> None:
    """Two of a team of three bear it all: neither has a row, and nothing is said of their fairness."""
    page(on_call, "09 23:00")
    page(on_call, "10 23:00", person=BOB)
    built = on_call.build()
    assert rows(built, "select count(*) from on_call_by_person") == [(0,)]
    assert rows(built, "select count(*) from on_call_fairness") == [(0,)]
    with built:
        assert not {"person_id", "display_name"} & {
            row[0] for row in built.execute("describe on_call_by_person").fetchall()
        }
