-- What kinds of work a team's week held: how many pieces, how many hours, and how much of that was toil.
-- grain: team, week, category
-- not null: item_count, hours, toil_hours, low_hours, high_hours
-- check: select count(*) from (select team, week, sum(hours) as hours from toil_by_category group by team, week) as categories full join toil_by_week using (team, week) where abs(coalesce(hours, 0) - recorded_hours) > 0.001
-- check: select count(*) from (select team, week, sum(toil_hours) as hours from toil_by_category group by team, week) as categories full join toil_by_week using (team, week) where abs(coalesce(hours, 0) - toil_by_week.toil_hours) > 0.001
-- check: select abs((select count(*) from toil_by_category) - (select count(*) from (select distinct team, week, category from person_work_weeks)))
-- public: yes
-- A piece of work counts in every week in which somebody worked on it; noise counts in the week in which it came up.
-- Bounds are those of all hours, toil or not; they add up as those of effort do in toil_by_week.
with counted as (
    select team, week, category, count(distinct work_id) as item_count from person_work_weeks group by all
),
by_person as (
    select team, week, category, person_id,
        sum(seconds) as seconds,
        sum(toil_seconds) as toil_seconds,
        coalesce(sum(seconds) filter (not is_assumed and high_seconds > low_seconds), 0) as learned_seconds,
        coalesce(sum(seconds - low_seconds) filter (is_assumed), 0) as below_assumed,
        coalesce(sum(high_seconds - seconds) filter (is_assumed), 0) as above_assumed,
        habit_share * sum(if(is_assumed, 0, seconds - low_seconds)) ** 2
            + (1 - habit_share) * sum(if(is_assumed, 0, seconds - low_seconds) ** 2) as below_square,
        habit_share * sum(if(is_assumed, 0, high_seconds - seconds)) ** 2
            + (1 - habit_share) * sum(if(is_assumed, 0, high_seconds - seconds) ** 2) as above_square
    from person_work_weeks
    cross join effort_habits
    group by team, week, category, person_id, habit_share
),
summed as (
    select team, week, category,
        any_value(counted.item_count) as item_count,
        sum(seconds) / 3600.0 as hours,
        sum(toil_seconds) / 3600.0 as toil_hours,
        (sum(seconds) - sum(below_assumed)
            - sqrt(sum(below_square) + any_value(week_variance) * sum(learned_seconds) ** 2)) / 3600.0
            as low_hours,
        (sum(seconds) + sum(above_assumed)
            + sqrt(sum(above_square) + any_value(week_variance) * sum(learned_seconds) ** 2)) / 3600.0
            as high_hours
    from by_person
    cross join (select (1.2816 * week_error) ** 2 as week_variance from effort_weeks)
    join counted using (team, week, category)
    group by team, week, category
)
select
    summed.*,
    summed.hours / nullif(toil_by_week.recorded_hours, 0) as share_of_recorded
from summed
join toil_by_week using (team, week)
