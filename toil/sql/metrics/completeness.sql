-- What a service says it has of a project or service, against what is held of it.
-- grain: source, site, scope, kind
-- not null: name, server_total, held, missing, surplus, is_exact, counted_at
-- public: yes
-- The newest census of each scope. held: items made before it that are not known to be deleted, archived or hidden.
-- missing: by their ids where the service lists them, else by the totals where those are exact.
with newest as (
    select * from censuses
    qualify row_number() over (
        partition by source, site, scope, kind order by counted_at desc, run_id desc
    ) = 1
),
standing as (
    select items.source, items.site, coalesce(items.project, items.service, '') as name, items.created_at
    from items
    left join tombstones on tombstones.item_id = items.item_id
    where coalesce(tombstones.class, 'present') in ('present', 'unobserved')
),
counted as (
    select newest.source, newest.site, newest.scope, newest.kind, newest.name, newest.total, newest.is_exact,
        newest.counted_at, newest.missing, count(standing.created_at) as held
    from newest
    left join standing
        on standing.source = newest.source and standing.site = newest.site and standing.name = newest.name
        and standing.created_at <= newest.counted_at
        and (newest.since is null or standing.created_at >= newest.since)
    group by all
)
select
    source,
    site,
    scope,
    kind,
    name,
    total as server_total,
    held,
    greatest(coalesce(missing, 0), case when is_exact then total - held else 0 end, 0) as missing,
    case when is_exact then greatest(held - total, 0) else 0 end as surplus,
    is_exact,
    counted_at
from counted
