"""What is published of the sample, judged by the truth that was planted in it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from tests.conftest import ROOT
from toil.settings import Settings
from toil.store.published import current_build

TRUTH = ROOT / "sample_data" / "truth"


@pytest.fixture(scope="module")
def judge(sample: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published sample, with the planted truth beside it as true_effort, true_work, true_links …"""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{current_build(sample.store.folder)}' as store (read_only)")
        connection.execute("use store")
        for name in ("effort", "work", "links", "automations", "dirty", "kinds"):
            connection.execute(
                f"create temp view true_{name} as from read_csv('{TRUTH / name}.csv', all_varchar = true)"
            )
        yield connection


def test_a_linked_pair_is_one_piece_of_work_and_nothing_else_is(judge: duckdb.DuckDBPyConnection) -> None:
    """Every planted pair is joined, however it is evidenced, and no piece of work holds two true ones."""
    split = """
        select count(*) from true_links
        join work_items as incident on split_part(incident.item_id, ':', 3) = incident_id
        join work_items as issue on split_part(issue.item_id, ':', 3) = issue_id
        where incident.work_id <> issue.work_id"""
    fused = """
        with pieces as (
            select work, unnest(string_split(concat_ws(' ', jira_issue_ids, pagerduty_incident_ids), ' ')) as id
            from true_work
        )
        select count(*) from (
            select work_id from pieces join work_items on split_part(item_id, ':', 3) = id
            group by work_id having count(distinct work) > 1
        )"""
    assert judge.execute(split).fetchall() == [(0,)]
    assert judge.execute(fused).fetchall() == [(0,)]
    assert judge.execute("select count(*) > 250 from true_links").fetchall() == [(True,)]


WEEKLY = """
    with truth as (
        select strftime(cast(effort.day as date), '%G-W%V') as week,
            sum(effort.hands_on_seconds::double) / 3600 as hours,
            sum(effort.hands_on_seconds::double * toil_probability::double) / 3600 as toil_hours
        from true_effort as effort join true_work using (work)
        group by all
    ),
    ours as (
        select strftime(day, '%G-W%V') as week, sum(engaged_seconds) / 3600 as hours from effort group by all
    )
    select truth.hours, ours.hours, recorded_low_hours, recorded_high_hours,
        truth.toil_hours, by_week.low_hours, by_week.high_hours
    from truth
    join ours using (week)
    join toil_by_week as by_week on by_week.week = truth.week and by_week.team = 'sre' and by_week.is_complete
    where truth.week >= '2026-W22'
"""


def test_hours_are_near_the_truth_and_inside_their_range(judge: duckdb.DuckDBPyConnection) -> None:
    """All hours are within a twentieth of the truth, each week's within an eighth; low and high hold three of four.

    An 80 % range holds fewer than 18 of 26 weeks in one sample of twenty (binomial); the sample's 26 cannot say more.
    """
    weeks = judge.execute(WEEKLY).fetchall()
    assert len(weeks) == 26
    assert sum(week[1] for week in weeks) == pytest.approx(sum(week[0] for week in weeks), rel=0.05)
    assert all(abs(ours / true - 1) < 0.125 for true, ours, *_ in weeks)
    assert sum(low <= true <= high for true, _, low, high, *_ in weeks) >= 18


def test_toil_hours_hold_the_truth_in_their_range(judge: duckdb.DuckDBPyConnection) -> None:
    """At least four weeks of five hold the true toil hours between low and high: what the range promises."""
    weeks = judge.execute(WEEKLY).fetchall()
    assert sum(low <= true <= high for *_, true, low, high in weeks) >= 21


def test_the_automation_that_works_is_proven_and_the_other_is_not(judge: duckdb.DuckDBPyConnection) -> None:
    """Of the two automations that were shipped, one saves hours and one does nothing: the one is proven, the other a
    week before its verdict is not, and its range holds no change at all."""
    columns = "automation_id, verdict, weeks_to_verdict, rate_ratio_low < 1 and 1 < rate_ratio_high"
    verdicts = judge.execute(f"select {columns} from automation_outcomes order by 1").fetchall()
    assert verdicts == [("disk-cleaner", "too_early", 1, True), ("quota-self-service", "proven", 0, False)]


def test_the_first_candidates_are_planted_toil(judge: duckdb.DuckDBPyConnection) -> None:
    """Whatever stands among the ten best candidates is work of a recurring kind that was planted as toil."""
    mixed = """
        select candidates.name, avg((coalesce(kind, '') <> '' and is_toil = '1')::int) as share
        from automation_candidates as candidates
        join recurrence_members using (recurrence_id)
        join (
            select kind, is_toil,
                unnest(string_split(concat_ws(' ', jira_issue_ids, pagerduty_incident_ids), ' ')) as id
            from true_work
        ) on split_part(item_id, ':', 3) = id
        where rank <= 10
        group by candidates.name
        having share < 0.9"""
    assert judge.execute(mixed).fetchall() == []


def test_planted_dirt_is_rejected_or_kept_as_expected(judge: duckdb.DuckDBPyConnection) -> None:
    """The rows that cannot be used are counted, and the odd ones that can be used are there as they were written."""
    rejected = judge.execute("select count(*) from rejected_rows").fetchall()
    expected = judge.execute(
        "select count(*) from true_dirty "
        "where starts_with(expected, 'rejected') or expected like '%not counted as effort%'"
    ).fetchall()
    assert rejected == expected
    odd = "select item_key, length(title) from work_items where item_key in ('OPS-90002', 'OPS-90005') order by 1"
    (long_one, formula) = judge.execute(odd).fetchall()
    assert long_one[1] == 10_000
    assert formula[1] > 10
