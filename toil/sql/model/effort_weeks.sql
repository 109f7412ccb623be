-- How far all estimates of a week are wrong together, learned from the weeks of those who declared.
-- grain: (one row)
-- not null: week_count, week_error
-- check: select count(*) from effort_weeks where week_error < 0
-- With e = declared − estimated of a person's piece of work in a week, errors that were independent would make the
-- square of a week's sum as large as the sum of its squares; what it has beyond that, they have in common:
-- week_error² = Σ over weeks of ((Σ e)² − Σ e²) ÷ Σ over weeks of (Σ estimated)², not below 0. week_error is a
-- standard deviation, as a part of what is estimated in a week: what is wrong with the learned scale itself, and weeks
-- in which everybody works otherwise. 0 where nothing was learned: then nothing is independent to begin with.
with pairs as (
    select work_id, person_id, mean_seconds
    from effort_estimates
    where declared_seconds > 0 and learned_from = 'declarations'
),
daily as (
    select days.work_id, days.person_id, days.day, 0 as declared,
        coalesce(days.credited_seconds / nullif(sum(days.credited_seconds) over work, 0), 0) * pairs.mean_seconds as estimated
    from credited_days as days
    join pairs on pairs.work_id = days.work_id and pairs.person_id = days.person_id
    window work as (partition by days.work_id, days.person_id)
    union all
    select declared.work_id, declared.person_id, declared.day, declared.seconds, 0
    from declared_effort as declared
    semi join pairs on pairs.work_id = declared.work_id and pairs.person_id = declared.person_id
),
pieces as (
    select strftime(day, '%G-W%V') as week, work_id, person_id,
        sum(declared) - sum(estimated) as error, sum(estimated) as estimated
    from daily
    group by all
),
weeks as (
    select week, sum(error) ** 2 - sum(error ** 2) as common, sum(estimated) ** 2 as square from pieces group by week
)
select
    count(*) as week_count,
    cast(coalesce(sqrt(greatest(0, sum(common)) / nullif(sum(square), 0)), 0) as double) as week_error
from weeks
