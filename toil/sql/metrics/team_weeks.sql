-- An ISO week of a team, in the team's zone, from the team's first work to as_of.
-- grain: team, week
-- not null: week_starts_on, week_starts_at, week_ends_at, is_complete
-- check: select count(*) from (select work.team, strftime(effort.day, '%G-W%V') as week from effort join work using (work_id) except select team, week from team_weeks)
-- check: select count(*) from (select team from teams where not is_rest except select team from team_weeks)
-- A team of toil.toml without any work has the week of as_of; the rest team, without any work, has none. The first day is that of the earliest work item or effort.
with bounds as (
    select team, min(day) as first_day, max(day) as last_day
    from (
        select work.team, effort.day
        from effort
        join work on work.work_id = effort.work_id
        union all
        select work.team, cast(timezone(teams.zone, timezone('UTC', work.created_at)) as date)
        from work
        join teams on teams.team = work.team
        cross join build_info
        where not work.is_deleted and work.created_at <= build_info.as_of
        union all
        select teams.team, cast(timezone(teams.zone, timezone('UTC', build_info.as_of)) as date)
        from teams
        cross join build_info
        where not teams.is_rest
    )
    group by team
),
weeks as (
    select bounds.team, teams.zone,
        cast(unnest(generate_series(
            date_trunc('week', bounds.first_day), date_trunc('week', bounds.last_day), interval 7 day
        )) as date) as week_starts_on
    from bounds
    join teams on teams.team = bounds.team
),
bounded as (
    select team, week_starts_on,
        timezone('UTC', timezone(zone, cast(week_starts_on as timestamp))) as week_starts_at,
        timezone('UTC', timezone(zone, cast(week_starts_on + 7 as timestamp))) as week_ends_at
    from weeks
)
select
    bounded.team,
    strftime(bounded.week_starts_on, '%G-W%V') as week,
    bounded.week_starts_on,
    bounded.week_starts_at,
    bounded.week_ends_at,
    bounded.week_ends_at <= build_info.as_of as is_complete
from bounded
cross join build_info
