-- What a finished piece of work of a recurrence or a category usually takes, from those that were measured.
-- grain: kind, team, name
-- not null: work_count, mean_seconds, low_seconds, high_seconds
-- check: select count(*) from typical_effort where not (0 < mean_seconds and low_seconds <= mean_seconds and mean_seconds <= high_seconds)
-- kind is 'category' (every category of each team's taxonomy) or 'recurrence' (with three or more measured pieces of
-- work; team is empty). What categories took is measured over all teams. A category's mean is shrunk towards its default
-- minutes, which are the team's, as if five pieces of work had taken those, a recurrence's
-- mean towards its category's as if three had. low and high are the 10 % and 90 % quantiles of ten or more, else a
-- sixth and three times the mean (a lognormal with sigma 1 has them at 0.17 and 2.2 of its mean; the default itself
-- may be wrong, too).
with totals as (
    select effort.work_id, coalesce(classes.category, 'UNK') as category, recurrences.recurrence_id,
        cast(sum(effort.engaged_seconds) as bigint) as seconds
    from measured_effort as effort
    join work on work.work_id = effort.work_id and work.status = 'done' and not work.is_deleted
    left join classifications as classes on classes.work_id = effort.work_id
    left join work_recurrences as recurrences on recurrences.work_id = effort.work_id
    group by all
),
by_category as (
    select category, count(*) as work_count, sum(seconds) as seconds,
        quantile_cont(seconds, 0.1) as low_seconds, quantile_cont(seconds, 0.9) as high_seconds
    from totals
    group by category
),
category_means as (
    select categories.team, categories.category as name,
        coalesce(by_category.work_count, 0) as work_count,
        (coalesce(by_category.seconds, 0) + 5 * 60 * greatest(coalesce(categories.default_minutes, 30), 1))
            / (coalesce(by_category.work_count, 0) + 5) as mean_seconds,
        by_category.low_seconds, by_category.high_seconds
    from team_categories as categories
    left join by_category on by_category.category = categories.category
),
recurrence_categories as (
    select recurrences.recurrence_id, mode(work.team order by work.team) as team,
        mode(coalesce(classes.category, 'UNK') order by coalesce(classes.category, 'UNK')) as category
    from work_recurrences as recurrences
    join work on work.work_id = recurrences.work_id
    left join classifications as classes on classes.work_id = recurrences.work_id
    group by recurrences.recurrence_id
),
recurrence_means as (
    select '' as team, totals.recurrence_id as name, count(*) as work_count,
        (sum(totals.seconds) + 3 * any_value(category_means.mean_seconds)) / (count(*) + 3) as mean_seconds,
        quantile_cont(totals.seconds, 0.1) as low_seconds, quantile_cont(totals.seconds, 0.9) as high_seconds
    from totals
    join recurrence_categories on recurrence_categories.recurrence_id = totals.recurrence_id
    join category_means
        on category_means.team = recurrence_categories.team and category_means.name = recurrence_categories.category
    group by totals.recurrence_id
    having count(*) >= 3
)
select kind, team, name, work_count,
    cast(round(mean_seconds) as bigint) as mean_seconds,
    cast(round(case when work_count >= 10 then least(low_seconds, mean_seconds) else mean_seconds / 6 end) as bigint) as low_seconds,
    cast(round(case when work_count >= 10 then greatest(high_seconds, mean_seconds) else mean_seconds * 3 end) as bigint) as high_seconds
from (
    select 'category' as kind, * from category_means
    union all
    select 'recurrence', * from recurrence_means
)
