"""What a team's rules may ask beyond a piece of work's own fields: whose request it was, and how it recurs."""

from __future__ import annotations

from tests.model.world import World, rows


def test_a_request_is_of_its_requesters_team_and_recurs_as_its_recurrence(world: World) -> None:
    """Ann of sales asked for what comes weekly; Bob is of no team; what nobody asked for and recurs not has no row."""
    world.settings = {"teams": {"sales": {"members": ["Ann"]}, "sre": {}}}
    world.person("jira:s:ann", display_name="Ann")
    world.person("jira:s:bob", display_name="Bob")
    for number, who in ((1, "jira:s:ann"), (2, "jira:s:bob"), (3, None), (4, "jira:s:ann")):
        world.item(f"jira:s:{number}", requester_id=who)
    world.learnt["recurring_work"] = [{"work_id": f"jira:s:{n}", "recurrence_id": "r-1"} for n in (1, 2)]
    world.learnt["recurrences"] = [{"recurrence_id": "r-1", "name": "r", "team": "sre", "cadence": "weekly"}]
    found = rows(world.build(), "select * from work_circumstances order by work_id")
    assert found == [("jira:s:1", "sales", "weekly"), ("jira:s:2", None, "weekly"), ("jira:s:4", "sales", None)]
