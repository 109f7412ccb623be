"""What a built sample measured against what was planted in it; hours are hours of hands-on work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd

from toil.store.published import current_build

_TRUTH = """
create temp table true_effort as
    select work, person, cast(day as date) as day, cast(hands_on_seconds as bigint) as seconds
    from read_csv('{truth}/effort.csv', all_varchar = true);
create temp table true_work as
    select work, category, cast(toil_probability as double) as toil_probability,
        cast(hands_on_seconds as bigint) as seconds,
        string_split(concat_ws(' ', jira_issue_ids, pagerduty_incident_ids), ' ') as ids
    from read_csv('{truth}/work.csv', all_varchar = true);
create temp table same_work as
    select distinct work, work_id
    from (select work, unnest(ids) as id from true_work)
    join work_items on split_part(item_id, ':', 3) = id;
"""

WEEKS = """
with truth as (
    select strftime(day, '%G-W%V') as week, sum(true_effort.seconds) / 3600 as hours,
        sum(true_effort.seconds * toil_probability) / 3600 as toil_hours
    from true_effort join true_work using (work)
    group by all
)
select weeks.week, truth.hours as true_hours, recorded_hours as hours, {bounds},
    truth.toil_hours as true_toil_hours, weeks.toil_hours, weeks.low_hours, weeks.high_hours
from truth
join (from toil_by_week where team = 'sre' and is_complete) as weeks on weeks.week = truth.week
where truth.hours > 24
order by all
"""

CHANCE = """
with ours as (
    select strftime(day, '%G-W%V') as week, work_id, sum(engaged_seconds) / 3600 as hours from effort group by all
),
truth as (
    select strftime(day, '%G-W%V') as week, work_id, sum(seconds) / 3600 as hours
    from true_effort join (select distinct work, work_id from same_work) using (work) group by all
)
select week, sqrt(sum((coalesce(ours.hours, 0) - coalesce(truth.hours, 0)) ** 2)) as chance_hours
from ours full join truth using (week, work_id)
group by week
"""

CATEGORIES = """
with ours as (
    select work_id, sum(engaged_seconds) / 3600 as hours from effort group by work_id
),
truth as (
    select true_work.category as name, sum(true_work.seconds) / 3600 as true_hours from true_work group by all
),
by_true as (
    select true_work.category as name, sum(hours) as hours
    from (select distinct work_id, any_value(work) as work from same_work group by work_id)
    join true_work using (work) join ours using (work_id)
    group by all
),
published as (
    select coalesce(category, 'UNK') as name, sum(hours) as hours
    from ours left join classifications using (work_id)
    group by all
)
select name, coalesce(true_hours, 0) as true_hours, coalesce(by_true.hours, 0) as hours,
    coalesce(published.hours, 0) as published_hours
from truth full join by_true using (name) full join published using (name)
order by true_hours desc
"""

WORK = """
with per_person as (
    select work_id, person_id, sum(engaged_seconds) as seconds, sum(low_seconds) as low, sum(high_seconds) as high
    from effort group by all
),
ours as (
    select work_id, sum(seconds) as seconds,
        sum(seconds) - sqrt(sum((seconds - low) ** 2)) as low, sum(seconds) + sqrt(sum((high - seconds) ** 2)) as high
    from per_person group by all
),
sources as (
    select work_id, string_agg(distinct effort_source, ' + ' order by effort_source) as source from effort group by all
),
truth as (
    select work_id, sum(seconds) as true_seconds from same_work join true_work using (work) group by all
)
select case when source like '% + %' then 'several' else source end as source, true_seconds, seconds, low, high
from truth join ours using (work_id) join sources using (work_id)
where seconds > 0 or true_seconds > 0
"""

TWICE = """
with split as (
    select work, person_id, day, sum(engaged_seconds) - max(engaged_seconds) as seconds
    from effort join same_work using (work_id)
    where work in (select work from true_work where len(ids) > 1)
    group by work, person_id, day
    having count(distinct work_id) > 1
),
declared as (
    select sum(seconds) - max(seconds) as seconds
    from (select work_id, evidence, sum(seconds) as seconds from declared_effort group by all)
    group by work_id having count(*) > 1
),
shared as (
    select sum(shared_seconds) - any_value(union_seconds) as seconds
    from engagement_days group by person_id, day having sum(shared_seconds) > any_value(union_seconds)
)
select cast(coalesce(sum(seconds), 0) as double) / 60
from (select seconds from split union all from declared union all from shared)
"""

OVER_CLOCK = """
select count(*) from (
    select person_id, day from effort where person_id <> 'unknown'
    group by all having sum(engaged_seconds) > 86400 or sum(engaged_seconds) filter (
        effort_source not in ('worklog', 'edited_effort')) > (select day_cap_seconds from settings)
)
"""

NAIVE = """
with naive as (
    select work_id, strftime(coalesce(resolved_at, created_at), '%G-W%V') as week,
        date_diff('second', created_at, resolved_at) / 3600 as elapsed, 0 as spans
    from work_items where status = 'done' and not is_deleted and resolved_at > created_at
    union all
    select work_id, strftime(day, '%G-W%V'), 0, seconds / 3600 from engagement_spans
)
select week, sum(elapsed) as elapsed, sum(spans) as spans from naive group by week
"""


@contextmanager
def judged(place: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published store of a sample, with its truth as true_effort, true_work and same_work (seconds, ids)."""
    with duckdb.connect() as connection:
        connection.execute(f"attach '{current_build(place / 'store')}' as store (read_only)")
        connection.execute("use store")
        for statement in _TRUTH.format(truth=place / "truth").split(";"):
            if statement.strip():
                connection.execute(statement)
        yield connection


def weeks(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row a complete week with work: true and measured hours, all and toil, with their ranges."""
    names = {row[0] for row in connection.execute("describe toil_by_week").fetchall()}
    bounds = "recorded_low_hours as low_all, recorded_high_hours as high_all"
    bounds = bounds if "recorded_low_hours" in names else "null::double as low_all, null::double as high_all"
    return connection.execute(WEEKS.format(bounds=bounds)).df()


def chance(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row a week: the standard deviation (hours) of the errors of its pieces of work, were they independent."""
    return connection.execute(CHANCE).df()


def categories(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row a category: hours planted, measured of the same work, and published under that name."""
    return connection.execute(CATEGORIES).df()


def work(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row a piece of work: its source, true seconds, measured seconds and their range.

    Bounds of several people on one piece of work are added as squares, as those of a week are.
    """
    return connection.execute(WORK).df()


def minutes_twice(connection: duckdb.DuckDBPyConnection) -> float:
    """Minutes that stand in the effort twice.

    Of linked pairs that were taken for two pieces of work what a person has on both on one day; what is declared in two
    ways and counted in both; what a person's pieces of a day hold together beyond the time they cover.
    """
    return float(connection.execute(TWICE).fetchall()[0][0])


def over_clock(connection: duckdb.DuckDBPyConnection) -> int:
    """Person-days of more than 24 hours, or of more estimated hours than the cap of the settings."""
    return int(connection.execute(OVER_CLOCK).fetchall()[0][0])


def naive_weeks(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """One row a week: hours from created to resolved of every item, and of every span, neither shared nor scaled."""
    return connection.execute(NAIVE).df()
