-- A piece of recurring work as an occurrence: the week of its recurrence's team in which it came up, and its hours.
-- grain: work_id
-- not null: recurrence_id, team, week, created_at, is_workday
-- check: select count(*) from proof_occurrences where hours < 0
-- hours: null where no effort is known. is_workday: it came up on a working day of the team, by the team's clock; what
-- a verdict rests on (toil/proof).
with spent as (
    select work_id, sum(engaged_seconds) / 3600.0 as hours from effort group by work_id
),
begun as (
    select members.work_id, members.recurrence_id, recurrences.team, work.created_at,
        cast(timezone(teams.zone, timezone('UTC', work.created_at)) as date) as day,
        times.calendar_id
    from work_recurrences as members
    join recurrences on recurrences.recurrence_id = members.recurrence_id
    join work on work.work_id = members.work_id
    join teams on teams.team = recurrences.team
    join working_times as times on times.kind = 'team' and times.owner = recurrences.team
    cross join build_info
    where not work.is_deleted and work.created_at <= build_info.as_of
)
select
    begun.work_id,
    begun.recurrence_id,
    begun.team,
    strftime(begun.day, '%G-W%V') as week,
    begun.created_at,
    spent.hours,
    coalesce(days.is_working, true) as is_workday
from begun
left join spent on spent.work_id = begun.work_id
left join calendar_days as days on days.calendar_id = begun.calendar_id and days.day = begun.day
