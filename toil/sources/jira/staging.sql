-- Jira's payloads as staged relations. An owner is an issue, so `owner_key` is its item_id.
-- Kinds: issue, changelog (one entry), worklog (one), worklogs (an issue's whole list at one time), comment,
-- remote_link, status, user.

-- relation: staged_items
with issues as (
    select *,
        payload->'$.fields' as fields,
        payload->'$.fields.description' as described,
        coalesce(payload->'$.fields.reporter', payload->'$.fields.creator') as reporter,
        lower(payload->>'$.fields.issuetype.name') as type_name,
        list_transform(json_extract_string(payload, '$.fields.labels[*]'), label -> label) as label_list,
        lower(replace(replace(payload->>'$.fields.resolution.name', '’', ''), '''', '')) as resolved_as,
        lower(replace(replace(payload->>'$.fields.status.name', '’', ''), '''', '')) as status_name
    from payloads
    where kind = 'issue'
),
categories as (
    select source, site, record_id as status_id, payload->>'$.statusCategory.key' as category
    from reference_payloads
    where kind = 'status'
)
select
    owner_key,
    owner_key as item_id,
    issues.source,
    issues.site,
    payload->>'$.key' as item_key,
    case
        when payload->>'$.key' is null then null
        when payload->>'$.self' like 'http%/rest/%' and payload->>'$.self' not like '%//api.atlassian.com/%'
            then regexp_extract(payload->>'$.self', '^(https?://.+?)/rest/', 1) || '/browse/' || (payload->>'$.key')
        when contains(issues.site, '.') then 'https://' || issues.site || '/browse/' || (payload->>'$.key')
    end as url,
    fields->>'$.summary' as title,
    case
        when json_type(described) = 'VARCHAR' then described->>'$'
        -- Atlassian Document Format: its texts, mentions and cards in the order in which they are written
        when json_type(described) = 'OBJECT' then nullif(trim(regexp_replace(
            try_cast('"' || array_to_string(regexp_extract_all(
                cast(described as varchar), '"(?:text|url)"\s*:\s*"((?:[^"\\]|\\.)*)"', 1), ' ') || '"' as json)->>'$',
            '\s+', ' ', 'g')), '')
    end as description,
    fields->>'$.issuetype.name' as item_type,
    fields->>'$.status.id' as status_id,
    fields->>'$.status.name' as source_status,
    case coalesce(fields->>'$.status.statusCategory.key', category)
        when 'new' then 'todo'
        when 'indeterminate' then 'in_progress'
        when 'done' then case
            when resolved_as in (
                'wont do', 'wont fix', 'wont implement', 'duplicate', 'cannot reproduce', 'declined', 'rejected',
                'invalid', 'obsolete', 'abandoned', 'cancelled', 'canceled', 'not a bug', 'not our bug', 'incomplete',
                'needs more info', 'works as designed', '対応しない', '重複', '再現不可', '再現できず', '却下',
                'キャンセル', '取り下げ', '中止')
              or status_name in (
                'wont do', 'cancelled', 'canceled', 'rejected', 'declined', 'キャンセル', '却下', '取り下げ', '中止')
            then 'cancelled' else 'done' end
    end as status,
    fields->>'$.priority.name' as priority,
    try_cast(fields->>'$.created' as timestamptz) at time zone 'UTC' as created_at,
    coalesce(
        try_cast(fields->>'$.resolutiondate' as timestamptz) at time zone 'UTC',
        case when coalesce(fields->>'$.status.statusCategory.key', category) = 'done'
            then try_cast(fields->>'$.statuscategorychangedate' as timestamptz) at time zone 'UTC' end
    ) as resolved_at,
    try_cast(fields->>'$.updated' as timestamptz) at time zone 'UTC' as updated_at,
    issues.source || ':' || issues.site || ':'
        || coalesce(reporter->>'$.accountId', reporter->>'$.key', reporter->>'$.name') as requester_id,
    issues.source || ':' || issues.site || ':' || coalesce(
        fields->>'$.assignee.accountId', fields->>'$.assignee.key', fields->>'$.assignee.name') as assignee_id,
    fields->>'$.project.key' as project,
    fields->>'$.components[0].name' as service,
    label_list as labels,
    case
        when list_has_any(list_transform(label_list, l -> lower(l)), ['unplanned', 'interrupt', 'oncall', 'on-call'])
            then false
        when list_has_any(list_transform(label_list, l -> lower(l)), ['planned', 'roadmap', 'okr']) then true
        when type_name in (
            'story', 'user story', 'epic', 'new feature', 'feature', 'improvement', 'initiative',
            'ストーリー', 'エピック', '新機能', '機能追加', '改善', '故事', '史诗') then true
        when type_name in (
            'incident', '[system] incident', 'service request', '[system] service request', 'support', 'question',
            'service request with approvals', '[system] service request with approvals', 'alert', 'it help',
            'インシデント', '障害', 'サービスリクエスト', 'サービス要求', '問い合わせ', 'アラート') then false
    end as is_planned,
    case
        when reporter->>'$.accountType' = 'app' or fields->>'$.creator.accountType' = 'app' then true
        when regexp_matches(coalesce(reporter->>'$.displayName', ''),
            '(?i)\bbot\b|automation|pagerduty|datadog|grafana|prometheus|alertmanager|opsgenie|zabbix|nagios|new ?relic'
            || '|sentry|jenkins|webhook|service account|integration$') then true
        when reporter->>'$.accountType' in ('atlassian', 'customer') then false
    end as is_machine_made,
    issues.source || ':' || issues.site || ':' || (fields->>'$.parent.id') as parent_id,
    coalesce(
        try_cast(fields->>'$.comment.total' as integer),
        len(json_extract(fields, '$.comment.comments[*]'))
    ) as comment_count,
    fields->>'$.resolution.name' as resolution
from issues
left join categories
    on categories.source = issues.source and categories.site = issues.site
   and categories.status_id = issues.fields->>'$.status.id'

-- relation: staged_changes
with histories as (
    select owner_key, source, site, unnest(json_extract(payload, '$.changelog.histories[*]')) as history, 1 as origin
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, payload, 2 from payloads where kind = 'changelog'
),
once as (
    select *, coalesce(history->>'$.id', cast(history as varchar)) as history_id
    from histories
    qualify row_number() over (
        partition by owner_key, coalesce(history->>'$.id', cast(history as varchar))
        order by origin, cast(history as varchar)) = 1
),
items as (
    select owner_key, source || ':' || site || ':' as prefix, history, history_id,
        unnest(json_extract(history, '$.items[*]')) as item,
        generate_subscripts(json_extract(history, '$.items[*]'), 1) as place
    from once
),
changes as (
    select *,
        lower(coalesce(item->>'$.fieldId', item->>'$.field')) as field,
        -- bulkfetch writes seconds or milliseconds where the other endpoints write ISO
        case
            when regexp_full_match(history->>'$.created', '\d{12,15}')
                then epoch_ms(cast(history->>'$.created' as bigint))
            when regexp_full_match(history->>'$.created', '\d{9,11}')
                then epoch_ms(cast(history->>'$.created' as bigint) * 1000)
            else try_cast(history->>'$.created' as timestamptz) at time zone 'UTC'
        end as changed_at
    from items
    where lower(coalesce(item->>'$.fieldId', item->>'$.field')) in ('status', 'assignee', 'key', 'issuekey')
)
select
    owner_key,
    owner_key as item_id,
    changed_at,
    row_number() over (
        partition by owner_key order by changed_at, try_cast(history_id as bigint), history_id, place) as ordinal,
    prefix || coalesce(history->>'$.author.accountId', history->>'$.author.key', history->>'$.author.name')
        as actor_id,
    replace(field, 'issuekey', 'key') as field,
    case when field = 'assignee' then prefix else '' end || coalesce(
        nullif(item->>'$.from', ''), case when field in ('key', 'issuekey') then item->>'$.fromString' end)
        as from_value,
    item->>'$.fromString' as from_name,
    case when field = 'assignee' then prefix else '' end || coalesce(
        nullif(item->>'$.to', ''), case when field in ('key', 'issuekey') then item->>'$.toString' end) as to_value,
    item->>'$.toString' as to_name
from changes

-- relation: staged_statuses
select
    owner_key, source, site,
    record_id as status_id,
    payload->>'$.name' as name,
    case payload->>'$.statusCategory.key'
        when 'new' then 'todo' when 'indeterminate' then 'in_progress' when 'done' then 'done' end as status
from payloads
where kind = 'status'

-- relation: staged_declarations
with issue_lists as (
    select owner_key, updated_at, payload->'$.fields.worklog.worklogs' as listed,
        try_cast(payload->>'$.fields.worklog.total' as bigint) as total
    from payloads where kind = 'issue'
),
whole as (  -- since when a list is known to be whole: what it lacks was deleted
    select owner_key, max(updated_at) as whole_at
    from (
        select owner_key, updated_at from issue_lists
        where json_type(listed) = 'ARRAY' and json_array_length(listed) >= total
        union all
        select owner_key, updated_at from payloads where kind = 'worklogs'
    )
    group by owner_key
),
found as (
    select owner_key, unnest(json_extract(listed, '$[*]')) as worklog, updated_at, 1 as origin from issue_lists
    union all
    select owner_key, unnest(json_extract(payload, '$.worklogs[*]')), updated_at, 2 from payloads where kind = 'worklogs'
    union all
    select owner_key, payload, updated_at, 3 from payloads where kind = 'worklog'
),
once as (
    select found.owner_key, worklog
    from found
    left join whole using (owner_key)
    where origin = 1 or whole_at is null or found.updated_at > whole_at
       or (origin = 2 and found.updated_at = whole_at)
    qualify row_number() over (
        partition by found.owner_key, coalesce(worklog->>'$.id', cast(worklog as varchar))
        order by try_cast(worklog->>'$.updated' as timestamptz) desc nulls last, origin, cast(worklog as varchar)) = 1
),
prefixed as (
    select once.*, regexp_extract(owner_key, '^(.*:)[^:]*$', 1) as prefix from once
)
select
    owner_key,
    owner_key as item_id,
    prefix || (worklog->>'$.id') as declaration_id,
    prefix || coalesce(worklog->>'$.author.accountId', worklog->>'$.author.key', worklog->>'$.author.name')
        as person_id,
    coalesce(
        try_cast(worklog->>'$.started' as timestamptz), try_cast(worklog->>'$.created' as timestamptz)
    ) at time zone 'UTC' as started_at,
    -- a worklog of no time or less is none: it is left out and counted
    case when try_cast(worklog->>'$.timeSpentSeconds' as bigint) > 0
        then try_cast(worklog->>'$.timeSpentSeconds' as bigint) end as seconds,
    'worklog' as evidence
from prefixed

-- relation: staged_activity
with comments as (
    select owner_key, source || ':' || site || ':' as prefix,
        unnest(json_extract(payload, '$.fields.comment.comments[*]')) as act
    from payloads where kind = 'issue'
    union all
    select owner_key, source || ':' || site || ':', payload from payloads where kind = 'comment'
),
histories as (
    select owner_key, source || ':' || site || ':' as prefix,
        unnest(json_extract(payload, '$.changelog.histories[*]')) as act
    from payloads where kind = 'issue'
    union all
    select owner_key, source || ':' || site || ':', payload from payloads where kind = 'changelog'
),
acts as (
    select *, 'comment' as action from comments
    union all
    select *, 'transition' from histories
    where list_contains(json_extract_string(act, '$.items[*].field'), 'status')
),
timed as (
    select *,
        coalesce(act->>'$.id', cast(act as varchar)) as act_id,
        case
            when regexp_full_match(act->>'$.created', '\d{12,15}') then epoch_ms(cast(act->>'$.created' as bigint))
            when regexp_full_match(act->>'$.created', '\d{9,11}')
                then epoch_ms(cast(act->>'$.created' as bigint) * 1000)
            else try_cast(act->>'$.created' as timestamptz) at time zone 'UTC'
        end as acted_at
    from acts
)
select
    owner_key,
    owner_key as item_id,
    prefix || coalesce(act->>'$.author.accountId', act->>'$.author.key', act->>'$.author.name') as person_id,
    acted_at,
    action
from timed
where coalesce(act->>'$.author.accountType', '') <> 'app'
  and coalesce(act->>'$.author.accountId', act->>'$.author.key', act->>'$.author.name') is not null
qualify row_number() over (partition by owner_key, action, act_id order by acted_at desc nulls last) = 1

-- relation: staged_people
with seen as (
    select owner_key, source, site, updated_at, unnest([
        payload->'$.fields.assignee', payload->'$.fields.reporter', payload->'$.fields.creator']) as person
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, updated_at, unnest(list_concat(
        json_extract(payload, '$.changelog.histories[*].author'),
        json_extract(payload, '$.fields.comment.comments[*].author'),
        json_extract(payload, '$.fields.worklog.worklogs[*].author')))
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, updated_at, unnest(json_extract(payload, '$.worklogs[*].author'))
    from payloads where kind = 'worklogs'
    union all
    select owner_key, source, site, updated_at, payload->'$.author'
    from payloads where kind in ('changelog', 'comment', 'worklog')
    union all
    select owner_key, source, site, updated_at, payload from payloads where kind = 'user'
),
named as (
    select *, source || ':' || site || ':'
        || coalesce(person->>'$.accountId', person->>'$.key', person->>'$.name') as person_id
    from seen
)
select
    owner_key,
    person_id,
    person->>'$.displayName' as display_name,
    nullif(person->>'$.emailAddress', '') as email,
    person->>'$.timeZone' as time_zone,
    case
        when person->>'$.accountType' = 'app' then false
        when regexp_matches(coalesce(person->>'$.displayName', ''),
            '(?i)\bbot\b|automation|pagerduty|datadog|grafana|prometheus|alertmanager|opsgenie|zabbix|nagios|new ?relic'
            || '|sentry|jenkins|webhook|service account|integration$') then false
        when person->>'$.accountType' in ('atlassian', 'customer') then true
    end as is_human,
    updated_at as seen_at
from named
where person_id is not null
qualify row_number() over (
    partition by owner_key, person_id
    order by updated_at desc nulls last, length(cast(person as varchar)) desc, cast(person as varchar)) = 1

-- relation: staged_mentions
with texts as (
    select owner_key, cast(payload->'$.fields.description' as varchar) as written, 'text' as method, 0.9 as confidence
    from payloads where kind = 'issue'
    union all
    select owner_key, cast(unnest(json_extract(payload, '$.fields.comment.comments[*].body')) as varchar), 'comment', 0.7
    from payloads where kind = 'issue'
    union all
    select owner_key, cast(payload->'$.body' as varchar), 'comment', 0.7 from payloads where kind = 'comment'
    union all
    select owner_key, payload->>'$.object.url', 'remote_link', 0.95 from payloads where kind = 'remote_link'
    union all  -- the field that PagerDuty's own integration fills is a custom one of any name
    select owner_key, cast(payload->'$.fields' as varchar), 'field', 0.5 from payloads where kind = 'issue'
),
targets as (
    select owner_key, method, confidence, unnest(regexp_extract_all(
        written, 'https?://[A-Za-z0-9-]+(?:\.eu)?\.pagerduty\.com/incidents/[A-Za-z0-9]+')) as target
    from texts
)
select
    owner_key,
    owner_key as item_id,
    target,
    -- found in the fields as a whole, but neither in the description nor in a comment: a field of its own
    arg_max(method, confidence) as method,
    case when max(confidence) = 0.5 then 0.9 else max(confidence) end as confidence
from targets
group by owner_key, target

-- relation: staged_aliases
with issues as (
    select owner_key, site, payload, case
        when payload->>'$.self' like 'http%/rest/%' and payload->>'$.self' not like '%//api.atlassian.com/%'
            then regexp_extract(payload->>'$.self', '^(https?://.+?)/rest/', 1)
        when contains(site, '.') then 'https://' || site
    end as base
    from payloads where kind = 'issue'
),
items as (
    select owner_key, unnest(json_extract(payload, '$.changelog.histories[*].items[*]')) as item
    from payloads where kind = 'issue'
    union all
    select owner_key, unnest(json_extract(payload, '$.items[*]')) from payloads where kind = 'changelog'
),
keys as (
    select owner_key, payload->>'$.key' as key from issues
    union
    select owner_key, item->>'$.fromString' from items
    where lower(coalesce(item->>'$.fieldId', item->>'$.field')) in ('key', 'issuekey')
)
select distinct owner_key, owner_key as item_id, alias
from (
    select owner_key, unnest([key, '/browse/' || key, base || '/browse/' || key]) as alias
    from keys
    left join issues using (owner_key)
)
where alias is not null
