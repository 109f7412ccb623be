-- How much declared effort an hour of computed evidence stands for, and between which bounds, by how much was computed.
-- grain: effort_source, from_seconds
-- not null: to_seconds, pair_count, factor, factor_low, factor_high, learned_from
-- check: select count(*) from effort_calibration where not (0 <= factor_low and factor_low <= factor and factor <= factor_high)
-- check: select abs(count(*) - 10) from effort_calibration
-- check: select count(*) from effort_calibration where learned_from not in ('band', 'all', 'assumed')
-- Learned where one person both declared effort on a piece of work and left one kind of computed evidence there: the
-- ratio of the sums, and the 10 % and 90 % quantiles of the single ratios. It is learned for each band of computed
-- time, because short spells understate the effort and long ones overstate it; a band of fewer than 20 pairs takes
-- what all of them say, and where all are fewer than 20, factors are assumed.
-- Assumed, acknowledged: time until resolution includes waiting, so all of it is the upper bound (toil.md 3.2) and
-- half of it the middle. Assumed, active status: a ticket stands in progress through meetings, other asks and
-- breaks; half of the shared working time is the middle, a tenth and all of it the bounds.
with assumed(effort_source, factor, factor_low, factor_high) as (
    values ('acknowledged', 0.5, 0.15, 1.0), ('active_status', 0.5, 0.1, 1.0)
),
bands(from_seconds, to_seconds) as (
    values (0, 900), (900, 3600), (3600, 14400), (14400, 57600), (57600, 4000000000)
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
pairs as (
    select computed.effort_source, computed.computed_seconds, declared.declared_seconds,
        declared.declared_seconds / computed.computed_seconds as ratio
    from computed
    join declared on declared.work_id = computed.work_id and declared.person_id = computed.person_id
),
learned as (
    select pairs.effort_source, bands.from_seconds, count(*) as pair_count,
        sum(declared_seconds) / sum(computed_seconds) as ratio,
        quantile_cont(ratio, 0.1) as ratio_low,
        quantile_cont(ratio, 0.9) as ratio_high
    from pairs
    join bands on pairs.computed_seconds >= bands.from_seconds and pairs.computed_seconds < bands.to_seconds
    group by grouping sets ((pairs.effort_source, bands.from_seconds), (pairs.effort_source))
),
chosen as (
    select assumed.*, bands.from_seconds, bands.to_seconds,
        coalesce(in_band.pair_count, 0) as pair_count,
        case
            when in_band.pair_count >= 20 then 'band' when overall.pair_count >= 20 then 'all' else 'assumed'
        end as learned_from,
        if(in_band.pair_count >= 20, in_band.ratio, overall.ratio) as ratio,
        if(in_band.pair_count >= 20, in_band.ratio_low, overall.ratio_low) as ratio_low,
        if(in_band.pair_count >= 20, in_band.ratio_high, overall.ratio_high) as ratio_high
    from assumed
    cross join bands
    left join learned as in_band
        on in_band.effort_source = assumed.effort_source and in_band.from_seconds = bands.from_seconds
    left join learned as overall on overall.effort_source = assumed.effort_source and overall.from_seconds is null
)
select
    effort_source,
    from_seconds,
    to_seconds,
    pair_count,
    learned_from,
    cast(if(learned_from = 'assumed', factor, ratio) as double) as factor,
    cast(if(learned_from = 'assumed', factor_low, least(ratio, ratio_low)) as double) as factor_low,
    cast(if(learned_from = 'assumed', factor_high, greatest(ratio, ratio_high)) as double) as factor_high
from chosen
