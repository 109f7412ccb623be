-- A complete week of a team, and the share of its usual working days that was worked: what verdicts compare.
-- grain: team, week
-- not null: week_starts_on, week_starts_at, week_ends_at, worked_share
-- check: select count(*) from proof_weeks where worked_share < 0
with shares as (
    select times.owner as team, strftime(days.day, '%G-W%V') as week,
        count(*) filter (where days.is_working) as worked
    from calendar_days as days
    join working_times as times on times.kind = 'team' and times.calendar_id = days.calendar_id
    group by all
),
usual as (
    select team, mode(worked) as worked from shares group by team
)
select
    weeks.team,
    weeks.week,
    weeks.week_starts_on,
    weeks.week_starts_at,
    weeks.week_ends_at,
    coalesce(shares.worked / nullif(usual.worked, 0), 1.0) as worked_share
from team_weeks as weeks
left join shares on shares.team = weeks.team and shares.week = weeks.week
left join usual on usual.team = weeks.team
where weeks.is_complete
