"""Check-ins: the newest answer of each author, told only together, beside the estimate; worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.world import World, rows

WEEK = "2026-W46"
TEAM = "team"
SHOWN = "select answers, is_shown, reported_share, without_ticket_share from check_ins_by_week where week = '2026-W46'"


@pytest.fixture
def week(world: World) -> World:
    """One person logs 10 h at .8 in week 46: 8 of 40 hours of toil, a fifth of capacity."""
    person = world.person("jira:s:ann")
    item = world.item("jira:s:1")
    world.add("staged_declarations", item_id=item, declaration_id="w", person_id=person,
              started_at="2026-11-10 10:00", seconds=36000, evidence="worklog")  # fmt: skip
    world.classify(item, "REQ", 0.8)
    return world


def say(world: World, by: str, toil_share: object, without_ticket: object = 0.0, **more: Any) -> None:
    """An answer of an author for week 46."""
    body = {"team": TEAM, "week": WEEK, "toil_share": toil_share, "without_ticket": without_ticket, "by": by, **more}
    world.said.append(("check_in", f"{TEAM}/{WEEK}", body))


def test_three_answers_are_told_together(week: World) -> None:
    """.2, .3 and .6 with half without a ticket: median .3, quartiles .25 and .45, .15 of 40 h are 6 h without one.

    The median is 1.5 times the estimate of .2, and that is what the estimate is corrected to.
    """
    for by, share in (("a", 0.2), ("b", 0.3), ("c", 0.6)):
        say(week, by, share, 0.5)
    columns = (
        "answers, reported_low_share, reported_share, reported_high_share, without_ticket_share, without_ticket_hours, "
        "estimated_share, factor, factor_weeks, round(calibrated_share, 6)"
    )
    built = week.build()
    found = rows(built, f"select {columns} from check_ins_by_week where week = '2026-W46'")
    assert found == [(3, 0.25, 0.3, 0.45, 0.15, 6.0, 0.2, 1.5, 1, 0.3)]


def test_two_answers_are_counted_and_not_told(week: World) -> None:
    """Below privacy.min_group there is a count and no share, no factor and no category."""
    for by in ("a", "b"):
        say(week, by, 0.4, categories=[{"category": "REQ", "share": 0.1}])
    built = week.build()
    assert rows(built, SHOWN) == [(2, False, None, None)]
    assert rows(built, "select factor, calibrated_share from check_ins_by_week where week = '2026-W46'") == [
        (None, None)
    ]
    assert rows(built, "select * from check_ins_by_category") == []


def test_the_group_is_that_of_the_settings(week: World) -> None:
    """Where nothing may be told of fewer than four, three answers are not told."""
    week.settings = {"privacy": {"min_group": 4}}
    for by in ("a", "b", "c"):
        say(week, by, 0.4)
    assert rows(week.build(), SHOWN) == [(3, False, None, None)]


def test_a_second_answer_takes_the_place_of_the_first(week: World) -> None:
    """One author who answers three times is one answer, the newest."""
    for by, share in (("a", 0.9), ("b", 0.4), ("c", 0.4), ("a", 0.8), ("a", 0.4)):
        say(week, by, share)
    assert rows(week.build(), SHOWN) == [(3, True, 0.4, 0.0)]


@pytest.mark.parametrize("bad", [1.5, -0.1, "much", None, [0.4]])
def test_an_answer_that_is_no_share_does_not_count(week: World, bad: object) -> None:
    """What somebody wrote into the journal by hand is left out, and the build goes on."""
    say(week, "a", bad)
    say(week, "b", 0.4, bad if bad is not None else 2)
    say(week, "c", 0.4, categories="none")
    say(week, "d", 0.4, categories=[{"category": "NO.such", "share": 1}, "REQ"])
    week.said.append(("check_in", "x", {"team": "nobody", "week": WEEK, "toil_share": 0.4, "by": "e"}))
    week.said.append(("check_in", "x", {"by": "f"}))
    found = rows(week.build(), "select answers from check_ins_by_week where week = '2026-W46'")
    assert found[0][0] in (2, 3)  # text where a number belongs reads as nothing without a ticket


def test_a_category_is_told_where_enough_tell_of_it(week: World) -> None:
    """Three of four answers tell of REQ and two of noise: REQ has the median .2, noise is not told."""
    for by, parts in (("a", {"REQ": 0.1, "INT.noise": 0.1}), ("b", {"REQ": 0.2, "INT.noise": 0.1}), ("c", {"REQ": 0.3}),
                      ("d", {})):  # fmt: skip
        say(week, by, 0.5, categories=[{"category": one, "share": share} for one, share in parts.items()])
    assert rows(
        week.build(), "select category, answers, reported_share, estimated_share from check_ins_by_category"
    ) == [("REQ", 3, 0.2, 0.2)]


def test_no_answer_is_a_row_of_none(week: World) -> None:
    """Every week has a row, so that a page can say that nobody has answered."""
    assert rows(week.build(), SHOWN) == [(0, False, None, None)]


def test_the_published_answers_name_no_author(week: World) -> None:
    """`check_ins` holds neither the author nor the person's word."""
    say(week, "a", 0.4)
    columns = {row[0] for row in rows(week.build(), "select column_name from (describe check_ins)")}
    assert columns == {"event_id", "team", "week", "toil_share", "without_ticket_share", "categories"}
