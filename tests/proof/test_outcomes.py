"""What became of registered automations, from the journal and the weeks of the recurrence's team."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from proof_frames import FIRST, ID, SHIPPED, frames, outcomes, relation, shipped

FELL = [10, 9, 11, 10] * 4 + [25, 25, 25, 25] + [14] + [4, 5, 3, 4, 4, 5, 3, 4]


def test_a_fall_is_proven_against_the_weeks_before_it_was_picked() -> None:
    """The four worst weeks, for which it was picked, and the week of shipping belong to neither side."""
    row = outcomes(frames(FELL, shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "proven"
    assert row["baseline_weeks"] == 16
    assert row["after_weeks"] == 8
    assert row["hours_before_per_week"] == pytest.approx(5.0)
    assert row["low"] < row["measured_hours_per_week"] < row["high"]
    assert row["measured_hours_per_week"] == pytest.approx(3.0, abs=0.2)


def test_regression_to_the_mean_is_no_effect() -> None:
    """Work that was picked in its worst weeks and fell back to where it had been saved nothing."""
    back = [10, 9, 11, 10] * 4 + [25, 25, 25, 25] + [14] + [10, 11, 9, 10, 10, 11, 9, 10]
    row = outcomes(frames(back, shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "no_effect"
    assert row["low"] < 0 < row["high"]


@pytest.mark.parametrize(
    "body",
    [{"recurrence_id": ID}, {"recurrence_id": "r-old"}, {"recurrence_title": "GRANT access to  'Grafana' Grafana"}],
)
def test_a_recurrence_is_found_by_any_of_its_names(body: dict[str, str]) -> None:
    """By its id, by an id it had before a merge, or by a title that means the same."""
    assert outcomes(frames(FELL, shipped(**body))).at["a0", "recurrence_id"] == ID


def test_an_automation_of_unknown_work_waits() -> None:
    """Where the recurrence cannot be found the outcome says so and does not vanish."""
    row = outcomes(frames(FELL, shipped(recurrence_title="Feed the zebra"))).loc["a0"]
    assert row["verdict"] == "too_early"
    assert pd.isna(row["recurrence_id"])
    assert "name it again" in row["evidence"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-13-45", 7, [], {}, True, "nan"])
def test_a_shipping_date_that_cannot_be_leaves_the_others(day: Any) -> None:
    """An odd date in the journal takes away its own outcome only."""
    found = outcomes(frames([9] * 40, shipped(shipped_on=day), shipped()))
    assert "a1" in found.index


def test_without_a_shipping_date_there_is_no_outcome() -> None:
    """An automation that has not shipped, or whose date cannot be read, is no outcome yet."""
    assert outcomes(frames(FELL, shipped(shipped_on="soon"), {"recurrence_id": ID})).empty
    assert outcomes(frames(FELL)).empty


def test_it_is_too_early_right_after_shipping() -> None:
    """With one week after shipping there is no verdict, and the weeks still to wait are told."""
    row = outcomes(frames(FELL[:22], shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "too_early"
    assert row["weeks_to_verdict"] >= 3


def test_what_was_registered_is_kept() -> None:
    """The registered baseline and verdict week count, whatever the data would choose today."""
    fixed = {"baseline_first": str(FIRST.date()), "baseline_last": str((FIRST + pd.Timedelta(weeks=9)).date())}
    row = outcomes(frames(FELL, shipped(recurrence_id=ID, verdict_weeks=15, **fixed))).loc["a0"]
    assert (row["baseline_weeks"], row["planned_weeks"]) == (10, 15)
    again = outcomes(frames(FELL, shipped(recurrence_id=ID, verdict_weeks=True, baseline_first="soon"))).loc["a0"]
    assert (again["baseline_weeks"], again["planned_weeks"]) == (16, 8)


def test_a_registered_baseline_never_reaches_into_the_selection() -> None:
    """Somebody who registers all weeks up to shipping still gets only those before the four in which it was picked."""
    fixed = {"baseline_first": str(FIRST.date()), "baseline_last": "2030-01-01"}
    assert outcomes(frames(FELL, shipped(recurrence_id=ID, **fixed))).at["a0", "baseline_weeks"] == 16


def test_a_future_automation_waits_for_its_date() -> None:
    """Shipping after the build is too early, counts the weeks until then as well, and has no effect yet."""
    day = str((FIRST + pd.Timedelta(weeks=40)).date())
    row = outcomes(frames([10] * 30, shipped(recurrence_id=ID, shipped_on=day))).loc["a0"]
    assert (row["verdict"], row["trouble"], row["missed_count"]) == ("too_early", "future", 0)
    assert row["weeks_to_verdict"] == row["planned_weeks"] + 10
    assert f"ships on {day}" in row["evidence"]
    assert pd.isna(row["hours_returned"])


def test_thin_and_empty_baselines_say_so() -> None:
    """One occurrence a year ago, none in the baseline, or a baseline of no weeks: too early, with the trouble named."""
    never = outcomes(frames([0] * 17 + [1, 0, 0] + [0] * 8, shipped(recurrence_id=ID))).loc["a0"]
    assert (never["verdict"], never["trouble"]) == ("too_early", "never")
    first = str((FIRST + pd.Timedelta(days=3)).date())
    thin = outcomes(frames([9] * 20, shipped(recurrence_id=ID, shipped_on=first))).loc["a0"]
    assert (thin["verdict"], thin["trouble"]) == ("too_early", "thin")
    one = outcomes(frames([1, *[0] * 40], shipped(recurrence_id=ID))).loc["a0"]
    assert one["verdict"] in ("too_early", "no_effect")
    assert one["method"] == "days_between"


def test_hours_may_be_the_metric() -> None:
    """Where work comes as often but takes half as long, counts see nothing and hours prove it."""
    given = frames([8, 9, 10, 9] * 4 + [9] * 5 + [9, 8, 10, 9] * 4, shipped(recurrence_id=ID, metric="hours"),
                   shipped(recurrence_id=ID))  # fmt: skip
    rows = given["proof_occurrences"]
    late = rows["created_at"] >= FIRST + pd.Timedelta(weeks=SHIPPED + 1)
    rows.loc[late, "hours"] = 0.2
    found = outcomes(given)
    assert found["verdict"].tolist() == ["proven", "no_effect"]
    assert found.at["a0", "measured_hours_per_week"] == pytest.approx(2.7, abs=0.1)


def test_a_promise_after_the_fact_is_marked() -> None:
    """An automation that was registered only after it had shipped says so."""
    early = str((FIRST + pd.Timedelta(weeks=10)).date())
    found = outcomes(frames(FELL, shipped(recurrence_id=ID), shipped(recurrence_id=ID, shipped_on=early)))
    assert found["is_stated_before"].tolist() == [True, False]


def test_siblings_take_what_fell_by_itself() -> None:
    """When all work of the team falls to a quarter as it ships, the automation proves nothing; alone it would have."""
    fell = [10, 9, 11, 10, 12, 9, 10] * 3 + [3, 2, 3, 2] * 3
    others = {f"r-{n}": [x + n for x in fell[:21]] + [x + n // 2 for x in fell[21:]] for n in range(4)}
    alone, together = (outcomes(frames(fell, shipped(recurrence_id=ID), others=some)).loc["a0"]
                       for some in (None, others))  # fmt: skip
    assert (alone["verdict"], alone["method"], alone["sibling_count"]) == ("proven", "regression", 0)
    assert (together["verdict"], together["method"], together["sibling_count"]) == ("no_effect", "siblings", 4)


def test_an_automated_sibling_is_none() -> None:
    """A recurrence with an automation of its own is never compared with."""
    others = {f"r-{n}": [10, 11, 9, 10] * 8 for n in range(3)}
    given = frames([*FELL, 4, 5, 3], shipped(recurrence_id=ID), shipped(recurrence_id="r-0"), others=others)
    given["recurrence_keys"] = pd.DataFrame({"key_id": [ID, "r-0"], "recurrence_id": [ID, "r-0"]})
    assert outcomes(given).at["a0", "method"] == "regression"


def test_an_automation_that_ships_later_moves_no_verdict() -> None:
    """Registering what ships a year later leaves its work among the siblings."""
    others = {f"r-{n}": [10, 11, 9, 10] * 8 for n in range(3)}
    later = shipped(recurrence_id="r-0", shipped_on=str((FIRST + pd.Timedelta(weeks=75)).date()))
    given = frames([*FELL, 4, 5, 3], shipped(recurrence_id=ID), later, others=others)
    given["recurrence_keys"] = pd.DataFrame({"key_id": [ID, "r-0"], "recurrence_id": [ID, "r-0"]})
    assert outcomes(given).at["a0", "sibling_count"] == 3


def test_what_people_did_anyway_is_counted() -> None:
    """Occurrences after the week of shipping with hours are missed ones; without known hours nobody is blamed."""
    found = outcomes(frames(FELL, shipped(recurrence_id=ID))).loc["a0"]
    assert (found["missed_count"], found["missed_hours"]) == (32, pytest.approx(16.0))
    silent = outcomes(frames(FELL, shipped(recurrence_id=ID), hours=None)).loc["a0"]
    assert (silent["missed_count"], silent["missed_hours"], silent["verdict"]) == (0, 0, "proven")


def test_a_success_can_be_lost_again() -> None:
    """Eight weeks back at the old level after a proven verdict are a regression, and the verdict stays."""
    row = outcomes(frames([*FELL, 10, 9, 11, 10, 9, 10, 11, 9, 10], shipped(recurrence_id=ID))).loc["a0"]
    assert row["verdict"] == "proven"
    assert row["regressed_week"] == (FIRST + pd.Timedelta(weeks=36)).strftime("%G-W%V")
    assert pd.isna(outcomes(frames(FELL, shipped(recurrence_id=ID))).at["a0", "regressed_week"])


def test_the_data_see_the_change_where_it_is_claimed() -> None:
    """The fall lies near the date of a true claim, and far from that of a false one."""
    near = outcomes(frames(FELL, shipped(recurrence_id=ID))).loc["a0"]
    assert bool(near["is_change_near"])
    early = [10, 9, 11, 10] * 2 + [4, 5, 3, 4] * 6
    far = outcomes(frames(early, shipped(recurrence_id=ID))).loc["a0"]
    assert not bool(far["is_change_near"])


def test_weeks_are_charted_with_their_limits() -> None:
    """Each complete week has its phase, the baseline's limits are those of its XmR chart, and low weeks signal."""
    rows = relation("automation_weeks", frames(FELL, shipped(recurrence_id=ID)))
    assert rows["phase"].value_counts().to_dict() == {"baseline": 16, "after": 8, "selection": 4, "transition": 1}
    moving = [1, 2, 1, 0] * 3 + [1, 2, 1]
    assert rows["low"].iloc[0] == pytest.approx(10 - 2.66 * sum(moving) / 15)
    assert (rows.loc[rows["phase"] == "after", "signal"] == "outside").all()
    assert relation("automation_weeks", frames(FELL)).empty


def test_rare_work_has_the_days_between_it() -> None:
    """Two Mondays of three until week 19, then never: 7 and 14 days in turn, and 84 – the weeks 19 to 30 – that are
    not over. The limits come from gaps within the baseline: the roots are 1.72 and 2.08, mean 1.90 ± 2.66 × .36."""
    rows = relation("automation_gaps", frames([1, 1, 0] * 6 + [1, 1] + [0] * 11, shipped(recurrence_id=ID)))
    assert rows["days"].tolist() == [*[7.0, 14.0] * 6, 7.0, 84.0]
    assert rows["phase"].tolist() == ["before"] * 13 + ["across"]
    assert rows["is_open"].tolist() == [False] * 13 + [True]
    assert rows["signal"].tolist() == [""] * 13 + ["longer"]
    assert rows["high"].iloc[0] == pytest.approx((1.90 + 2.66 * 0.364) ** 3.6, rel=0.02)


def test_frequent_work_and_a_single_occurrence_have_no_gaps() -> None:
    """Ten a week have an XmR chart; one occurrence has nothing between it and another."""
    assert relation("automation_gaps", frames(FELL, shipped(recurrence_id=ID))).empty
    assert relation("automation_gaps", frames([0] * 5 + [1] + [0] * 25, shipped(recurrence_id=ID))).empty


def test_hours_returned_add_up_over_all_weeks_since() -> None:
    """Hours returned are the saved hours a week times the complete weeks after shipping."""
    row = outcomes(frames([*FELL, 4, 4, 4], shipped(recurrence_id=ID, invested_hours=20))).loc["a0"]
    assert row["hours_returned"] == pytest.approx(11 * row["measured_hours_per_week"])
    assert row["hours_returned_low"] < row["hours_returned"] < row["hours_returned_high"]
    assert row["hours_invested"] == 20
