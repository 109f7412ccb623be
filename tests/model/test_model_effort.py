"""Effort, worked out by hand: tiny staged rows in, expected seconds out."""

from __future__ import annotations

from tests.model.world import ANN, BOB, IN, OUT, World, rows

EFFORT = "select work_id, person_id, day, engaged_seconds, effort_source from effort order by all"
SHARED = "select work_id, person_id, day, shared_seconds from engagement_days order by all"


def active(world: World, item: str, began: str, ended: str, assignee: str = ANN, **row: object) -> str:
    """A finished item that stood in progress from one time to another."""
    world.item(item, assignee_id=assignee, resolved_at=ended, **row)
    world.moves(item, (began, "status", *IN), (ended, "status", *OUT))
    return item


def test_active_status_counts_in_working_hours_only(team: World) -> None:
    """From Monday 16:00 to Tuesday 10:00 are two hours on Monday and one on Tuesday; half of it is taken as effort."""
    active(team, "jira:s:1", "2026-11-09 16:00", "2026-11-10 10:00")
    assert rows(team.build(), EFFORT) == [
        ("jira:s:1", ANN, "2026-11-09", 3600, "active_status"),
        ("jira:s:1", ANN, "2026-11-10", 1800, "active_status"),
    ]


def test_a_lunch_break_is_no_work(team: World) -> None:
    """A window of nine hours holds eight hours of work."""
    active(team, "jira:s:1", "2026-11-09 09:00", "2026-11-09 18:00")
    assert rows(team.build(), SHARED) == [("jira:s:1", ANN, "2026-11-09", 8 * 3600)]


def test_weekends_and_holidays_hold_no_active_status(team: World) -> None:
    """Over Labour Thanksgiving Day (Monday 23 November 2026) somebody in Tokyo works on Friday and Tuesday only."""
    team.as_of = "2026-11-27 00:00"
    team.person("jira:s:kei", time_zone="Asia/Tokyo")
    active(team, "jira:s:1", "2026-11-20 07:00", "2026-11-24 01:00", "jira:s:kei")  # Fri 16:00 to Tue 10:00 in Tokyo
    assert rows(team.build(), SHARED) == [
        ("jira:s:1", "jira:s:kei", "2026-11-20", 2 * 3600),
        ("jira:s:1", "jira:s:kei", "2026-11-24", 3600),
    ]


def test_the_night_in_which_clocks_go_back_has_its_extra_hour(team: World) -> None:
    """Acknowledged from Saturday 23:00 to Sunday 04:00 in Berlin on 25 October 2026: one hour, then five."""
    team.person("pd:x:eva", time_zone="Europe/Berlin")
    team.item("pd:x:1", created_at="2026-10-24 20:00", resolved_at="2026-10-25 03:00")
    team.add("staged_engagements", item_id="pd:x:1", person_id="pd:x:eva", started_at="2026-10-24 21:00",
             ended_at="2026-10-25 03:00", evidence="acknowledged")  # fmt: skip
    assert rows(team.build(), SHARED) == [
        ("pd:x:1", "pd:x:eva", "2026-10-24", 3600),
        ("pd:x:1", "pd:x:eva", "2026-10-25", 5 * 3600),
    ]


def test_parallel_tickets_share_the_hours(team: World) -> None:
    """Two tickets from 10 to 14 and one from 12 to 14 hold four hours together, in proportion 4 : 4 : 2."""
    active(team, "jira:s:1", "2026-11-09 10:00", "2026-11-09 14:00")
    active(team, "jira:s:2", "2026-11-09 10:00", "2026-11-09 14:00")
    active(team, "jira:s:3", "2026-11-09 12:00", "2026-11-09 14:00")
    assert [row[3] for row in rows(team.build(), SHARED)] == [5760, 5760, 2880]


def test_a_linked_pair_is_counted_once(team: World) -> None:
    """An hour acknowledged on the incident while its issue stands in progress is one hour, on one piece of work."""
    team.person("pd:x:ann", email="ann@example.com")
    team.person(ANN, email="Ann@example.com")
    active(team, "jira:s:1", "2026-11-09 10:00", "2026-11-09 11:00", created_at="2026-11-09 10:00")
    team.item("pd:x:1", created_at="2026-11-09 09:59", resolved_at="2026-11-09 11:00", is_machine_made=True)
    team.add("staged_engagements", item_id="pd:x:1", person_id="pd:x:ann", started_at="2026-11-09 10:00",
             ended_at="2026-11-09 11:00", evidence="acknowledged")  # fmt: skip
    team.add("staged_mentions", item_id="pd:x:1", target="OPS-1", method="external_reference", confidence=1.0)
    built = team.build()
    assert rows(built, EFFORT) == [("pd:x:1", ANN, "2026-11-09", 1800, "acknowledged")]
    assert rows(built, "from counted_once") == [(1, 1, 1.0)]


def test_worklogs_beat_active_status_on_every_day(team: World) -> None:
    """Ann declared twenty minutes on Monday: her computed Monday and Tuesday go, Bob's Tuesday stays."""
    team.item("jira:s:1", assignee_id=BOB, resolved_at="2026-11-10 12:00")
    team.moves("jira:s:1", ("2026-11-09 16:00", "status", *IN), ("2026-11-10 10:00", "assignee", ANN, BOB),
               ("2026-11-10 12:00", "status", *OUT))  # fmt: skip
    team.add("staged_declarations", item_id="jira:s:1", declaration_id="w1", person_id=ANN,
             started_at="2026-11-09 16:00", seconds=1200, evidence="worklog")  # fmt: skip
    assert rows(team.build(), EFFORT) == [
        ("jira:s:1", ANN, "2026-11-09", 1200, "worklog"),
        ("jira:s:1", BOB, "2026-11-10", 3600, "active_status"),
    ]


def test_a_worklog_counts_on_its_authors_own_day(team: World) -> None:
    """T16: logged at 16:30 UTC on Monday by somebody in Tokyo, half an hour counts on Tuesday there."""
    team.person("jira:s:aya", time_zone="Asia/Tokyo")
    team.item("jira:s:1", assignee_id="jira:s:aya", resolved_at="2026-11-11 12:00")
    team.add("staged_declarations", item_id="jira:s:1", declaration_id="w1", person_id="jira:s:aya",
             started_at="2026-11-09 16:30", seconds=1800, evidence="worklog")  # fmt: skip
    assert rows(team.build(), EFFORT) == [("jira:s:1", "jira:s:aya", "2026-11-10", 1800, "worklog")]


def test_a_pair_that_declares_the_same_hours_twice_counts_the_larger(team: World) -> None:
    """Thirty minutes edited on the incident and forty logged on its issue are forty minutes."""
    team.item("jira:s:1")
    team.item("pd:x:1", is_machine_made=True)
    team.add("staged_mentions", item_id="pd:x:1", target="OPS-1", method="external_reference", confidence=1.0)
    for item, minutes, evidence in (("jira:s:1", 40, "worklog"), ("pd:x:1", 30, "edited_effort")):
        team.add("staged_declarations", item_id=item, declaration_id="d", person_id=ANN,
                 started_at="2026-11-09 10:00", seconds=minutes * 60, evidence=evidence)  # fmt: skip
    assert rows(team.build(), EFFORT) == [("jira:s:1", ANN, "2026-11-09", 2400, "worklog")]


def test_a_snooze_is_a_gap(team: World) -> None:
    """Acknowledged 10:00 to 10:20 and again 12:00 to 12:10 is thirty minutes, not two hours and ten."""
    team.item("pd:x:1", resolved_at="2026-11-09 12:10")
    for began, ended in (("10:00", "10:20"), ("12:00", "12:10")):
        team.add("staged_engagements", item_id="pd:x:1", person_id=ANN, started_at=f"2026-11-09 {began}",
                 ended_at=f"2026-11-09 {ended}", evidence="acknowledged")  # fmt: skip
    assert rows(team.build(), SHARED) == [("pd:x:1", ANN, "2026-11-09", 1800)]


def test_an_unassigned_ticket_in_progress_is_nobodys_hour(team: World) -> None:
    """While nobody was assigned (10 to 12), nobody worked; after 12 it was Ann's hour."""
    team.item("jira:s:1", assignee_id=ANN, resolved_at="2026-11-09 13:00")
    team.moves("jira:s:1", ("2026-11-09 10:00", "status", *IN), ("2026-11-09 12:00", "assignee", "", ANN),
               ("2026-11-09 13:00", "status", *OUT))  # fmt: skip
    assert rows(team.build(), SHARED) == [("jira:s:1", ANN, "2026-11-09", 3600)]


def test_a_reopened_ticket_is_worked_on_twice(team: World) -> None:
    """One hour on Monday, reopened on Wednesday for two: the days between hold nothing."""
    team.item("jira:s:1", assignee_id=ANN, resolved_at="2026-11-11 12:00")
    team.moves("jira:s:1", ("2026-11-09 10:00", "status", *IN), ("2026-11-09 11:00", "status", *OUT),
               ("2026-11-11 10:00", "status", "done", "in_progress"), ("2026-11-11 12:00", "status", *OUT))  # fmt: skip
    assert [row[2:] for row in rows(team.build(), SHARED)] == [("2026-11-09", 3600), ("2026-11-11", 7200)]


def test_an_open_ticket_counts_until_as_of(team: World) -> None:
    """In progress since Friday 10:00 and still at Friday noon, the moment the data tell of: two hours."""
    team.item("jira:s:1", status="in_progress", assignee_id=ANN)
    team.moves("jira:s:1", ("2026-11-20 10:00", "status", *IN))
    assert rows(team.build(), SHARED) == [("jira:s:1", ANN, "2026-11-20", 7200)]


def test_a_ticket_forgotten_in_progress_stops_counting(team: World) -> None:
    """In progress from Monday 7 September, a comment on the 14th, resolved in November: work until 28 September."""
    active(team, "jira:s:1", "2026-09-07 00:00", "2026-11-09 00:00", created_at="2026-09-01 00:00")
    team.add("staged_activity", item_id="jira:s:1", person_id=BOB, acted_at="2026-09-14 00:00", action="comment")
    counted = "select min(day), max(day), count(*), sum(shared_seconds) from engagement_days"
    assert rows(team.build(), counted) == [("2026-09-07", "2026-09-25", 15, 15 * 8 * 3600)]


def test_without_a_history_nobody_knows_since_when(team: World) -> None:
    """An item that stands in progress without any recorded change gives no active-status effort."""
    team.item("jira:s:1", status="in_progress", assignee_id=ANN, created_at="2024-01-01 00:00")
    assert rows(team.build(), EFFORT) == []


def test_a_day_holds_no_more_than_its_cap(team: World) -> None:
    """Ten declared hours leave two of the twelve to what was computed, at whatever night length."""
    active(team, "jira:s:1", "2026-11-09 09:00", "2026-11-09 18:00")  # 8 h × 0.5 = 4 h
    team.item("jira:s:2")
    team.add("staged_declarations", item_id="jira:s:2", declaration_id="w", person_id=ANN,
             started_at="2026-11-09 08:00", seconds=36000, evidence="worklog")  # fmt: skip
    assert [row[3:] for row in rows(team.build(), EFFORT)] == [(7200, "active_status"), (36000, "worklog")]


def test_a_declared_day_beyond_the_clock_is_kept_and_flagged(team: World) -> None:
    """Twenty-five declared hours on one day stay as declared and are marked."""
    team.item("jira:s:1")
    team.add("staged_declarations", item_id="jira:s:1", declaration_id="w", person_id=ANN,
             started_at="2026-11-09 08:00", seconds=90000, evidence="worklog")  # fmt: skip
    assert rows(team.build(), "select engaged_seconds, is_over_clock from effort") == [(90000, True)]
