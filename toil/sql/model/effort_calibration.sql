-- How much declared effort an hour of computed evidence stands for, and between which bounds.
-- grain: effort_source
-- not null: pair_count, factor, factor_low, factor_high, is_calibrated
-- check: select count(*) from effort_calibration where not (0 <= factor_low and factor_low <= factor and factor <= factor_high)
-- check: select abs(count(*) - 2) from effort_calibration
-- Learned where one person both declared effort on a piece of work and left one kind of computed evidence there: the
-- ratio of the sums, and the 10 % and 90 % quantiles of the single ratios. Fewer than 20 such pairs: assumed factors.
-- Assumed, acknowledged: time until resolution includes waiting, so all of it is the upper bound (toil.md 3.2) and
-- half of it the middle. Assumed, active status: a ticket stands in progress through meetings, other asks and
-- breaks; half of the shared working time is the middle, a tenth and all of it the bounds.
with assumed(effort_source, factor, factor_low, factor_high) as (
    values ('acknowledged', 0.5, 0.15, 1.0), ('active_status', 0.5, 0.1, 1.0)
),
computed as (
    select work_id, person_id, max(evidence) as effort_source, sum(shared_seconds) as computed_seconds
    from engagement_days
    group by work_id, person_id
    having count(distinct evidence) = 1 and sum(shared_seconds) > 0
),
declared as (
    select work_id, person_id, sum(seconds) as declared_seconds from declared_effort group by work_id, person_id
),
learned as (
    select computed.effort_source,
        count(*) as pair_count,
        sum(declared_seconds) / sum(computed_seconds) as ratio,
        quantile_cont(declared_seconds / computed_seconds, 0.1) as ratio_low,
        quantile_cont(declared_seconds / computed_seconds, 0.9) as ratio_high
    from computed
    join declared on declared.work_id = computed.work_id and declared.person_id = computed.person_id
    group by computed.effort_source
)
select
    assumed.effort_source,
    coalesce(learned.pair_count, 0) as pair_count,
    learned.ratio,
    learned.ratio_low,
    learned.ratio_high,
    coalesce(learned.pair_count, 0) >= 20 as is_calibrated,
    cast(case when learned.pair_count >= 20 then learned.ratio else assumed.factor end as double) as factor,
    cast(case
        when learned.pair_count >= 20 then least(learned.ratio, learned.ratio_low) else assumed.factor_low
    end as double) as factor_low,
    cast(case
        when learned.pair_count >= 20 then greatest(learned.ratio, learned.ratio_high) else assumed.factor_high
    end as double) as factor_high
from assumed
left join learned on learned.effort_source = assumed.effort_source
