-- How much of a service's error budget its incidents have used in the window before as_of.
-- grain: service
-- not null: objective, window_days, bad_minutes, budget_minutes, remaining_share, burn_rate
-- check: select count(*) from error_budgets where bad_minutes < 0 or bad_minutes > window_days * 1440
-- public: yes
-- bad_minutes: the union of the spans, from creation to resolution (else as_of), of the service's items whose urgency
-- is one of the objective's bad ones. budget = (1 - objective) × window; burn rate = error rate / (1 - objective).
with spans as (
    select objectives.service, objectives.window_days,
        greatest(items.created_at, build_info.as_of - to_days(objectives.window_days)) as started_at,
        least(coalesce(items.resolved_at, build_info.as_of), build_info.as_of) as ended_at,
        items.item_id
    from objectives
    cross join build_info
    join items
        on lower(items.service) = lower(objectives.service) and not items.is_deleted
        and list_contains(objectives.bad_urgencies, items.urgency)
),
covered as (
    select *,
        max(ended_at) over (
            partition by service, window_days order by started_at, ended_at, item_id
            rows between unbounded preceding and 1 preceding
        ) as covered_to
    from spans
    where ended_at > started_at
),
bad as (
    select service, window_days, count(*) as item_count,
        sum(greatest(0, date_diff('second', greatest(started_at, coalesce(covered_to, started_at)), ended_at))) as seconds
    from covered
    group by service, window_days
),
budgets as (
    select objectives.service, objectives.objective, objectives.window_days,
        coalesce(bad.item_count, 0) as item_count,
        coalesce(bad.seconds, 0) / 60.0 as bad_minutes,
        objectives.window_days * 1440 * (1 - objectives.objective) as budget_minutes
    from objectives
    left join bad on bad.service = objectives.service and bad.window_days = objectives.window_days
)
select
    service,
    objective,
    window_days,
    item_count,
    bad_minutes,
    budget_minutes,
    1 - bad_minutes / budget_minutes as remaining_share,
    bad_minutes / budget_minutes as burn_rate
from budgets
