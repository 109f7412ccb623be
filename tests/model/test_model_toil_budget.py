"""The toil budget over its window, worked out by hand (toil.md 3.1)."""

from __future__ import annotations

import pytest

from tests.model.test_model_metrics import ANN, log
from tests.model.world import World, rows

MONDAYS = ("2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02", "2026-11-09")


@pytest.fixture
def worked(world: World) -> World:
    """Ann alone, 40 h a week in UTC: 8, 12, 16, 24 and 28 h of sure toil in W42 to W46; W47 is not over."""
    world.person(ANN)
    for number, (monday, hours) in enumerate(zip(MONDAYS, (8, 12, 16, 24, 28), strict=True)):
        item = world.item(f"jira:s:{number}", created_at=f"{monday} 00:00")
        for day in range(4):
            log(world, item, f"{monday[:8]}{int(monday[8:]) + day:02} 09:00", hours / 4)
        world.classify(item, "INT.noise", 1.0)
    world.settings = {"budget": {"share": 0.5, "window_weeks": 4, "fast_weeks": 1, "slow_weeks": 2}}
    return world


def test_what_is_left_is_target_times_capacity_less_toil(worked: World) -> None:
    """W46: .5 × 160 h − (12 + 16 + 24 + 28) h = 0 left, and 20 h burn 1.4 in one week, 1.3 in two: it burns.

    W44 has three weeks only: .5 × 120 − 36 = 24 h left, burn rate 16 ÷ 20 = .8 and 28 ÷ 40 = .7. W47 is not over.
    """
    found = rows(
        worked.build(),
        "select week, weeks, toil_hours, capacity_hours, remaining_hours, toil_share, burn_fast, burn_slow, state "
        "from toil_budget order by week",
    )
    assert found == [
        ("2026-W42", 1, 8.0, 40.0, 12.0, 0.2, 0.4, 0.4, "within"),
        ("2026-W43", 2, 20.0, 80.0, 20.0, 0.25, 0.6, 0.5, "within"),
        ("2026-W44", 3, 36.0, 120.0, 24.0, 0.3, 0.8, 0.7, "within"),
        ("2026-W45", 4, 60.0, 160.0, 20.0, 0.375, 1.2, 1.0, "within"),
        ("2026-W46", 4, 80.0, 160.0, 0.0, 0.5, 1.4, 1.3, "burning"),
    ]


def test_more_toil_than_the_budget_is_spent_whatever_the_burn_rates(worked: World) -> None:
    """With a target of .45, 80 h are 8 h more than .45 × 160 h."""
    worked.settings["budget"]["share"] = 0.45
    last = "select remaining_hours, state from toil_budget where week = '2026-W46'"
    assert rows(worked.build(), last) == [(-8.0, "spent")]


def test_a_target_of_nothing_has_no_burn_rate(worked: World) -> None:
    """Where nothing is allowed, any toil is too much and nothing can be divided by."""
    worked.settings["budget"]["share"] = 0
    last = "select remaining_hours, remaining_share, burn_fast, state from toil_budget where week = '2026-W46'"
    assert rows(worked.build(), last) == [(-80.0, None, None, "spent")]


def test_the_floor_is_shifts_by_people_of_teams_that_are_on_call(worked: World) -> None:
    """Two shifts of six people are a third (SRE book, ch. 11), more than a target of .3; nobody paged: no floor."""
    worked.settings |= {"teams": {"team": {"people": 6, "sites": ["s"], "budget_share": 0.3}}}
    floor = ("select round(floor_share, 4), round(effective_share, 4), is_below_floor from toil_budget "
             "where team = 'team' and week = '2026-W46'")  # fmt: skip
    assert rows(worked.build(), floor) == [(0.0, 0.3, False)]
    worked.add("staged_interruptions", item_id="jira:s:4", person_id=ANN, interrupted_at="2026-11-10 03:00",
               channel="push")  # fmt: skip
    assert rows(worked.build(), floor) == [(0.3333, -0.0333, True)]


def test_a_team_may_have_its_own_target_window_and_shifts(worked: World) -> None:
    """Ann's two weeks, W45 and W46, at .6: .6 × 80 − 52 = −4 h, spent; one shift of her one person is all her time."""
    own = {"people": 1, "sites": ["s"], "budget_share": 0.6, "budget_weeks": 2, "on_call_shifts": 1}
    worked.settings["teams"] = {"team": own, "other": {}}
    worked.add("staged_interruptions", item_id="jira:s:4", person_id=ANN, interrupted_at="2026-11-10 03:00",
               channel="push")  # fmt: skip
    last = ("select weeks, target_share, remaining_hours, state, on_call_shifts, floor_share from toil_budget "
            "where team = 'team' and week = '2026-W46'")  # fmt: skip
    assert rows(worked.build(), last) == [(2, 0.6, pytest.approx(-4), "spent", 1, 1.0)]


def test_without_capacity_nothing_is_said(world: World) -> None:
    """A team in which nobody was seen at work has no capacity, and so no budget."""
    world.item("jira:s:1", created_at="2026-11-02 00:00")
    found = rows(world.build(), "select toil_share, state from toil_budget order by week")
    assert set(found) == {(None, "unknown")}
