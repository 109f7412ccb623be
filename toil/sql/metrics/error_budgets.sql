-- How much of a service's error budget is used in the window before as_of, how fast it goes, and the toil beside it.
-- grain: service
-- not null: window_days, state
-- check: select count(*) from error_budgets where bad_minutes < 0 or bad_minutes > window_days * 1440
-- check: select count(*) from error_budgets where (state = 'no_objective') <> (objective is null)
-- check: select count(*) from error_budgets where state not in ('no_objective', 'unknown', 'within', 'burning', 'spent')
-- public: yes
-- bad_minutes: bad_spans in the window, each by its share. budget = (1 - objective) × window; burn rate = error rate /
-- (1 - objective), here over the whole window, in burn_1h, burn_6h and burn_3d over the hours before as_of. `burning`: one
-- of error_budget_burns' alerts holds. `unknown`: no item has ever named the service, or its SLI file tells nothing of the
-- window (known_share of it is covered); then what remains of it is null. A service without an objective has a row that
-- says so, and its toil (28 days).
with spans as (
    select objectives.service, bad_spans.item_count, bad_spans.bad_share,
        date_diff('second', greatest(bad_spans.started_at, build_info.as_of - to_days(objectives.window_days)),
            bad_spans.ended_at) as seconds
    from objectives
    cross join build_info
    join bad_spans
        on bad_spans.service = objectives.service
        and bad_spans.ended_at > build_info.as_of - to_days(objectives.window_days)
),
summed as (
    select service, sum(item_count) as item_count, sum(seconds * bad_share) as bad_seconds, sum(seconds) as told_seconds
    from spans
    group by service
),
known as (
    select objectives.service, objectives.objective, objectives.window_days, objectives.has_sli,
        coalesce(summed.item_count, 0) as item_count,
        coalesce(summed.bad_seconds, 0) / 60.0 as bad_minutes,
        if(objectives.has_sli, coalesce(summed.told_seconds, 0) / (objectives.window_days * 86400), 1) as known_share,
        objectives.window_days * 1440 * (1 - objectives.objective) as budget_minutes,
        if(objectives.has_sli, coalesce(summed.told_seconds, 0) > 0,
            lower(objectives.service) in (select lower(service) from items where service is not null)) as is_known
    from objectives
    left join summed on summed.service = objectives.service
),
burns as (
    select service, bool_or(is_burning) as is_burning,
        any_value(long_burn) filter (alert = 'fast') as burn_1h,
        any_value(long_burn) filter (alert = 'medium') as burn_6h,
        any_value(long_burn) filter (alert = 'slow') as burn_3d
    from error_budget_burns
    group by service
)
select
    toil.service,
    known.objective,
    toil.window_days,
    if(known.has_sli, 'sli', 'incidents') as bad_from,
    cast(known.item_count as bigint) as item_count,
    known.known_share,
    known.bad_minutes,
    known.budget_minutes,
    if(known.is_known, 1 - known.bad_minutes / known.budget_minutes, null) as remaining_share,
    if(known.is_known, known.bad_minutes / known.budget_minutes, null) as burn_rate,
    burns.burn_1h,
    burns.burn_6h,
    burns.burn_3d,
    toil.hours,
    toil.toil_hours,
    case
        when known.objective is null then 'no_objective'
        when not known.is_known then 'unknown'
        when known.bad_minutes > known.budget_minutes then 'spent'
        when burns.is_burning then 'burning'
        else 'within'
    end as state
from service_toil as toil
left join known on known.service = toil.service
left join burns on burns.service = toil.service
