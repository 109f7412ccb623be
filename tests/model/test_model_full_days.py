"""How full a day is, worked out by hand: what else was declared and estimated on it, against the person's usual day."""

from __future__ import annotations

import math

import pytest

from tests.model.world import World, rows

ANN = "jira:s:ann"
FULLNESS = "select work_id, fullness from day_fullness order by work_id"


@pytest.fixture
def team(world: World) -> World:
    """Ann in UTC, 9 to 18 with eight hours worked; of work in progress half is assumed to be effort."""
    world.statuses()
    world.person(ANN)
    return world


def stood(team: World, item: str, day: str) -> None:
    """An item of Ann's in progress over a working day: eight hours credited, four estimated."""
    team.item(item, assignee_id=ANN, resolved_at=f"{day} 18:00")
    began, ended = (f"{day} 09:00", "status", "todo", "in_progress"), (f"{day} 18:00", "status", "in_progress", "done")
    team.moves(item, began, ended)
    team.add("staged_activity", item_id=item, person_id=ANN, acted_at=f"{day} 09:00", action="transition")


def logged(team: World, item: str, day: str, seconds: int) -> None:
    """A worklog of a day."""
    team.add("staged_declarations", item_id=item, declaration_id=f"log of {item}", person_id=ANN,
             started_at=f"{day} 10:00", seconds=seconds, evidence="worklog")  # fmt: skip


def test_a_day_is_as_full_as_what_else_was_done_on_it(team: World) -> None:
    """Four hours estimated on Monday and Wednesday, four more declared on Tuesday: twice as full as the median day."""
    for item, day in (("jira:s:1", "2026-11-09"), ("jira:s:2", "2026-11-10"), ("jira:s:3", "2026-11-11")):
        stood(team, item, day)
    team.item("jira:s:4")
    logged(team, "jira:s:4", "2026-11-10", 4 * 3600)
    found = dict(rows(team.build(), FULLNESS))
    assert found == {"jira:s:1": 0.0, "jira:s:2": pytest.approx(math.log(2)), "jira:s:3": 0.0}


def test_what_was_declared_on_a_piece_of_work_does_not_make_its_own_day_full(team: World) -> None:
    """An hour declared on Tuesday's ticket: its day is looked at with the four hours estimated, as the others are."""
    for item, day in (("jira:s:1", "2026-11-09"), ("jira:s:2", "2026-11-10"), ("jira:s:3", "2026-11-11")):
        stood(team, item, day)
    logged(team, "jira:s:2", "2026-11-10", 3600)
    assert dict(rows(team.build(), FULLNESS)) == {"jira:s:1": 0.0, "jira:s:2": 0.0, "jira:s:3": 0.0}


def test_who_acknowledges_at_the_weekend_has_no_usual_day_to_fill(team: World) -> None:
    """An incident acknowledged on a Saturday has no fullness, and one on a Monday neither."""
    for number, day in ((1, "2026-11-14"), (2, "2026-11-09")):
        team.item(f"pd:x:{number}", created_at=f"{day} 09:55", resolved_at=f"{day} 11:00", is_machine_made=True)
        team.add("staged_engagements", item_id=f"pd:x:{number}", person_id=ANN, started_at=f"{day} 10:00",
                 ended_at=f"{day} 11:00", evidence="acknowledged")  # fmt: skip
    assert rows(team.build(), FULLNESS) == []


def test_a_second_in_progress_beside_other_work_is_no_time_at_all(team: World) -> None:
    """Its fair share of the day rounds to nothing: it holds no seconds, and the day is as full as without it."""
    stood(team, "jira:s:1", "2026-11-09")
    team.item("jira:s:2", assignee_id=ANN, resolved_at="2026-11-09 10:00:01")
    team.moves("jira:s:2", ("2026-11-09 10:00", "status", "todo", "in_progress"),
               ("2026-11-09 10:00:01", "status", "in_progress", "done"))  # fmt: skip
    query = "select work_id, engaged_seconds, fullness from measured_effort left join day_fullness using (work_id)"
    assert rows(team.build(), f"{query} order by work_id") == [("jira:s:1", 4 * 3600, 0.0), ("jira:s:2", 0, None)]
