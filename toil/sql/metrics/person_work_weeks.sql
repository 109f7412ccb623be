-- The effort of a person on a piece of work in a week, with its team, its category and the part of it that is toil.
-- grain: work_id, person_id, week
-- not null: team, category, toil_probability, seconds, low_seconds, high_seconds, toil_seconds
-- check: select abs((select coalesce(sum(seconds), 0) from person_work_weeks) - (select coalesce(sum(engaged_seconds), 0) from effort))
-- check: select count(*) from person_work_weeks where toil_seconds > seconds or toil_probability not between 0 and 1
-- Work of no effort at all (noise) has a row of 0, of the person 'unknown', in the week in which it came up, so that it
-- is counted.
-- toil_seconds = seconds × the probability that the work is toil (a spectrum, SRE book ch. 5); hard: from .5 all.
with classes as (
    select work.work_id, work.team,
        coalesce(classes.category, 'UNK') as category,
        coalesce(classes.toil_probability, categories.toil_probability, 0.5) as toil_probability,
        work.created_at, work.is_deleted
    from work
    left join classifications as classes on classes.work_id = work.work_id
    left join team_categories as categories
        on categories.team = work.team and categories.category = coalesce(classes.category, 'UNK')
),
weekly as (
    select work_id, person_id, strftime(day, '%G-W%V') as week,
        cast(sum(engaged_seconds) as bigint) as seconds,
        cast(sum(low_seconds) as bigint) as low_seconds,
        cast(sum(high_seconds) as bigint) as high_seconds,
        bool_or(is_assumed) as is_assumed
    from effort
    group by all
    union all
    select classes.work_id, 'unknown',
        strftime(timezone(teams.zone, timezone('UTC', classes.created_at)), '%G-W%V'),
        0, 0, 0, false
    from classes
    join teams on teams.team = classes.team
    cross join build_info
    anti join effort on effort.work_id = classes.work_id
    where not classes.is_deleted and classes.created_at <= build_info.as_of
)
select
    weekly.work_id,
    weekly.person_id,
    weekly.week,
    classes.team,
    classes.category,
    classes.toil_probability,
    weekly.seconds,
    weekly.low_seconds,
    weekly.high_seconds,
    cast(round(weekly.seconds * classes.toil_probability) as bigint) as toil_seconds,
    cast(round(weekly.low_seconds * classes.toil_probability) as bigint) as low_toil_seconds,
    cast(round(weekly.high_seconds * classes.toil_probability) as bigint) as high_toil_seconds,
    weekly.is_assumed,
    if(classes.toil_probability >= 0.5, weekly.seconds, 0) as hard_toil_seconds
from weekly
join classes on classes.work_id = weekly.work_id
