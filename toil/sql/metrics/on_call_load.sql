-- What being on call cost a team's people in a week: interruptions by hour class, sleep, focus, rest, and the time lost.
-- grain: team, week
-- not null: is_shown
-- check: select count(*) from on_call_load where is_shown and (interruption_count is null or interruption_count <> business_count + off_count + sleep_count)
-- check: select count(*) from on_call_load where not is_shown and (interruption_count is not null or nights_broken is not null or interruption_cost_hours is not null)
-- check: select if(exists (from on_call_load where not is_shown), 0, (select count(*) from interruptions) - (select coalesce(sum(interruption_count), 0) from on_call_load))
-- nights_broken, focus_blocks_lost, short_rests (below the 11 hours of Directive 2003/88/EC, article 3): see on_call_signs.
-- interruption_cost_hours = interruptions × the settings' [effort] interruption_minutes: what it takes to find back
-- into the work that was left (toil.md 3.2: 10 to 23 minutes a flow break; the default is its lower end). It is an
-- assumption and no measurement, so it is no part of toil_hours and stands here by itself; null where it is switched off.
-- Nothing is told of groups smaller than privacy.min_group: is_shown is false, and the figures are null. The group is
-- the team's people of the week, or those who were interrupted, if they are more.
with counted as (
    select team, week,
        count(distinct person_id) as people,
        cast(coalesce(sum(times) filter (kind in ('business', 'off', 'sleep')), 0) as bigint) as interruption_count,
        cast(coalesce(sum(times) filter (kind = 'business'), 0) as bigint) as business_count,
        cast(coalesce(sum(times) filter (kind = 'off'), 0) as bigint) as off_count,
        cast(coalesce(sum(times) filter (kind = 'sleep'), 0) as bigint) as sleep_count,
        cast(coalesce(sum(times) filter (kind = 'night'), 0) as bigint) as nights_broken,
        cast(coalesce(sum(times) filter (kind = 'focus'), 0) as bigint) as focus_blocks_lost,
        cast(coalesce(sum(times) filter (kind = 'rest'), 0) as bigint) as short_rests
    from on_call_signs
    group by team, week
),
sized as (
    select weeks.team, weeks.week, counted.* exclude (team, week, people),
        greatest(coalesce(capacity.people, 0), coalesce(counted.people, 0)) as size
    from (
        select team, week from team_weeks
        union
        select team, week from counted
    ) as weeks
    left join capacity_by_week as capacity on capacity.team = weeks.team and capacity.week = weeks.week
    left join counted on counted.team = weeks.team and counted.week = weeks.week
),
shown as (
    select sized.*, settings.interruption_minutes, size = 0 or size >= settings.min_group as is_shown
    from sized
    cross join settings
)
select
    team,
    week,
    is_shown,
    if(is_shown, coalesce(interruption_count, 0), null) as interruption_count,
    if(is_shown, coalesce(business_count, 0), null) as business_count,
    if(is_shown, coalesce(off_count, 0), null) as off_count,
    if(is_shown, coalesce(sleep_count, 0), null) as sleep_count,
    if(is_shown, coalesce(nights_broken, 0), null) as nights_broken,
    if(is_shown, coalesce(focus_blocks_lost, 0), null) as focus_blocks_lost,
    if(is_shown, coalesce(short_rests, 0), null) as short_rests,
    interruption_minutes,
    if(is_shown and interruption_minutes > 0, coalesce(interruption_count, 0) * interruption_minutes / 60.0, null)
        as interruption_cost_hours
from shown
