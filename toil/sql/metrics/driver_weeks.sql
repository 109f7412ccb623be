-- The value of a driver in a week.
-- grain: driver, week
-- not null: position, value
-- check: select count(*) from driver_weeks where value <= 0
-- Several rows of a week are averaged: a level stays a level, and counts a day stay in proportion from week to week.
-- position: the order in which the file names the drivers; the first is what traits go by.
select driver, week, min(position) as position, avg(value) as value
from drivers
where reason = ''
group by driver, week
