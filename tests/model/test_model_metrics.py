"""Weekly numbers, interruptions, error budgets and data health, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.model.world import World, rows

ANN = "jira:s:ann"


def log(world: World, item: str, when: str, hours: float, person: str = ANN) -> None:
    """A worklog on an item."""
    number = len(world.rows.get("staged_declarations", []))
    world.add("staged_declarations", item_id=item, declaration_id=f"w{number}", person_id=person, started_at=when,
              seconds=int(hours * 3600), evidence="worklog")  # fmt: skip


def test_a_week_of_toil_has_all_its_shares(world: World) -> None:
    """10 h at .9 and 6 h at .2 in 40 h: 10.2 h toil, 10 h by the hard count, coverage .4.

    By classification σ² = 10² × .9 × .1 + 6² × .2 × .8 = 14.76, so ± 1.2816 × 3.842 = 4.924 h around 10.2 h.
    """
    world.person(ANN)
    for number, hours, probability in ((1, 10, 0.9), (2, 6, 0.2)):
        log(world, world.item(f"jira:s:{number}"), "2026-11-10 10:00", hours)
        world.classify(f"jira:s:{number}", "REQ", probability)
    built = world.build()
    assert rows(
        built,
        """select week, toil_hours, hard_toil_hours, low_hours, high_hours, recorded_hours, capacity_hours, toil_share,
        coverage, toil_of_recorded, share_low, share_high, budget_share, is_complete
        from toil_by_week where recorded_hours > 0""",
    ) == [("2026-W46", 10.2, 10.0, 5.276254, 15.123746, 16.0, 40.0, 0.255, 0.4, 0.6375, 0.131906, 0.978094, 0.5, True)]
    assert rows(built, "select category, item_count, hours, toil_hours, share_of_recorded from toil_by_category") == [
        ("REQ", 2, 16.0, 10.2, 1.0)
    ]


def test_pieces_of_a_recurrence_are_wrong_together_and_what_is_unsure_is_wider(world: World) -> None:
    """Two hours of .5 apart: σ = √.5; of one recurrence: σ = 1; half sure of no toil: σ = .5 h."""
    world.person(ANN)
    for number, when, sure in ((1, "02", 1.0), (2, "02", 1.0), (3, "09", 1.0), (4, "09", 1.0), (5, "16", 0.5)):
        log(world, world.item(f"jira:s:{number}"), f"2026-11-{when} 10:00", 1)
        world.classify(f"jira:s:{number}", "REQ", 0.5 if sure == 1 else 0.0, confidence=sure)
    world.learnt["recurrence_members"] = [{"item_id": f"jira:s:{n}", "recurrence_id": "r"} for n in (3, 4)]
    bounds = "select high_hours - toil_hours, low_hours from toil_by_week where recorded_hours > 0 order by week"
    assert rows(world.build(), bounds) == [(0.906228, 0.093772), (1.0, 0.0), (0.6408, 0.0)]


def test_weeks_are_dense_and_in_the_teams_zone(world: World) -> None:
    """Sunday 16:00 UTC is Monday in Tokyo: weeks begin there, none is left out, the last is not complete."""
    world.settings = {"calendar": {"zone": "Asia/Tokyo"}}
    world.item("jira:s:1", created_at="2026-11-01 16:00")
    assert rows(world.build(), "select week, week_starts_at, is_complete from team_weeks order by 1") == [
        ("2026-W45", "2026-11-01 15:00:00", True),
        ("2026-W46", "2026-11-08 15:00:00", True),
        ("2026-W47", "2026-11-15 15:00:00", False),
    ]


def test_capacity_loses_public_holidays_and_counts_people_seen(world: World) -> None:
    """In the week of 3 November (a holiday in Japan) two seen people of 40 h, one in Tokyo, have 72 h."""
    world.person(ANN, time_zone="Asia/Tokyo")
    world.person("jira:s:bob", time_zone="Europe/London")
    item = world.item("jira:s:1", created_at="2026-11-02 00:00")
    log(world, item, "2026-11-04 10:00", 1)
    log(world, item, "2026-11-04 10:00", 1, "jira:s:bob")
    assert rows(
        world.build(), "select people, holiday_hours, capacity_hours from capacity_by_week where people > 0"
    ) == [(2, 8.0, 72.0)]


def test_a_declared_head_count_is_believed(world: World) -> None:
    """Five people of 30 h in Tokyo have 120 h in the holiday week, whoever was seen."""
    world.settings = {"teams": {"sre": {"zone": "Asia/Tokyo", "people": 5, "weekly_hours": 30}}}
    world.item("jira:s:1", created_at="2026-11-02 00:00")
    assert rows(world.build(), "select capacity_hours from capacity_by_week where week = '2026-W45'") == [(120.0,)]


def test_finished_work_without_evidence_is_imputed(world: World) -> None:
    """Three measured siblings of 2 h and a default of 1 h: category (3×2 + 5×1)/8, recurrence (3×2 + 3×1.375)/6 h."""
    world.person(ANN)
    for number in range(1, 5):
        item = world.item(f"jira:s:{number}", assignee_id=ANN, resolved_at="2026-11-10 10:00")
        world.classify(item, "REQ")
        world.learnt.setdefault("recurrence_members", []).append({"item_id": item, "recurrence_id": "r"})
        if number < 4:
            log(world, item, "2026-11-09 10:00", 2)
    world.classify(world.item("jira:s:5", assignee_id=ANN, resolved_at="2026-11-11 10:00"), "REQ")
    world.item("jira:s:6", status="cancelled", resolved_at="2026-11-11 10:00")
    world.item("jira:s:7", status="todo")
    imputed = (
        "select work_id, person_id, day, engaged_seconds, effort_source from effort where effort_source like 'imp%'"
    )
    assert rows(world.build(), f"{imputed} order by 1") == [
        ("jira:s:4", ANN, "2026-11-10", 6075, "imputed_recurrence"),
        ("jira:s:5", ANN, "2026-11-11", 4950, "imputed_category"),
        ("jira:s:6", "unknown", "2026-11-11", 0, "imputed_category"),
    ]


def test_noise_takes_no_time_but_is_counted(world: World) -> None:
    """An incident that a monitor opened and closed is a piece of work of its week, without effort."""
    world.item("pd:x:1", is_machine_made=True, resolved_at="2026-11-09 00:05", title="flap")
    world.classify("pd:x:1", "INT.noise", 1.0)
    built = world.build()
    assert rows(built, "select * from effort") == []
    assert rows(built, "select week, category, item_count, hours from toil_by_category") == [
        ("2026-W46", "INT.noise", 1, 0.0)
    ]


def test_a_bulk_closure_is_no_month_of_work(world: World) -> None:
    """A hundred tickets that Ann closed in one day, imputed at half an hour each, fit into the day's cap of 12 h."""
    world.person(ANN)
    for number in range(100):
        world.item(f"jira:s:{number}", assignee_id=ANN, resolved_at="2026-11-10 10:00")
    assert rows(world.build(), "select count(*), sum(engaged_seconds) <= 12 * 3600 from effort") == [(100, True)]


@pytest.mark.parametrize(("pairs", "factor"), [(19, 0.5), (20, 0.25)])
def test_calibration_learns_what_computed_hours_are_worth(world: World, pairs: int, factor: float) -> None:
    """Twenty tickets, each an hour in progress and a quarter declared, teach a quarter; nineteen teach nothing."""
    world.statuses()
    for number in range(pairs + 1):
        person = world.person(f"jira:s:p{number}")
        item = world.item(f"jira:s:{number}", assignee_id=person, resolved_at="2026-11-10 11:00")
        world.moves(item, ("2026-11-10 10:00", "status", "todo", "in_progress"),
                    ("2026-11-10 11:00", "status", "in_progress", "done"))  # fmt: skip
        if number < pairs:
            log(world, item, "2026-11-10 10:00", 0.25, person)
    built = world.build()
    learnt = "select pair_count, learned_from from effort_calibration where evidence = 'active_status'"
    assert rows(built, learnt) == [(pairs, "declarations" if pairs >= 20 else "assumed")]
    last = "select engaged_seconds from effort where effort_source = 'active_status'"
    assert rows(built, last) == [(factor * 3600,)]


def test_hour_classes_follow_the_persons_clock(world: World) -> None:
    """In Tokyo: sleep wins over off, off over business, and a public holiday (3 November) has no business hours."""
    world.person(ANN, time_zone="Asia/Tokyo")
    world.item("pd:x:1", created_at="2026-11-01 00:00")
    expected = {
        "2026-11-03 12:00": "off",
        "2026-11-08 03:00": "sleep",  # a Sunday
        "2026-11-08 12:00": "off",
        "2026-11-09 08:00": "business",  # a Monday
        "2026-11-09 18:00": "off",
        "2026-11-09 22:00": "sleep",
    }
    for local in expected:
        when = datetime.fromisoformat(f"{local}+09:00").astimezone(UTC).replace(tzinfo=None)
        world.add("staged_interruptions", item_id="pd:x:1", person_id=ANN, interrupted_at=when, channel="push")
    found = rows(world.build(), "select hour_class from interruptions order by interrupted_at")
    assert [row[0] for row in found] == list(expected.values())


def test_notifications_within_a_minute_are_one_interruption(world: World) -> None:
    """Push and phone for two incidents at 0, 40 and 90 seconds are one; a third one's at 151 seconds is another."""
    world.settings = {"teams": {"sre": {"people": 3}}}
    world.person(ANN)
    for number in (1, 2, 3):
        world.item(f"pd:x:{number}")
    for item, when, channel in (("1", "10:00:00", "push"), ("1", "10:00:40", "phone"), ("2", "10:01:30", "push"),
                                ("3", "10:02:31", "phone")):  # fmt: skip
        world.add("staged_interruptions", item_id=f"pd:x:{item}", person_id=ANN, interrupted_at=f"2026-11-09 {when}",
                  channel=channel)  # fmt: skip
    built = world.build()
    assert rows(built, "select item_id, interrupted_at, merged_count from interruptions order by 2") == [
        ("pd:x:1", "2026-11-09 10:00:00", 3),
        ("pd:x:3", "2026-11-09 10:02:31", 1),
    ]
    weekly = "select hour_class, interruption_count, disrupted_hours from interruptions_by_week where week = '2026-W46'"
    assert rows(built, f"{weekly} order by 1") == [("business", 2, 1), ("off", 0, 0), ("sleep", 0, 0)]


def test_an_error_budget_counts_bad_minutes_once(world: World) -> None:
    """Two overlapping urgent incidents of 20 and 20 minutes, 30 in all, of 40.32 minutes; low urgency is not bad."""
    world.settings = {"services": {"shop": {"objective": 0.999, "window_days": 28}}}
    for number, began, ended, urgency in ((1, "10:00", "10:20", "high"), (2, "10:10", "10:30", "high"),
                                          (3, "12:00", "18:00", "low")):  # fmt: skip
        world.item(f"pd:x:{number}", service="Shop", urgency=urgency, created_at=f"2026-11-10 {began}",
                   resolved_at=f"2026-11-10 {ended}")  # fmt: skip
    found = rows(
        world.build(),
        "select bad_minutes, budget_minutes, round(remaining_share, 4), round(burn_rate, 4) from error_budgets",
    )
    assert found == [(30.0, 40.32, 0.256, 0.744)]


def test_what_was_left_out_is_counted_and_shown(world: World) -> None:
    """A worklog of no time and one from the future are rejected rows of their site; the good one stays."""
    world.person(ANN)
    item = world.item("jira:s:1")
    log(world, item, "2026-11-10 10:00", 0)
    log(world, item, "2027-01-01 10:00", 1)
    log(world, item, "2026-11-10 10:00", 1)
    built = world.build()
    assert rows(built, "select sum(engaged_seconds) from effort") == [(3600,)]
    assert rows(built, "select rejected from data_health") == [(2,)]
    assert rows(built, "select reason from rejected_rows order by 1") == [
        ("the declared time begins after the moment the data tell of",),
        ("the declared time is not positive",),
    ]


def test_an_empty_store_builds(world: World) -> None:
    """Without any item there is the team's present week, of no hours, and no share of nothing."""
    assert rows(world.build(), "select week, recorded_hours, toil_share from toil_by_week") == [("2026-W47", 0.0, None)]
