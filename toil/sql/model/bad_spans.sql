-- A span of time in which a service with an objective was bad, wholly or in part.
-- grain: service, started_at
-- not null: ended_at, bad_share, item_count
-- check: select count(*) from (select started_at < lag(ended_at) over (partition by service order by started_at) as is_early from bad_spans) where is_early
-- check: select count(*) from bad_spans where ended_at <= started_at or bad_share not between 0 and 1
-- Of a service with an SLI file, each of its slices up to as_of, with the share of bad events in it. Of others, the union
-- of the spans of incidents, from creation to resolution (else as_of), whose urgency or priority is one of the bad ones:
-- minutes that several incidents share are bad once.
with incidents as (
    select objectives.service, items.item_id, items.created_at as started_at,
        least(coalesce(items.resolved_at, build_info.as_of), build_info.as_of) as ended_at
    from objectives
    cross join build_info
    join items
        on lower(items.service) = lower(objectives.service) and not items.is_deleted
        and (list_contains(objectives.bad_urgencies, items.urgency)
            or list_contains(list_transform(objectives.bad_priorities, lambda name: lower(name)), lower(items.priority)))
    where not objectives.has_sli
),
followed as (
    select *,
        max(ended_at) over (
            partition by service order by started_at, ended_at, item_id rows between unbounded preceding and 1 preceding
        ) as covered_to
    from incidents
    where ended_at > started_at
),
numbered as (
    select *,
        sum(cast(covered_to is null or started_at > covered_to as integer)) over (
            partition by service order by started_at, ended_at, item_id
        ) as island
    from followed
)
select service, min(started_at) as started_at, max(ended_at) as ended_at, 1.0 as bad_share, count(*) as item_count
from numbered
group by service, island
union all
select slices.service, slices.starts_at, least(slices.ends_at, build_info.as_of), slices.bad_share, 0
from sli_slices as slices
cross join build_info
where slices.reason = '' and slices.starts_at < build_info.as_of
