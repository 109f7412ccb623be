"""Silent days, heads of projects, visible acts and bad input in effort, worked out by hand."""

from __future__ import annotations

import pytest

from tests.model.world import ANN, BOB, IN, OUT, World, rows

CREDITS = "select work_id, person_id, seconds from activity_credits order by all"
EFFORT = "select work_id, person_id, day, engaged_seconds, effort_source from effort order by all"


def stood(team: World, item: str, began: str, ended: str, who: str = ANN, **row: object) -> None:
    """An item in progress over a time, moved by the person at both ends."""
    team.item(item, assignee_id=who, resolved_at=ended, **row)
    team.moves(item, (began, "status", *IN), (ended, "status", *OUT))
    for at in (began, ended):
        team.add("staged_activity", item_id=item, person_id=who, acted_at=at, action="transition")


def logged(team: World, item: str, day: str, seconds: int, number: int, who: str = ANN) -> None:
    """A worklog of a day."""
    team.add("staged_declarations", item_id=item, declaration_id=f"w{number}", person_id=who,
             started_at=f"{day} 10:00", seconds=seconds, evidence="worklog")  # fmt: skip


def test_a_row_of_silent_days_is_counted_by_its_length(team: World) -> None:
    """Something moved on Monday and on Friday: the three working days between are a silence of three."""
    stood(team, "jira:s:1", "2026-11-09 09:00", "2026-11-13 18:00")
    quiet = "select day, quiet_days from quiet_days order by day"
    assert [days for _, days in rows(team.build(), quiet)] == [0, 3, 3, 3, 0]


def test_what_is_logged_on_silent_days_says_what_they_weigh(team: World) -> None:
    """Nothing logged on three silent days, all on the two others: (0 + 1.8 days) ÷ (3 + 1.8 days) = .375 an hour.

    Without worklogs all days weigh the same.
    """
    stood(team, "jira:s:1", "2026-11-09 09:00", "2026-11-13 18:00")
    weight = "select weight from quiet_weights where from_days = 2"
    assert rows(team.build(), weight) == [(1,)]
    logged(team, "jira:s:1", "2026-11-09", 14400, 1)
    logged(team, "jira:s:1", "2026-11-13", 14400, 2)
    assert rows(team.build(), weight) == [(0.375,)]


def test_a_project_is_worked_on_through_its_children(team: World) -> None:
    """An epic with a child holds no time of its own while both stand in progress; one without children does."""
    stood(team, "jira:s:1", "2026-11-09 10:00", "2026-11-09 14:00", item_type="Epic")
    stood(team, "jira:s:2", "2026-11-09 10:00", "2026-11-09 14:00", parent_id="jira:s:1")
    stood(team, "jira:s:3", "2026-11-10 10:00", "2026-11-10 14:00", BOB, item_type="Epic")
    assert rows(team.build(), EFFORT) == [
        ("jira:s:2", ANN, "2026-11-09", 7200, "active_status"),
        ("jira:s:3", BOB, "2026-11-10", 7200, "active_status"),
    ]


@pytest.mark.parametrize(
    ("seconds", "started_at", "reason"),
    [(-1800, "2026-11-09 10:00", "not positive"), (0, "2026-11-09 10:00", "not positive"),
     (5400, "2031-01-06 10:00", "in the future")],
)  # fmt: skip
def test_a_declaration_that_cannot_be_is_left_out_counted_and_shown(
    team: World, seconds: int, started_at: str, reason: str
) -> None:
    """Negative, empty and future worklogs are no effort but stand in rejected_rows; the good one beside them counts."""
    team.item("jira:s:1")
    logged(team, "jira:s:1", "2026-11-09", 1800, 1)
    team.add("staged_declarations", item_id="jira:s:1", declaration_id="bad", person_id=ANN, started_at=started_at,
             seconds=seconds, evidence="worklog")  # fmt: skip
    built = team.build()
    assert rows(built, EFFORT) == [("jira:s:1", ANN, "2026-11-09", 1800, "worklog")]
    assert rows(built, "select left_out_because from declarations where left_out_because is not null") == [(reason,)]
    assert rows(built, "select count(*) from rejected_rows where row_count = 1 and place = 'declared effort'") == [(1,)]


def test_overlapping_acknowledgements_hold_each_minute_once(team: World) -> None:
    """10:00 to 11:00 and 10:30 to 11:30 of one incident are 90 minutes of one person; a colleague's are her own."""
    team.item("pd:x:1", created_at="2026-11-09 09:55", resolved_at="2026-11-09 11:30", is_machine_made=True)
    for who, began, ended in ((ANN, "10:00", "11:00"), (ANN, "10:30", "11:30"), (BOB, "10:30", "11:30")):
        team.add("staged_engagements", item_id="pd:x:1", person_id=who, started_at=f"2026-11-09 {began}",
                 ended_at=f"2026-11-09 {ended}", evidence="acknowledged")  # fmt: skip
    shared = "select person_id, shared_seconds from engagement_days order by all"
    assert rows(team.build(), shared) == [(ANN, 5400), (BOB, 3600)]


def test_two_incidents_at_once_are_one_persons_hour(team: World) -> None:
    """Two incidents acknowledged over the same hour, and a third of half of it: 60 minutes together, 2 : 2 : 1."""
    for number, ended in ((1, "11:00"), (2, "11:00"), (3, "10:30")):
        team.item(f"pd:x:{number}", created_at="2026-11-09 09:55", resolved_at=f"2026-11-09 {ended}")
        team.add("staged_engagements", item_id=f"pd:x:{number}", person_id=ANN, started_at="2026-11-09 10:00",
                 ended_at=f"2026-11-09 {ended}", evidence="acknowledged")  # fmt: skip
    shared = "select shared_seconds from engagement_days order by work_id"
    assert rows(team.build(), shared) == [(1440,), (1440,), (720,)]


def test_finished_work_without_any_history_is_imputed_with_a_wide_range(team: World) -> None:
    """No change, no worklog, nobody assigned: it takes what its category does, by nobody known, and says so."""
    team.item("jira:s:1", resolved_at="2026-11-09 12:00")
    found = rows(team.build(), "select person_id, effort_source, low_seconds < engaged_seconds / 2, "
                 "high_seconds > 2 * engaged_seconds, is_assumed from effort")  # fmt: skip
    assert found == [("unknown", "imputed_category", True, True, True)]


def test_acts_at_10_11_and_10_15_are_fourteen_minutes(team: World) -> None:
    """incident.io's own example (toil.md 3.2): four minutes between two acts, and ten after the last."""
    team.item("jira:s:1", resolved_at="2026-11-09 12:00")
    for at in ("10:11", "10:15"):
        team.add("staged_activity", item_id="jira:s:1", person_id=ANN, acted_at=f"2026-11-09 {at}", action="comment")
    assert rows(team.build(), CREDITS) == [("jira:s:1", ANN, 14 * 60)]


def test_acts_on_two_tickets_hold_no_minute_twice(team: World) -> None:
    """10:00 here, 10:05 there, 10:30 here again: five, ten and ten minutes; a gap of half an hour is no work."""
    for item in ("jira:s:1", "jira:s:2"):
        team.item(item, resolved_at="2026-11-09 12:00")
    for item, at in (("jira:s:1", "10:00"), ("jira:s:2", "10:05"), ("jira:s:1", "10:30")):
        team.add("staged_activity", item_id=item, person_id=ANN, acted_at=f"2026-11-09 {at}", action="comment")
    assert rows(team.build(), CREDITS) == [("jira:s:1", ANN, 15 * 60), ("jira:s:2", ANN, 10 * 60)]


def test_finished_work_takes_at_least_what_its_person_was_seen_doing(team: World) -> None:
    """An act every quarter of an hour from 9:00 to 13:00 is 250 minutes, though UNK takes 30."""
    team.item("jira:s:1", assignee_id=ANN, resolved_at="2026-11-09 13:00")
    for quarter in range(17):
        team.add("staged_activity", item_id="jira:s:1", person_id=ANN, action="comment",
                 acted_at=f"2026-11-09 {9 + quarter // 4}:{quarter % 4 * 15:02d}")  # fmt: skip
    found = rows(team.build(), "select engaged_seconds, low_seconds, effort_source from effort")
    assert found == [(250 * 60, 250 * 60, "imputed_category")]


def test_people_without_a_calendar_of_their_own_have_the_houses(team: World) -> None:
    """No time zone, one that no map knows, and somebody whom no source describes: four hours in progress are two."""
    team.person("jira:s:nowhere", time_zone=None)
    team.person("jira:s:mars", time_zone="Mars/Olympus")
    for number, who in enumerate(("nowhere", "mars", "gone")):
        stood(team, f"jira:s:{number}", "2026-11-09 10:00", "2026-11-09 14:00", f"jira:s:{who}")
    found = "select distinct day, engaged_seconds, effort_source from effort"
    assert rows(team.build(), found) == [("2026-11-09", 7200, "active_status")]
