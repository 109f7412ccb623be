-- The effort of a piece of work in a week, with its team, its category and the part of it that is toil.
-- grain: work_id, week
-- not null: team, category, toil_probability, seconds, low_seconds, high_seconds, toil_seconds
-- check: select abs((select coalesce(sum(seconds), 0) from work_weeks) - (select coalesce(sum(engaged_seconds), 0) from effort))
-- Work of no effort at all (noise) has a row of 0 in the week in which it came up.
select
    work_id,
    week,
    any_value(team) as team,
    any_value(category) as category,
    any_value(toil_probability) as toil_probability,
    cast(sum(seconds) as bigint) as seconds,
    cast(sum(low_seconds) as bigint) as low_seconds,
    cast(sum(high_seconds) as bigint) as high_seconds,
    cast(sum(toil_seconds) as bigint) as toil_seconds,
    cast(sum(low_toil_seconds) as bigint) as low_toil_seconds,
    cast(sum(high_toil_seconds) as bigint) as high_toil_seconds,
    cast(sum(hard_toil_seconds) as bigint) as hard_toil_seconds,
    bool_or(is_assumed) as is_assumed
from person_work_weeks
group by work_id, week
