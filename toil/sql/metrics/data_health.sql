-- How complete and how well understood the data of a source's site are.
-- grain: source, site
-- not null: items, rejected, truncated, unmatched_people, unknown_statuses, deleted
-- check: select abs((select coalesce(sum(items), 0) from data_health) - (select count(*) from items))
-- public: yes
-- archived, trashed, access_lost, unobserved: items that a census no longer showed, by what became of them.
-- unmatched_people: humans seen working here who are nobody elsewhere, where there is more than one source or site.
-- unknown_statuses: statuses in use that are none of our four. coverage: of the finished pieces of work with an item
-- here, the share whose effort was measured and not imputed. truncated: lists that came shorter than their total,
-- in the last complete run and later; topped_up and crosschecked likewise. missing: null where nothing was counted yet.
with sites as (
    select source, site from items
    union
    select source, site from runs where site <> ''
    union
    select source, site from rejected_rows where site <> ''
),
item_counts as (
    select source, site, count(*) as items, count(*) filter (where is_deleted) as deleted,
        max(updated_at) as newest_item_at
    from items
    group by all
),
last_runs as (
    select source, site, max(started_at) as last_run_at,
        max(ended_at) filter (where outcome = 'complete') as last_complete_at,
        max(started_at) filter (where outcome = 'complete') as last_complete_start
    from runs
    group by all
),
truncations as (
    select runs.source, runs.site, sum(runs.truncated) as truncated
    from runs
    join last_runs on last_runs.source = runs.source and last_runs.site = runs.site
    where runs.started_at >= coalesce(last_runs.last_complete_start, runs.started_at)
    group by all
),
tallies as (
    select runs.source, runs.site,
        sum(run_tallies.count) filter (where run_tallies.name = 'topped_up') as topped_up,
        sum(run_tallies.count) filter (where run_tallies.name = 'crosschecked') as crosschecked
    from runs
    join run_tallies on run_tallies.run_id = runs.run_id
    join last_runs on last_runs.source = runs.source and last_runs.site = runs.site
    where runs.started_at >= coalesce(last_runs.last_complete_start, runs.started_at)
    group by all
),
gone as (
    select source, site, count(*) filter (where class = 'archived') as archived,
        count(*) filter (where class = 'trashed') as trashed,
        count(*) filter (where class = 'access_lost') as access_lost,
        count(*) filter (where class = 'unobserved') as unobserved
    from tombstones
    group by all
),
lacking as (
    select source, site, sum(missing) as missing from completeness group by all
),
rejected as (
    select source, site, sum(row_count) as rejected from rejected_rows group by all
),
matched as (
    select identity_id, count(distinct side) as sides from people where is_human group by identity_id
),
unmatched as (
    select people.side, count(distinct people.identity_id) as unmatched_people
    from people
    join matched on matched.identity_id = people.identity_id
    where people.is_human and matched.sides = 1 and (select count(distinct side) from people) > 1
    group by people.side
),
unknown as (
    select source, site, count(*) as unknown_statuses from status_names where status is null group by all
),
finished as (
    select items.source, items.site, work.work_id, max(measured.work_id) is not null as is_measured
    from items
    join work_components as components on components.item_id = items.item_id
    join work on work.work_id = components.work_id and work.status = 'done' and not work.is_deleted
    left join (select distinct work_id from measured_effort) as measured on measured.work_id = work.work_id
    group by all
),
coverages as (
    select source, site, avg(cast(is_measured as integer)) as coverage from finished group by all
)
select
    sites.source,
    sites.site,
    coalesce(item_counts.items, 0) as items,
    last_runs.last_run_at,
    last_runs.last_complete_at,
    cast(coalesce(rejected.rejected, 0) as bigint) as rejected,
    cast(coalesce(truncations.truncated, 0) as bigint) as truncated,
    coalesce(unmatched.unmatched_people, 0) as unmatched_people,
    coalesce(unknown.unknown_statuses, 0) as unknown_statuses,
    coalesce(item_counts.deleted, 0) as deleted,
    coverages.coverage,
    item_counts.newest_item_at,
    coalesce(gone.archived, 0) as archived,
    coalesce(gone.trashed, 0) as trashed,
    coalesce(gone.access_lost, 0) as access_lost,
    coalesce(gone.unobserved, 0) as unobserved,
    cast(coalesce(tallies.topped_up, 0) as bigint) as topped_up,
    cast(coalesce(tallies.crosschecked, 0) as bigint) as crosschecked,
    cast(lacking.missing as bigint) as missing
from sites
left join item_counts using (source, site)
left join last_runs using (source, site)
left join truncations using (source, site)
left join rejected using (source, site)
left join unmatched on unmatched.side = sites.source || ':' || sites.site
left join unknown on unknown.source = sites.source and unknown.site = sites.site
left join coverages on coverages.source = sites.source and coverages.site = sites.site
left join gone on gone.source = sites.source and gone.site = sites.site
left join tallies on tallies.source = sites.source and tallies.site = sites.site
left join lacking on lacking.source = sites.source and lacking.site = sites.site
