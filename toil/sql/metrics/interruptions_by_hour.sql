-- How often a team's people were interrupted in an hour of the week, by their own clocks, over the last 26 weeks.
-- grain: team, weekday, local_hour
-- not null: weeks, is_shown
-- check: select count(*) from (select team from interruptions_by_hour group by team having count(*) <> 168)
-- check: select count(*) from interruptions_by_hour where not weekday between 1 and 7 or not local_hour between 0 and 23
-- Every team has all 168 hours; weekday 1 is Monday. weeks: how many of the team's weeks were counted, the present one
-- included; per_week = interruption_count / weeks. No persons: the figures are null, and is_shown false, where
-- fewer people than privacy.min_group were interrupted and at work in those weeks.
with recent as (
    select team, week, row_number() over (partition by team order by week desc) as age
    from team_weeks
    qualify age <= 26
),
placed as (
    select work.team, isodow(interruptions.day) as weekday, interruptions.local_hour, interruptions.person_id
    from interruptions
    join work_components as components on components.item_id = interruptions.item_id
    join work on work.work_id = components.work_id
    join recent on recent.team = work.team and recent.week = strftime(interruptions.day, '%G-W%V')
),
counted as (
    select team, weekday, local_hour, count(*) as interruption_count from placed group by all
),
interrupted as (
    select team, count(distinct person_id) as people from placed group by team
),
groups as (
    select recent.team, count(*) as weeks,
        greatest(coalesce(max(capacity.people), 0), coalesce(any_value(interrupted.people), 0)) as size
    from recent
    left join capacity_by_week as capacity on capacity.team = recent.team and capacity.week = recent.week
    left join interrupted on interrupted.team = recent.team
    group by recent.team
),
grid as (
    select groups.*, settings.min_group, cast(days.weekday as integer) as weekday,
        cast(hours.local_hour as integer) as local_hour
    from groups
    cross join settings
    cross join range(1, 8) as days(weekday)
    cross join range(24) as hours(local_hour)
),
shown as (
    select grid.team, grid.weekday, grid.local_hour, grid.weeks, size = 0 or size >= min_group as is_shown,
        coalesce(counted.interruption_count, 0) as interruption_count
    from grid
    left join counted
        on counted.team = grid.team and counted.weekday = grid.weekday and counted.local_hour = grid.local_hour
)
select
    team,
    weekday,
    local_hour,
    weeks,
    is_shown,
    if(is_shown, interruption_count, null) as interruption_count,
    if(is_shown, interruption_count / weeks, null) as per_week
from shown
