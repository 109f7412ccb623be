-- What a team's people say of their week, beside the estimate; shares are null for fewer answers than privacy allows.
-- grain: team, week
-- not null: answers, is_shown, factor_weeks
-- check: select abs((select count(*) from check_ins_by_week) - (select count(*) from toil_by_week))
-- check: select abs((select coalesce(sum(answers), 0) from check_ins_by_week) - (select count(*) from check_ins))
-- check: select count(*) from check_ins_by_week where not is_shown and (reported_share is not null or without_ticket_share is not null)
-- reported_share is the median of the answers; low and high are their quartiles, which tell less of single answers than
-- the ends would. without_ticket_hours: toil that no system knows of, as the median's share of capacity.
-- factor: how many times the estimate people report, from hours pooled over this and all earlier complete weeks that
-- have enough answers (factor_weeks); calibrated_share is the estimate times it. No other figure is changed by it.
with summed as (
    select check_ins.team, check_ins.week,
        count(*) as answers,
        median(toil_share) as reported_share,
        quantile_cont(toil_share, 0.25) as low_share,
        quantile_cont(toil_share, 0.75) as high_share,
        median(without_ticket_share) as without_ticket_share
    from check_ins
    group by check_ins.team, check_ins.week
),
shown as (
    select weeks.team, weeks.week, weeks.is_complete, weeks.toil_share, weeks.toil_hours, weeks.capacity_hours,
        coalesce(summed.answers, 0) as answers,
        coalesce(summed.answers >= settings.min_group, false) as is_shown,
        summed.reported_share, summed.low_share, summed.high_share, summed.without_ticket_share
    from toil_by_week as weeks
    cross join settings
    left join summed on summed.team = weeks.team and summed.week = weeks.week
),
compared as (
    select *,
        is_shown and is_complete and toil_share > 0 as is_compared
    from shown
),
pooled as (
    select *,
        coalesce(sum(is_compared::integer) over so_far, 0) as factor_weeks,
        sum(reported_share * capacity_hours) filter (is_compared) over so_far
            / nullif(sum(toil_hours) filter (is_compared) over so_far, 0) as factor
    from compared
    window so_far as (partition by team order by week rows between unbounded preceding and current row)
)
select
    team,
    week,
    answers,
    is_shown,
    if(is_shown, reported_share, null) as reported_share,
    if(is_shown, low_share, null) as reported_low_share,
    if(is_shown, high_share, null) as reported_high_share,
    if(is_shown, without_ticket_share, null) as without_ticket_share,
    if(is_shown, without_ticket_share * nullif(capacity_hours, 0), null) as without_ticket_hours,
    toil_share as estimated_share,
    cast(factor_weeks as integer) as factor_weeks,
    factor,
    if(factor is null, null, least(1, toil_share * factor)) as calibrated_share
from pooled
