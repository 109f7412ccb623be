-- What a kind of computed evidence is worth, and how well the estimates made of it hold against what was declared.
-- grain: evidence
-- not null: pair_count, learned_from
-- check: select abs(count(*) - 3) from effort_calibration
-- check: select count(*) from effort_calibration where learned_from not in ('declarations', 'assumed')
-- Judged on pairs of computed and declared effort, each estimated without the declarations of its person: total_ratio
-- is all that was estimated over all that was declared, covered_share the share of declarations between low and high
-- (an 80 % range promises 0.8), median_log_error the median of |ln estimate − ln declared|. Null without a pair.
with kinds(evidence) as (
    values ('acknowledged'), ('both'), ('active_status')
)
select
    kinds.evidence,
    count(estimates.work_id) filter (estimates.declared_seconds > 0) as pair_count,
    coalesce(max(estimates.learned_from), 'assumed') as learned_from,
    sum(estimates.mean_seconds) filter (estimates.declared_seconds > 0)
        / sum(estimates.declared_seconds) filter (estimates.declared_seconds > 0) as total_ratio,
    avg(if(estimates.declared_seconds between estimates.low_seconds and estimates.high_seconds, 1, 0))
        filter (estimates.declared_seconds > 0) as covered_share,
    median(abs(ln(estimates.middle_seconds / estimates.declared_seconds)))
        filter (estimates.declared_seconds > 0) as median_log_error
from kinds
left join effort_estimates as estimates on estimates.evidence = kinds.evidence
group by kinds.evidence
