-- What a service says it has of a project or service, against what was held of it when it was counted.
-- grain: source, site, scope, kind
-- not null: name, server_total, held, missing, surplus, is_exact, counted_at
-- public: yes
-- The newest census of a site that came to its end; what is in the archive or the trash since is no scope any more.
-- held: items made before it that are not known to be deleted, archived or hidden.
-- missing: by their ids where the service lists them, else by the totals where those are exact.
select
    source,
    site,
    scope,
    kind,
    name,
    total as server_total,
    held,
    missing,
    case when is_exact then greatest(held - total, 0) else 0 end as surplus,
    is_exact,
    counted_at
from censuses
where held is not null
qualify run_id = first_value(run_id) over (partition by source, site order by counted_at desc, run_id desc)
