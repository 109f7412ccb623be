-- The staged relations: what every source's staging.sql fills, source-neutral, typed, times in UTC.
-- owner_key is `source:site:owner_id`; rows of an owner are replaced together when one of its payloads changes.

create table if not exists staged_items (
    owner_key varchar not null, item_id varchar not null, source varchar not null, site varchar not null,
    item_key varchar, url varchar, title varchar, description varchar, item_type varchar,
    status_id varchar, source_status varchar,
    status varchar,            -- todo, in_progress, done, cancelled; null: the source's status is unknown to us
    priority varchar, urgency varchar,
    created_at timestamp not null, resolved_at timestamp, updated_at timestamp,
    requester_id varchar, assignee_id varchar,
    project varchar, service varchar, source_team varchar, labels varchar[],
    is_planned boolean,        -- null: not known
    is_machine_made boolean,   -- opened by a monitor or an integration and not by a person; null: not known
    parent_id varchar, comment_count integer, resolution varchar
);
-- the id of the project or service, by which it is known however it is called
alter table staged_items add column if not exists scope_id varchar;
create table if not exists staged_changes (
    owner_key varchar not null, item_id varchar not null, changed_at timestamp not null, ordinal bigint not null,
    actor_id varchar,
    field varchar not null,    -- status, assignee, key
    from_value varchar, from_name varchar, to_value varchar, to_name varchar
);
create table if not exists staged_statuses (
    owner_key varchar not null, source varchar not null, site varchar not null,
    status_id varchar not null, name varchar, status varchar
);
create table if not exists staged_engagements (
    owner_key varchar not null, item_id varchar not null, person_id varchar not null,
    started_at timestamp not null,
    ended_at timestamp,        -- null: still going on
    evidence varchar not null  -- acknowledged
);
create table if not exists staged_declarations (
    owner_key varchar not null, item_id varchar not null, declaration_id varchar not null,
    person_id varchar, started_at timestamp not null, seconds bigint not null,
    evidence varchar not null  -- worklog, edited_effort
);
create table if not exists staged_activity (
    owner_key varchar not null, item_id varchar not null, person_id varchar not null,
    acted_at timestamp not null, action varchar not null  -- comment, transition, acknowledge, resolve, note …
);
create table if not exists staged_interruptions (
    owner_key varchar not null, item_id varchar not null, person_id varchar not null,
    interrupted_at timestamp not null, channel varchar
);
create table if not exists staged_people (
    owner_key varchar not null, person_id varchar not null, display_name varchar, email varchar,
    time_zone varchar, is_human boolean, seen_at timestamp
);
create table if not exists staged_mentions (
    owner_key varchar not null, item_id varchar not null,
    target varchar not null,   -- a key, id or URL of another item, as written
    method varchar not null,   -- external_reference, remote_link, text, synced_note …
    confidence double not null
);
create table if not exists staged_link_fields (
    owner_key varchar not null, source varchar not null, site varchar not null,
    field varchar not null,    -- the field of another source's items that an integration fills with a name of ours
    target_prefix varchar not null  -- what stands before that name in our item_key
);
create table if not exists staged_aliases (
    owner_key varchar not null, item_id varchar not null, alias varchar not null
);
alter table staged_items add column if not exists story_points double;
alter table staged_items add column if not exists sprint varchar;
