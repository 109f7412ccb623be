-- PagerDuty's payloads as staged relations. A log entry is a record of its own, whether it was fetched or embedded;
-- its updated_at is when it was created. People come from the log: an incident forgets them once it is resolved.

-- basis: names_of_services
select site as site_of_service, record_id as service_id, payload->>'$.name' as name from reference_payloads where kind = 'service'

-- relation: staged_items
with log as (
    select owner_key, record_id, payload as entry, payload->>'$.type' as type, updated_at as acted_at,
        coalesce(payload->>'$.agent.type', '') like 'user%' as is_by_user
    from payloads where kind = 'log_entry'
),
told as (
    select owner_key, max(acted_at) as last_at, max(acted_at) filter (type = 'resolve_log_entry') as closed_at,
        count(*) filter (type = 'annotate_log_entry') as comment_count,
        arg_min(entry, row(acted_at, record_id)) filter (type = 'trigger_log_entry') as trigger_entry,
        arg_max(entry, row(acted_at, record_id)) filter (type = 'resolve_log_entry') as closing,
        arg_max(coalesce(entry->>'$.assignees[0].id', entry->>'$.agent.id'), row(acted_at, record_id)) filter (
            (is_by_user and type = 'acknowledge_log_entry') or (entry->>'$.assignees[0].id') is not null
        ) as assignee
    from log group by owner_key
),
incidents as (
    select payloads.*, source || ':' || site || ':' as prefix, told.* exclude (owner_key),
        coalesce(trigger_entry, payload->'$.first_trigger_log_entry') as opening, payload->>'$.status' as said
    from payloads left join told using (owner_key)
    where kind = 'incident'
)
select
    owner_key, prefix || record_id as item_id, source, site, payload->>'$.html_url' as url,
    coalesce('#' || (payload->>'$.incident_number'), record_id) as item_key,
    coalesce(payload->>'$.title', payload->>'$.summary', payload->>'$.description') as title,
    coalesce(payload->>'$.body.details', opening->>'$.event_details.description',
        opening->>'$.channel.details', opening->>'$.channel.description') as description,
    'incident' as item_type, said as status_id, said as source_status,
    case said when 'triggered' then 'todo' when 'acknowledged' then 'in_progress' when 'resolved' then 'done' end as status,
    coalesce(payload->>'$.priority.summary', payload->>'$.priority.name') as priority,
    payload->>'$.urgency' as urgency,
    try_cast(payload->>'$.created_at' as timestamptz) at time zone 'UTC' as created_at,
    case when said = 'resolved' then coalesce(closed_at, coalesce(
        try_cast(payload->>'$.resolved_at' as timestamptz),
        try_cast(payload->>'$.last_status_change_at' as timestamptz)) at time zone 'UTC') end as resolved_at,
    greatest(updated_at, last_at) as updated_at,
    case when opening->>'$.agent.type' like 'user%' then prefix || (opening->>'$.agent.id') end as requester_id,
    prefix || coalesce(payload->>'$.assignments[0].assignee.id', assignee) as assignee_id,
    payload->>'$.service.id' as scope_id,
    coalesce(names.name, payload->>'$.service.summary') as service,  -- an incident keeps the name of its time
    payload->>'$.teams[0].summary' as source_team,
    false as is_planned,
    case
        when opening->>'$.channel.type' in ('web_trigger', 'website', 'web', 'email')
            then coalesce(opening->>'$.agent.type', '') not like 'user%'
        when opening->>'$.channel.type' is not null then true
        when opening->>'$.summary' is not null then opening->>'$.summary' not ilike '%website%'
    end as is_machine_made,
    coalesce(comment_count, 0) as comment_count,
    case
        when said <> 'resolved' then null
        when payload->>'$.resolve_reason.type' = 'merge_resolve_reason' then 'merged'
        when closing->>'$.agent.type' like 'user%' then 'resolved'
        when closing is not null then 'auto_resolved'
    end as resolution
from incidents
left join names_of_services as names
    on names.site_of_service = incidents.site and names.service_id = payload->>'$.service.id'

-- relation: staged_changes
-- Escalating and reassigning put an incident back to triggered; while it is snoozed, nobody is at it.
-- What happens within a second is taken in the order in which it makes sense: the last digit of the ordinal.
with log as (
    select owner_key, source || ':' || site || ':' as prefix, owner_id, record_id, updated_at as changed_at,
        case when payload->>'$.type' = 'assign_log_entry' and payload->>'$.agent.type' like 'user%'
            then 'reassign_log_entry' else payload->>'$.type' end as type,
        payload as entry, payload->'$.agent' as agent
    from payloads where kind = 'log_entry'
),
kinds as (
    select unnest(['trigger', 'unacknowledge', 'escalate', 'delegate', 'reassign', 'reopen']) || '_log_entry' as type,
        'triggered' as value, 0 as rank
    union all values ('acknowledge_log_entry', 'acknowledged', 1), ('snooze_log_entry', 'snoozed', 2),
        ('resolve_log_entry', 'resolved', 3)
),
steps as (
    select owner_key, prefix || owner_id as item_id, record_id, changed_at, prefix || (agent->>'$.id') as actor_id,
        value, rank
    from log join kinds using (type)
    union all
    select owner_key, owner_key, record_id, coalesce(
            try_cast(payload->>'$.resolved_at' as timestamptz),
            try_cast(payload->>'$.last_status_change_at' as timestamptz)) at time zone 'UTC', null, 'resolved', 4
    from payloads
    where kind = 'incident' and payload->>'$.status' = 'resolved'
        and record_id not in (select owner_id from log where type = 'resolve_log_entry')
),
statuses as (
    select *, lag(value, 1, 'triggered') over (partition by owner_key order by changed_at, rank, record_id) as former
    from steps where changed_at is not null
),
hands as (
    select *, coalesce(entry->'$.assignees[0]', agent) as holder from log
    where entry->>'$.assignees[0].id' is not null
        or (type = 'acknowledge_log_entry' and agent->>'$.type' like 'user%')
),
holders as (
    select *, lag(holder) over (
            partition by owner_key order by changed_at, type = 'acknowledge_log_entry', record_id) as former
    from hands
)
select owner_key, item_id, changed_at, epoch_us(changed_at) * 10 + rank as ordinal, actor_id, 'status' as field,
    former as from_value, former as from_name, value as to_value, value as to_name
from statuses where value <> former
union all
select owner_key, prefix || owner_id, changed_at, epoch_us(changed_at) * 10 + 5, prefix || (agent->>'$.id'), 'assignee',
    prefix || (former->>'$.id'), former->>'$.summary', prefix || (holder->>'$.id'), holder->>'$.summary'
from holders where holder->>'$.id' is distinct from (former->>'$.id')

-- relation: staged_statuses
select owner_key, source, site, status.id as status_id, status.id as name, status.means as status
from payloads cross join (
    select unnest([
        {'id': 'triggered', 'means': 'todo'}, {'id': 'acknowledged', 'means': 'in_progress'},
        {'id': 'snoozed', 'means': 'todo'}, {'id': 'resolved', 'means': 'done'}
    ]) as status
)
where kind = 'account'

-- relation: staged_engagements
-- From an acknowledgement to whatever ends it first; overlapping stretches of one person on one incident are one.
-- A merged incident is resolved by the merge. An assignment that comes with an acknowledgement ends nobody's.
with log as (
    select owner_key, source || ':' || site || ':' as prefix, owner_id, payload as entry, updated_at as acted_at,
        payload->>'$.type' as type, payload->>'$.agent.id' as person, payload->>'$.agent.summary' as name
    from payloads where kind = 'log_entry'
),
acks as (
    select distinct owner_key, prefix, owner_id, acted_at as started_at, person, name, acted_at + to_seconds(
            nullif(greatest(try_cast(entry->>'$.acknowledgement_timeout' as bigint), 0), 0)) as lapses_at
    from log where type = 'acknowledge_log_entry' and entry->>'$.agent.type' like 'user%'
),
handed as (
    select owner_key, acted_at, flatten(list(entry->>'$.assignees[*].id')) as ids,
        list_filter(list(regexp_extract(entry->>'$.summary', '^(?:Reassigned|Assigned|Delegated) to (.+?)(?: by .+)?\.?$', 1)),
            lambda name: name <> '') as names,
        bool_or(type <> 'assign_log_entry') as is_delegated
    from log
    where type in ('assign_log_entry', 'delegate_log_entry', 'reassign_log_entry')
    group by all
),
ends as (
    select owner_key, acted_at as ended_at, type in ('resolve_log_entry', 'snooze_log_entry') as is_same_second,
        null as ids, null as names
    from log
    where type in ('resolve_log_entry', 'snooze_log_entry', 'unacknowledge_log_entry', 'escalate_log_entry')
    union all
    select owner_key, acted_at, false, ids, names from handed
    where is_delegated or (len(ids) + len(names) > 0
        and (owner_key, acted_at) not in (select (owner_key, started_at) from acks))
    union all
    select owner_key, coalesce(
            try_cast(payload->>'$.resolved_at' as timestamptz),
            try_cast(payload->>'$.last_status_change_at' as timestamptz)) at time zone 'UTC', true, null, null
    from payloads where kind = 'incident' and payload->>'$.status' = 'resolved'
),
stretches as (
    select acks.owner_key, prefix, owner_id, person, started_at,
        coalesce(least(min(lapses_at), min(ended_at)), timestamp '9999-12-31') as ended_at
    from acks
    left join ends on ends.owner_key = acks.owner_key
        and (ended_at > started_at or (is_same_second and ended_at = started_at))
        and not coalesce(list_contains(ids, person), false) and not coalesce(list_contains(names, name), false)
    group by all
),
marked as (
    select *, started_at > max(ended_at) over (in_order rows between unbounded preceding and 1 preceding) as is_new
    from stretches window in_order as (partition by owner_key, person order by started_at, ended_at)
),
numbered as (
    select *, count(*) filter (is_new) over (in_order rows unbounded preceding) as number
    from marked window in_order as (partition by owner_key, person order by started_at, ended_at)
)
select owner_key, prefix || owner_id as item_id, prefix || person as person_id, min(started_at) as started_at,
    nullif(max(ended_at), timestamp '9999-12-31') as ended_at, 'acknowledged' as evidence
from numbered group by owner_key, prefix, owner_id, person, number

-- relation: staged_declarations
-- Effort edited in PagerDuty is one number for an incident; those who acknowledged or resolved it share it equally.
with acted as (
    select owner_key, payload->>'$.agent.id' as person, updated_at as acted_at
    from payloads
    where kind = 'log_entry' and payload->>'$.type' in ('acknowledge_log_entry', 'resolve_log_entry')
        and payload->>'$.agent.type' like 'user%'
),
edited as (
    select owner_key, record_id, source || ':' || site || ':' as prefix,
        try_cast(payload->>'$.user_defined_effort_seconds' as bigint) as seconds,
        list_append(payload->>'$.acknowledged_user_ids[*]', payload->>'$.resolved_by_user_id') as listed
    from payloads where kind = 'analytics'
),
people as (select owner_key, person from acted union select owner_key, unnest(listed) from edited),
shared as (
    select edited.*, people.person, greatest(count(people.person) over by_incident, 1) as heads,
        row_number() over (by_incident order by people.person) as place
    from edited left join people on people.owner_key = edited.owner_key and people.person is not null
    where edited.seconds >= 0
    window by_incident as (partition by edited.owner_key)
)
select shared.owner_key, prefix || record_id as item_id, prefix || shared.person as person_id,
    record_id || ':effort:' || coalesce(shared.person, '') as declaration_id,
    coalesce(
        (select min(acted_at) from acted where acted.owner_key = shared.owner_key and acted.person = shared.person),
        (select min(acted_at) from acted where acted.owner_key = shared.owner_key),
        (select max(try_cast(payload->>'$.created_at' as timestamptz) at time zone 'UTC') from payloads
            where payloads.owner_key = shared.owner_key and kind = 'incident')
    ) as started_at,
    seconds // heads + if(place <= seconds % heads, 1, 0) as seconds, 'edited_effort' as evidence
from shared

-- relation: staged_activity
select owner_key, source || ':' || site || ':' || owner_id as item_id, updated_at as acted_at, action,
    source || ':' || site || ':' || (payload->>'$.agent.id') as person_id
from payloads join (
    values ('acknowledge', 'acknowledge'), ('annotate', 'note'), ('resolve', 'resolve'), ('snooze', 'snooze'),
        ('escalate', 'escalate'), ('assign', 'reassign'), ('delegate', 'reassign'), ('reassign', 'reassign')
) as actions(told, action) on payload->>'$.type' = told || '_log_entry'
where kind = 'log_entry' and payload->>'$.agent.type' like 'user%'

-- relation: staged_interruptions
-- Push, text message and phone; e-mail interrupts nobody (PagerDuty Insights). Old entries say both only in words.
with told as (
    select *, payload->>'$.summary' as words,
        lower(coalesce(payload->>'$.channel.notification.type', payload->>'$.channel.type', '')) as told_channel
    from payloads where kind = 'log_entry' and payload->>'$.type' = 'notify_log_entry'
),
named as (
    select owner_key, max(person->>'$.id') as person, person->>'$.summary' as name
    from (
        select owner_key, unnest(list_append(json_extract(payload, '$.assignees[*]'), payload->'$.agent')) as person
        from payloads where kind = 'log_entry'
    )
    where person->>'$.type' like 'user%'
    group by owner_key, name having count(distinct person->>'$.id') = 1
),
heard as (
    select told.*, coalesce(payload->>'$.user.id', named.person) as person,
        case
            when regexp_matches(told_channel, 'push') then 'push' when regexp_matches(told_channel, 'sms') then 'sms'
            when regexp_matches(told_channel, 'phone') then 'phone' when told_channel not in ('', 'auto') then null
            when words ilike '% push%' then 'push' when words ilike '% sms%' then 'sms'
            when words ilike '% by phone%' then 'phone'
        end as channel
    from told left join named on named.owner_key = told.owner_key
        and named.name = regexp_extract(words, '^Notified (.+?) (?:by|via) ', 1)
)
select owner_key, source || ':' || site || ':' || owner_id as item_id, source || ':' || site || ':' || person as person_id,
    updated_at as interrupted_at, channel
from heard where channel is not null and person is not null

-- relation: staged_people
with seen as (
    select owner_key, source || ':' || site || ':' as prefix, updated_at, unnest(list_concat(
        json_extract(payload, '$.assignees[*]'), json_extract(payload, '$.assignments[*].assignee'),
        [payload->'$.agent', payload->'$.user'])) as person
    from payloads where kind in ('log_entry', 'incident')
)
select owner_key, source || ':' || site || ':' || record_id as person_id, payload->>'$.name' as display_name,
    payload->>'$.email' as email, payload->>'$.time_zone' as time_zone, true as is_human, null as seen_at
from payloads where kind = 'user'
union all
select owner_key, prefix || (person->>'$.id'), max(person->>'$.summary'), max(person->>'$.email'),
    max(person->>'$.time_zone'), bool_or(person->>'$.type' like 'user%'), max(updated_at)
from seen where person->>'$.id' is not null
group by owner_key, prefix, person->>'$.id'
