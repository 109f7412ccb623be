-- The contract hours that a team has in a week: people × weekly hours, less public holidays.
-- grain: team, week
-- not null: people, capacity_hours, holiday_hours
-- check: select abs((select count(*) from capacity_by_week) - (select count(*) from team_weeks))
-- check: select count(*) from capacity_by_week where capacity_hours < 0
-- people: as toil.toml says, else the humans of the team seen at work that week (a member of another team counts only
-- there). A holiday takes one working day's share where it falls on a weekday that is worked otherwise. Holidays
-- are those of the people's own calendars; a declared head count takes the mean of the team's known people, else the
-- calendar of the team's zone. Leave is not known and not subtracted.
with at_work as (
    select distinct person_work_weeks.team, person_work_weeks.week, people.identity_id, people.calendar_id
    from person_work_weeks
    join people on people.person_id = person_work_weeks.person_id and people.is_human
    where person_work_weeks.seconds > 0 and coalesce(people.team, person_work_weeks.team) = person_work_weeks.team
),
weekday_kinds as (
    select calendar_id, isodow(day) as weekday, bool_or(is_working) as is_worked from calendar_days group by all
),
holidays as (
    select days.calendar_id, strftime(days.day, '%G-W%V') as week,
        count(*) / any_value(workdays.days) as share
    from calendar_days as days
    join weekday_kinds as kinds
        on kinds.calendar_id = days.calendar_id and kinds.weekday = isodow(days.day) and kinds.is_worked
    join (
        select calendar_id, count(*) as days from weekday_kinds where is_worked group by calendar_id
    ) as workdays on workdays.calendar_id = days.calendar_id
    where days.is_holiday and not days.is_working
    group by days.calendar_id, strftime(days.day, '%G-W%V')
),
members as (
    select distinct team, identity_id, calendar_id from people where is_human and team is not null
),
homes as (
    select team, calendar_id from members
    union all
    select teams.team, min(calendars.calendar_id)
    from teams
    join calendars on calendars.zone = teams.zone
    where teams.team not in (select team from members)
    group by teams.team
),
expected as (
    select homes.team, holidays.week, sum(holidays.share) / any_value(sizes.size) as share
    from homes
    join (select team, count(*) as size from homes group by team) as sizes on sizes.team = homes.team
    join holidays on holidays.calendar_id = homes.calendar_id
    group by homes.team, holidays.week
),
seen as (
    select at_work.team, at_work.week, count(*) as people, coalesce(sum(holidays.share), 0) as holiday_shares
    from at_work
    left join holidays on holidays.calendar_id = at_work.calendar_id and holidays.week = at_work.week
    group by at_work.team, at_work.week
),
counted as (
    select weeks.team, weeks.week, teams.weekly_hours,
        cast(coalesce(teams.people, seen.people, 0) as integer) as people,
        teams.people is not null as is_declared,
        case
            when teams.people is null then coalesce(seen.holiday_shares, 0)
            else teams.people * coalesce(expected.share, 0)
        end as holiday_shares
    from team_weeks as weeks
    join teams on teams.team = weeks.team
    left join seen on seen.team = weeks.team and seen.week = weeks.week
    left join expected on expected.team = weeks.team and expected.week = weeks.week
)
select
    team,
    week,
    people,
    is_declared,
    weekly_hours,
    weekly_hours * holiday_shares as holiday_hours,
    weekly_hours * greatest(people - holiday_shares, 0) as capacity_hours
from counted
