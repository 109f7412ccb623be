-- The contract hours that a team has in a week: people × weekly hours, less public holidays and leave.
-- grain: team, week
-- not null: people, capacity_hours, holiday_hours, leave_hours
-- check: select abs((select count(*) from capacity_by_week) - (select count(*) from team_weeks))
-- check: select count(*) from capacity_by_week where capacity_hours < 0 or leave_hours < 0 or holiday_hours < 0
-- people: as toil.toml says, else the humans of the team seen at work that week (a member of another team counts only
-- there). Everybody has their own contract hours, else the team's. A holiday takes one working day's share where it
-- falls on a weekday that is worked otherwise, leave takes the part of the working day that it lasts (toil.md 3.1).
-- Of a declared head count, hours and holidays are the mean of the team's known people (those ever seen at work, else
-- its members, else the calendar of the team); leave is that of the known people, in proportion where more are known
-- than declared.
with at_work as (
    select distinct person_work_weeks.team, person_work_weeks.week, people.identity_id, people.calendar_id,
        coalesce(people.weekly_hours, teams.weekly_hours) as weekly_hours
    from person_work_weeks
    join people on people.person_id = person_work_weeks.person_id and people.is_human
    join teams on teams.team = person_work_weeks.team
    where person_work_weeks.seconds > 0 and coalesce(people.team, person_work_weeks.team) = person_work_weeks.team
),
weekday_kinds as (
    select calendar_id, isodow(day) as weekday,
        coalesce(avg(cast(is_working as integer)) filter (where not is_holiday) > 0.5, false) as is_worked
    from calendar_days
    group by all
),
workdays as (
    select calendar_id, count(*) as days from weekday_kinds where is_worked group by calendar_id
),
holidays as (
    select days.calendar_id, strftime(days.day, '%G-W%V') as week, count(*) / any_value(workdays.days) as share
    from calendar_days as days
    join weekday_kinds as kinds
        on kinds.calendar_id = days.calendar_id and kinds.weekday = isodow(days.day) and kinds.is_worked
    join workdays on workdays.calendar_id = days.calendar_id
    where days.is_holiday and not days.is_working
    group by days.calendar_id, strftime(days.day, '%G-W%V')
),
leaves as (
    select leave_days.person_id as identity_id, strftime(leave_days.day, '%G-W%V') as week,
        least(1, sum(leave_days.away_share) / any_value(workdays.days)) as share
    from leave_days
    join people on people.person_id = leave_days.person_id
    join workdays on workdays.calendar_id = people.calendar_id
    group by all
),
members as (
    select distinct team, identity_id, calendar_id, weekly_hours from at_work
    union all
    select distinct people.team, people.identity_id, people.calendar_id, coalesce(people.weekly_hours, teams.weekly_hours)
    from people
    join teams on teams.team = people.team
    where people.is_human and people.team not in (select team from at_work)
),
homes as (
    select * from members
    union all
    select teams.team, null, times.calendar_id, teams.weekly_hours
    from teams
    join working_times as times on times.kind = 'team' and times.owner = teams.team
    where teams.team not in (select team from members)
),
sizes as (
    select team, count(*) as size, avg(weekly_hours) as weekly_hours from homes group by team
),
mean_holidays as (
    select homes.team, holidays.week, sum(holidays.share * homes.weekly_hours) / any_value(sizes.size) as hours
    from homes
    join sizes on sizes.team = homes.team
    join holidays on holidays.calendar_id = homes.calendar_id
    group by homes.team, holidays.week
),
known_leave as (
    select homes.team, leaves.week, sum(leaves.share * homes.weekly_hours) as hours
    from homes
    join leaves on leaves.identity_id = homes.identity_id
    group by homes.team, leaves.week
),
seen as (
    select at_work.team, at_work.week, count(*) as people,
        sum(at_work.weekly_hours) as contract_hours,
        sum(at_work.weekly_hours * coalesce(holidays.share, 0)) as holiday_hours,
        sum(at_work.weekly_hours * coalesce(leaves.share, 0)) as leave_hours
    from at_work
    left join holidays on holidays.calendar_id = at_work.calendar_id and holidays.week = at_work.week
    left join leaves on leaves.identity_id = at_work.identity_id and leaves.week = at_work.week
    group by at_work.team, at_work.week
),
counted as (
    select weeks.team, weeks.week, teams.weekly_hours, teams.people is not null as is_declared,
        cast(coalesce(teams.people, seen.people, 0) as integer) as people,
        if(teams.people is null, coalesce(seen.contract_hours, 0), teams.people * sizes.weekly_hours) as contract_hours,
        if(teams.people is null, seen.holiday_hours, teams.people * mean_holidays.hours) as holiday_hours,
        if(teams.people is null, seen.leave_hours, least(1, teams.people / sizes.size) * known_leave.hours) as leave_hours
    from team_weeks as weeks
    join teams on teams.team = weeks.team
    join sizes on sizes.team = weeks.team
    left join seen on seen.team = weeks.team and seen.week = weeks.week
    left join mean_holidays on mean_holidays.team = weeks.team and mean_holidays.week = weeks.week
    left join known_leave on known_leave.team = weeks.team and known_leave.week = weeks.week
)
select
    team,
    week,
    people,
    is_declared,
    weekly_hours,
    coalesce(holiday_hours, 0) as holiday_hours,
    coalesce(leave_hours, 0) as leave_hours,
    greatest(contract_hours - coalesce(holiday_hours, 0) - coalesce(leave_hours, 0), 0) as capacity_hours
from counted
