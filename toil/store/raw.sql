-- The raw store's own tables; the staged relations are in staged.sql.
create table if not exists store_info (store_id varchar not null, schema_version integer not null, changes bigint not null);
create table if not exists payloads (
    source varchar not null, site varchar not null, kind varchar not null, record_id varchar not null,
    owner_id varchar not null, payload json not null, updated_at timestamp, run_id varchar not null
);
alter table payloads add column if not exists digest ubigint;  -- md5 of the payload's text; null: of an older store
alter table payloads add column if not exists retired_at timestamp;  -- when retention emptied it; null: it is whole
create table if not exists stale_owners (source varchar not null, owner_key varchar not null);
create table if not exists staging_versions (source varchar primary key, version varchar not null);
create table if not exists watermarks (
    source varchar not null, stream varchar not null, cursor varchar not null, run_id varchar not null,
    primary key (source, stream)
);
create table if not exists runs (
    run_id varchar primary key, source varchar not null, site varchar not null, mode varchar not null,
    started_at timestamp not null, ended_at timestamp, outcome varchar not null, as_of timestamp,
    records bigint not null, changed bigint not null, rejected bigint not null, truncated bigint not null,
    message varchar not null
);
create table if not exists rejections (
    rejection_id varchar primary key, run_id varchar not null, source varchar not null, site varchar not null,
    owner_key varchar not null, place varchar not null, reason varchar not null, excerpt varchar not null,
    rejected_at timestamp
);
create table if not exists tombstones (
    source varchar not null, site varchar not null, item_id varchar primary key, class varchar not null,
    observed_at timestamp, run_id varchar not null
);
alter table tombstones add column if not exists evidence varchar default '';
create table if not exists removed_records (  -- what the services say they have deleted
    source varchar not null, site varchar not null, kind varchar not null, record_id varchar not null,
    run_id varchar not null, primary key (source, site, kind, record_id)
);
create table if not exists censuses (
    run_id varchar not null, source varchar not null, site varchar not null, scope varchar not null,
    name varchar not null, kind varchar not null, total bigint not null, is_exact boolean not null,
    counted_at timestamp not null,
    held bigint,               -- items that stand in the store, made before the count and after `since`
    missing bigint,            -- shown by the service and not held: by their ids, else by the totals if they are exact
    since timestamp,           -- items created before are not counted; null: all are
    primary key (run_id, source, site, scope, kind)
);
alter table censuses add column if not exists held bigint;
create table if not exists run_tallies (
    run_id varchar not null, name varchar not null, count bigint not null, primary key (run_id, name)
);
