-- A recurrence in a team's week: its hours there, what is usual for it, and what it is taken for.
-- grain: team, week, recurrence_id
-- not null: name, item_count, hours, toil_hours
-- check: select abs((select coalesce(sum(hours), 0) from weekly_topics) - (select coalesce(sum(hours), 0) from weekly_recurrences)) > 0.001
-- usual_hours: the mean of the up to four weeks before (null in a team's first week). A recurrence stays for four weeks
-- after it last came up, so that what went away shows as well. category: that of most of its work; toil_probability: the mean.
with numbered as (
    select team, week, row_number() over (partition by team order by week) as number from team_weeks
),
reaching as (
    select later.team, later.week, later.number, recurrences.recurrence_id,
        later.number - earlier.number as weeks_ago,
        recurrences.item_count, recurrences.hours, recurrences.toil_hours
    from weekly_recurrences as recurrences
    join numbered as earlier on earlier.team = recurrences.team and earlier.week = recurrences.week
    join numbered as later on later.team = earlier.team and later.number between earlier.number and earlier.number + 4
),
summed as (
    select team, week, recurrence_id,
        coalesce(sum(item_count) filter (where weeks_ago = 0), 0) as item_count,
        coalesce(sum(hours) filter (where weeks_ago = 0), 0) as hours,
        coalesce(sum(toil_hours) filter (where weeks_ago = 0), 0) as toil_hours,
        coalesce(sum(hours) filter (where weeks_ago > 0), 0) / nullif(least(any_value(number) - 1, 4), 0) as usual_hours
    from reaching
    group by team, week, recurrence_id
),
votes as (
    select members.recurrence_id, classes.category, classes.decided_by, count(*) as works
    from work_recurrences as members
    join classifications as classes on classes.work_id = members.work_id
    group by all
),
judged as (
    select recurrence_id,
        arg_max(category, row(works, category, decided_by)) as category,
        arg_max(decided_by, row(works, category, decided_by)) as decided_by
    from votes
    group by recurrence_id
),
toil as (
    select members.recurrence_id, avg(classes.toil_probability) as toil_probability
    from work_recurrences as members
    join classifications as classes on classes.work_id = members.work_id
    group by members.recurrence_id
)
select
    summed.team,
    summed.week,
    summed.recurrence_id,
    recurrences.name,
    coalesce(judged.category, 'UNK') as category,
    toil.toil_probability,
    judged.decided_by,
    summed.item_count,
    summed.hours,
    summed.toil_hours,
    summed.usual_hours,
    summed.hours - summed.usual_hours as change_hours
from summed
join recurrences on recurrences.recurrence_id = summed.recurrence_id
left join judged on judged.recurrence_id = summed.recurrence_id
left join toil on toil.recurrence_id = summed.recurrence_id
