-- What kinds of work a team's week held: how many pieces, how many hours, and how much of that was toil.
-- grain: team, week, category
-- not null: item_count, hours, toil_hours, low_hours, high_hours
-- check: select count(*) from (select team, week, sum(hours) as hours from toil_by_category group by team, week) as categories full join toil_by_week using (team, week) where abs(coalesce(hours, 0) - recorded_hours) > 0.001
-- check: select count(*) from (select team, week, sum(toil_hours) as hours from toil_by_category group by team, week) as categories full join toil_by_week using (team, week) where abs(coalesce(hours, 0) - toil_by_week.toil_hours) > 0.001
-- check: select abs((select count(*) from toil_by_category) - (select count(*) from (select distinct team, week, category from work_weeks)))
-- public: yes
-- A piece of work counts in every week in which somebody worked on it; noise counts in the week in which it came up.
with summed as (
    select team, week, category,
        count(*) as item_count,
        sum(seconds) / 3600.0 as hours,
        sum(toil_seconds) / 3600.0 as toil_hours,
        sum(low_seconds) / 3600.0 as low_hours,
        sum(high_seconds) / 3600.0 as high_hours
    from work_weeks
    group by team, week, category
)
select
    summed.*,
    summed.hours / nullif(toil_by_week.recorded_hours, 0) as share_of_recorded
from summed
join toil_by_week using (team, week)
