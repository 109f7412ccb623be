-- Jira's payloads as staged relations. An owner is an issue, so `owner_key` is its item_id.
-- Kinds: issue, changelog (one entry), worklog (one), worklogs (an issue's whole list at one time), comment,
-- remote_link, status, field, user. People and links stand in staging_links.sql.

-- basis: statuses
select site, record_id as status_id, payload->>'$.statusCategory.key' as listed_category
from reference_payloads where kind = 'status'

-- basis: agile_fields
-- Story points and sprints stand in custom fields, known by their names; a site may have several of one name.
select site, record_id as field_id, lower(payload->>'$.name') as name
from reference_payloads
where kind = 'field' and regexp_full_match(record_id, 'customfield_\d+')
  and lower(payload->>'$.name') in ('story points', 'story point estimate', 'ストーリーポイント', 'ストーリー ポイント',
    'sprint', 'スプリント')

-- relation: staged_items
with shaped as (  -- one look at each payload; what has another form than expected becomes null
    select owner_key, source, site, source || ':' || site || ':' as prefix, json_transform(payload, '{
        "key": "VARCHAR", "self": "VARCHAR", "fields": {
            "summary": "VARCHAR", "description": "JSON", "labels": ["VARCHAR"], "components": [{"name": "VARCHAR"}],
            "issuetype": {"name": "VARCHAR"}, "priority": {"name": "VARCHAR"}, "resolution": {"name": "VARCHAR"},
            "status": {"id": "VARCHAR", "name": "VARCHAR", "statusCategory": {"key": "VARCHAR"}},
            "created": "VARCHAR", "updated": "VARCHAR", "resolutiondate": "VARCHAR",
            "statuscategorychangedate": "VARCHAR", "project": {"id": "VARCHAR", "key": "VARCHAR"}, "parent": {"id": "VARCHAR"},
            "assignee": {"accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR"},
            "reporter": {"accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "displayName": "VARCHAR",
                         "accountType": "VARCHAR"},
            "creator": {"accountId": "VARCHAR", "key": "VARCHAR", "name": "VARCHAR", "accountType": "VARCHAR"},
            "comment": {"total": "VARCHAR", "comments": ["JSON"]}}}') as issue
    from payloads where kind = 'issue'
),
custom as (
    select owner_key, agile_fields.name, json_extract(payloads.payload, '$.fields.' || field_id) as value
    from payloads
    join agile_fields using (site)
    where kind = 'issue'
),
agile as (
    select owner_key,
        max(try_cast(value->>'$' as double)) filter (name not in ('sprint', 'スプリント')) as story_points,
        -- Cloud gives objects, Data Center the text of a Java object: [id=1,…,name=Sprint 5,…]
        max(coalesce(value->>'$[#-1].name', nullif(regexp_extract(value->>'$[#-1]', '\bname=([^,\]]*)', 1), '')))
            filter (name in ('sprint', 'スプリント') and json_type(value) = 'ARRAY') as sprint
    from custom group by owner_key
),
issues as materialized (
    select owner_key, shaped.source, shaped.site, prefix, issue.key as item_key, issue.self as self,
        issue.fields as fields, issue.fields.reporter as reporter, coalesce(issue.fields.labels, []) as labels,
        list_transform(labels, lambda label: lower(label)) as small_labels,
        lower(issue.fields.issuetype.name) as type_name,
        lower(replace(replace(issue.fields.resolution.name, '’', ''), '''', '')) as resolved_as,
        lower(replace(replace(issue.fields.status.name, '’', ''), '''', '')) as status_name,
        coalesce(issue.fields.status.statusCategory.key, listed_category) as category
    from shaped
    left join statuses on statuses.site = shaped.site and status_id = issue.fields.status.id
)
select
    owner_key, owner_key as item_id, source, site, item_key,
    case
        when self like 'http%/rest/%' and self not like '%//api.atlassian.com/%'
            then regexp_extract(self, '^(https?://.+?)/rest/', 1)
        when contains(site, '.') then 'https://' || site
    end || '/browse/' || item_key as url,
    fields.summary as title,
    case json_type(fields.description)
        when 'VARCHAR' then fields.description->>'$'
        -- Atlassian Document Format: its texts, mentions and cards in the order in which they are written
        when 'OBJECT' then nullif(trim(regexp_replace(try_cast('"' || array_to_string(regexp_extract_all(
            cast(fields.description as varchar), '"(?:text|url|alt|title)"\s*:\s*"((?:[^"\\]|\\.)*)"', 1), ' ') || '"' as json)->>'$',
            '\s+', ' ', 'g')), '')
    end as description,
    fields.issuetype.name as item_type, fields.status.id as status_id, fields.status.name as source_status,
    case
        when category = 'new' then 'todo'
        when category = 'indeterminate' then 'in_progress'
        when category = 'done' and (resolved_as in (
            'wont do', 'wont fix', 'wont implement', 'duplicate', 'cannot reproduce', 'declined', 'rejected', 'invalid',
            'obsolete', 'abandoned', 'cancelled', 'canceled', 'not a bug', 'not our bug', 'incomplete',
            'needs more info', 'works as designed', '対応しない', '重複', '再現不可', '再現できず', '却下', 'キャンセル', '取り下げ', '中止')
          or status_name in ('wont do', 'cancelled', 'canceled', 'rejected', 'declined',
            'キャンセル', '却下', '取り下げ', '中止')) then 'cancelled'
        when category = 'done' then 'done'
    end as status,
    fields.priority.name as priority,
    try_cast(fields.created as timestamptz) at time zone 'UTC' as created_at,
    coalesce(
        try_cast(fields.resolutiondate as timestamptz),
        case when category = 'done' then try_cast(fields.statuscategorychangedate as timestamptz) end
    ) at time zone 'UTC' as resolved_at,
    try_cast(fields.updated as timestamptz) at time zone 'UTC' as updated_at,
    prefix || coalesce(reporter.accountId, reporter.key, reporter.name,
        fields.creator.accountId, fields.creator.key, fields.creator.name) as requester_id,
    prefix || coalesce(fields.assignee.accountId, fields.assignee.key, fields.assignee.name) as assignee_id,
    coalesce(fields.project.id, fields.project.key) as scope_id,
    fields.project.key as project, fields.components[1].name as service, labels,
    case
        when list_has_any(small_labels, ['unplanned', 'interrupt', 'oncall', 'on-call']) then false
        when list_has_any(small_labels, ['planned', 'roadmap', 'okr']) then true
        when type_name in ('story', 'user story', 'epic', 'new feature', 'feature', 'improvement', 'initiative',
            'ストーリー', 'エピック', '新機能', '機能追加', '改善', '故事', '史诗') then true
        when regexp_full_match(type_name, '(\[system\] )?(incident|service request( with approvals)?|support|question'
            '|alert|it help)|インシデント|障害|サービスリクエスト|サービス要求|問い合わせ|アラート') then false
    end as is_planned,
    case
        when reporter.accountType = 'app' or fields.creator.accountType = 'app' then true
        when regexp_matches(reporter.displayName, '(?i)\bbot\b|automation|pagerduty|datadog|grafana|prometheus'
            '|alertmanager|opsgenie|zabbix|nagios|new ?relic|sentry|jenkins|webhook|service account|integration$') then true
        when reporter.accountType in ('atlassian', 'customer') then false
    end as is_machine_made,
    prefix || fields.parent.id as parent_id,
    coalesce(try_cast(fields.comment.total as integer), len(fields.comment.comments)) as comment_count,
    fields.resolution.name as resolution, agile.story_points, agile.sprint
from issues
left join agile using (owner_key)

-- relation: staged_changes
with histories as (
    select owner_key, source, site, unnest(json_extract(payload, '$.changelog.histories[*]')) as history, 1 as origin
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, payload, 2 from payloads where kind = 'changelog'
),
once as (
    select *, coalesce(history->>'$.id', cast(history as varchar)) as history_id, history->>'$.created' as created
    from histories
    qualify row_number() over (partition by owner_key, history_id order by origin, cast(history as varchar)) = 1
),
items as (
    select owner_key, source || ':' || site || ':' as prefix, history, history_id,
        -- bulkfetch writes seconds or milliseconds where the other endpoints write ISO
        coalesce(try_cast(created as timestamptz) at time zone 'UTC',
            try(epoch_ms(try_cast(created as bigint) * if(length(created) < 12, 1000, 1)))) as changed_at,
        unnest(json_extract(history, '$.items[*]')) as item,
        generate_subscripts(json_extract(history, '$.items[*]'), 1) as place
    from once
)
select
    owner_key, owner_key as item_id, changed_at,
    row_number() over (
        partition by owner_key order by changed_at, try_cast(history_id as bigint), history_id, place) as ordinal,
    prefix || coalesce(history->>'$.author.accountId', history->>'$.author.key', history->>'$.author.name')
        as actor_id,
    replace(lower(coalesce(item->>'$.fieldId', item->>'$.field')), 'issuekey', 'key') as field,
    if(field = 'assignee', prefix, '')
        || coalesce(nullif(item->>'$.from', ''), if(field = 'key', item->>'$.fromString', null)) as from_value,
    item->>'$.fromString' as from_name,
    if(field = 'assignee', prefix, '')
        || coalesce(nullif(item->>'$.to', ''), if(field = 'key', item->>'$.toString', null)) as to_value,
    item->>'$.toString' as to_name
from items
where field in ('status', 'assignee', 'key')

-- relation: staged_statuses
select owner_key, source, site, record_id as status_id, payload->>'$.name' as name,
    case payload->>'$.statusCategory.key'
        when 'new' then 'todo' when 'indeterminate' then 'in_progress' when 'done' then 'done' end as status
from payloads where kind = 'status'

-- relation: staged_declarations
with issue_lists as (
    select owner_key, source, site, updated_at, payload->'$.fields.worklog.worklogs' as listed,
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
    select owner_key, source, site, unnest(json_extract(listed, '$[*]')) as worklog, updated_at, 1 as origin
    from issue_lists
    union all
    select owner_key, source, site, unnest(json_extract(payload, '$.worklogs[*]')), updated_at, 2
    from payloads where kind = 'worklogs'
    union all
    select owner_key, source, site, payload, updated_at, 3 from payloads where kind = 'worklog'
),
once as (
    select owner_key, source || ':' || site || ':' as prefix, worklog
    from found
    left join whole using (owner_key)
    where (origin = 1 or whole_at is null or updated_at > whole_at or (origin = 2 and updated_at = whole_at))
      and (site, coalesce(worklog->>'$.id', '')) not in (
        select (site, record_id) from removed_records where kind = 'worklog')
    qualify row_number() over (
        partition by owner_key, coalesce(worklog->>'$.id', cast(worklog as varchar))
        order by try_cast(worklog->>'$.updated' as timestamptz) desc nulls last, origin, cast(worklog as varchar)) = 1
)
select
    owner_key, owner_key as item_id,
    prefix || (worklog->>'$.id') as declaration_id,
    prefix || coalesce(worklog->>'$.author.accountId', worklog->>'$.author.key', worklog->>'$.author.name')
        as person_id,
    coalesce(
        try_cast(worklog->>'$.started' as timestamptz), try_cast(worklog->>'$.created' as timestamptz)
    ) at time zone 'UTC' as started_at,
    -- a worklog of no time or less is none: it is left out and counted
    if(try_cast(worklog->>'$.timeSpentSeconds' as bigint) > 0, try_cast(worklog->>'$.timeSpentSeconds' as bigint), null)
        as seconds,
    'worklog' as evidence
from once

-- relation: staged_activity
with acts as (
    select owner_key, source, site, unnest(json_extract(payload, '$.fields.comment.comments[*]')) as act,
        'comment' as action
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, payload, 'comment' from payloads where kind = 'comment'
    union all
    select owner_key, source, site, unnest(json_extract(payload, '$.changelog.histories[*]')), 'transition'
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, payload, 'transition' from payloads where kind = 'changelog'
)
select
    owner_key, owner_key as item_id,
    source || ':' || site || ':'
        || coalesce(act->>'$.author.accountId', act->>'$.author.key', act->>'$.author.name') as person_id,
    coalesce(try_cast(act->>'$.created' as timestamptz) at time zone 'UTC', try(epoch_ms(
        try_cast(act->>'$.created' as bigint) * if(length(act->>'$.created') < 12, 1000, 1)))) as acted_at,
    action
from acts
where person_id is not null
  and coalesce(act->>'$.author.accountType', '') <> 'app'
  and (action = 'comment' or list_contains(json_extract_string(act, '$.items[*].field'), 'status'))
qualify row_number() over (
    partition by owner_key, action, coalesce(act->>'$.id', cast(act as varchar))
    order by acted_at desc nulls last, person_id) = 1
