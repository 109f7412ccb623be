-- What a team's people say a category took of their week as toil, beside the estimate; only where enough of them said so.
-- grain: team, week, category
-- not null: answers, reported_share
-- check: select count(*) from check_ins_by_category cross join settings where answers < min_group
-- reported_share is the median of the answers that tell of the category; estimated_share is its toil hours of capacity.
with told as (
    select event_id, team, week, unnest(categories, recursive := true) from check_ins
),
summed as (
    select told.team, told.week, told.category,
        count(distinct told.event_id) as answers,
        median(told.share) as reported_share
    from told
    join categories on categories.category = told.category
    where told.share between 0 and 1
    group by told.team, told.week, told.category
)
select
    summed.team,
    summed.week,
    summed.category,
    summed.answers,
    summed.reported_share,
    coalesce(by_category.toil_hours, 0) / nullif(weeks.capacity_hours, 0) as estimated_share
from summed
cross join settings
join toil_by_week as weeks on weeks.team = summed.team and weeks.week = summed.week
left join toil_by_category as by_category
    on by_category.team = summed.team and by_category.week = summed.week and by_category.category = summed.category
where summed.answers >= settings.min_group
