-- The value of a driver for a team in a week.
-- grain: team, driver, week
-- not null: position, value
-- check: select count(*) from driver_weeks where value <= 0
-- Several rows of a week are averaged: a level stays a level, and counts a day stay in proportion from week to week.
-- A driver's rows of the team itself count where there are any, else those of all teams (team empty in the file).
-- position: the order in which the file names the team's drivers; the first is what traits go by.
with told as (
    select driver, team, week, min(position) as position, avg(value) as value
    from drivers
    where reason = ''
    group by driver, team, week
),
own as (
    select distinct driver, team from told where team <> ''
)
select teams.team, told.driver, told.week,
    cast(dense_rank() over (partition by teams.team order by told.position) as integer) as position,
    told.value
from teams
join told
    on told.team = teams.team
    or (told.team = '' and (told.driver, teams.team) not in (select (driver, team) from own))
