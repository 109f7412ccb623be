-- Rows of imported tables as staged relations. An owner is a row, so `owner_key` is its item_id.
-- Kinds: row ({"mapped": canonical fields, "row": cells}), status ({"name", "status"}, belongs to no row).

-- relation: staged_items
select
    owner_key, owner_key as item_id, source, site,
    payload->>'$.mapped.key' as item_key,
    payload->>'$.mapped.url' as url,
    payload->>'$.mapped.title' as title,
    payload->>'$.mapped.description' as description,
    payload->>'$.mapped.type' as item_type,
    payload->>'$.mapped.source_status' as status_id,
    payload->>'$.mapped.source_status' as source_status,
    payload->>'$.mapped.status' as status,
    payload->>'$.mapped.resolution' as resolution,
    payload->>'$.mapped.priority' as priority,
    payload->>'$.mapped.urgency' as urgency,
    try_cast(payload->>'$.mapped.created_at' as timestamptz) at time zone 'UTC' as created_at,
    try_cast(payload->>'$.mapped.resolved_at' as timestamptz) at time zone 'UTC' as resolved_at,
    try_cast(payload->>'$.mapped.updated_at' as timestamptz) at time zone 'UTC' as updated_at,
    source || ':' || site || ':' || (payload->>'$.mapped.requester.id') as requester_id,
    source || ':' || site || ':' || (payload->>'$.mapped.assignee.id') as assignee_id,
    payload->>'$.mapped.project' as project,
    payload->>'$.mapped.service' as service,
    payload->>'$.mapped.team' as source_team,
    json_extract_string(payload, '$.mapped.labels[*]') as labels,
    try_cast(payload->>'$.mapped.planned' as boolean) as is_planned,
    source || ':' || site || ':' || (payload->>'$.mapped.parent') as parent_id
from payloads
where kind = 'row'

-- relation: staged_changes
with times as (
    select owner_key, payload->>'$.mapped.source_status' as source_status,
        payload->>'$.mapped.status' as status,
        try_cast(payload->>'$.mapped.started_at' as timestamptz) at time zone 'UTC' as started_at,
        try_cast(payload->>'$.mapped.resolved_at' as timestamptz) at time zone 'UTC' as resolved_at
    from payloads
    where kind = 'row'
)
select owner_key, owner_key as item_id, started_at as changed_at, 1 as ordinal, 'status' as field,
    'todo' as from_value, 'to do' as from_name, 'in_progress' as to_value, 'in progress' as to_name
from times
where started_at is not null
union all by name
select owner_key, owner_key as item_id, resolved_at as changed_at, 2 as ordinal, 'status' as field,
    'in_progress' as from_value, 'in progress' as from_name,
    coalesce(source_status, 'done') as to_value, coalesce(source_status, 'done') as to_name
from times
where resolved_at >= started_at and coalesce(status, 'done') in ('done', 'cancelled')

-- relation: staged_statuses
select owner_key, source, site, record_id as status_id, payload->>'$.name' as name, payload->>'$.status' as status
from payloads
where kind = 'status'

-- relation: staged_declarations
with rows_with_effort as (
    select owner_key, source || ':' || site || ':' as prefix, payload->'$.mapped' as mapped,
        json_extract(payload, '$.mapped.worklogs[*]') as worklogs,
        try_cast(payload->>'$.mapped.effort_seconds' as bigint) as effort_seconds
    from payloads
    where kind = 'row'
),
logged as (
    select owner_key, prefix, unnest(worklogs) as worklog, generate_subscripts(worklogs, 1) as place
    from rows_with_effort
),
totals as (
    select *,
        try_cast(mapped->>'$.created_at' as timestamptz) at time zone 'UTC' as created_at,
        try_cast(mapped->>'$.started_at' as timestamptz) at time zone 'UTC' as work_started_at,
        try_cast(mapped->>'$.resolved_at' as timestamptz) at time zone 'UTC' as resolved_at
    from rows_with_effort
    where effort_seconds > 0 and len(worklogs) = 0
)
select owner_key, owner_key as item_id, 'worklog-' || place as declaration_id,
    prefix || (worklog->>'$.person.id') as person_id,
    try_cast(worklog->>'$.started_at' as timestamptz) at time zone 'UTC' as started_at,
    try_cast(worklog->>'$.seconds' as bigint) as seconds,
    'worklog' as evidence
from logged
union all by name
-- A total says not when: from the start of work if that is known, else so that it ends with the resolution.
select owner_key, owner_key as item_id, 'total' as declaration_id,
    prefix || (mapped->>'$.assignee.id') as person_id,
    coalesce(
        work_started_at,
        greatest(created_at, resolved_at - to_seconds(effort_seconds)),
        created_at
    ) as started_at,
    effort_seconds as seconds,
    'worklog' as evidence
from totals

-- relation: staged_people
with people as (
    select owner_key, source || ':' || site || ':' as prefix,
        unnest(list_concat(
            [payload->'$.mapped.requester', payload->'$.mapped.assignee'],
            json_extract(payload, '$.mapped.worklogs[*].person')
        )) as person,
        try_cast(coalesce(payload->>'$.mapped.updated_at', payload->>'$.mapped.created_at') as timestamptz)
            at time zone 'UTC' as seen_at
    from payloads
    where kind = 'row'
)
select owner_key, prefix || (person->>'$.id') as person_id, max(person->>'$.name') as display_name,
    max(person->>'$.email') as email, max(seen_at) as seen_at
from people
where person->>'$.id' is not null
group by owner_key, prefix || (person->>'$.id')

-- relation: staged_aliases
select owner_key, owner_key as item_id, alias
from (
    select owner_key, unnest([payload->>'$.mapped.key', payload->>'$.mapped.url']) as alias
    from payloads
    where kind = 'row'
)
where alias is not null
group by all
