-- Who was seen in an issue, which incidents it mentions, and under which names it is mentioned itself.

-- view: comments
-- Version 3 of the API gives documents: their texts in order; only signs count, spaces do not.
select owner_key, lower(regexp_replace(case json_type(body)
        when 'VARCHAR' then body->>'$'
        when 'OBJECT' then try_cast('"' || array_to_string(regexp_extract_all(
            cast(body as varchar), '"text"\s*:\s*"((?:[^"\\]|\\.)*)"', 1), '') || '"' as json)->>'$'
    end, '\s+', '', 'g')) as said
from (
    select owner_key, unnest(json_extract(payload, '$.fields.comment.comments[*].body')) as body
    from payloads where kind = 'issue'
    union all
    select owner_key, payload->'$.body' from payloads where kind = 'comment'
)

-- relation: staged_people
with seen as (
    select owner_key, source, site, updated_at, unnest(list_concat(
        [payload->'$.fields.assignee', payload->'$.fields.reporter', payload->'$.fields.creator'],
        json_extract(payload, '$.changelog.histories[*].author'),
        json_extract(payload, '$.fields.comment.comments[*].author'),
        json_extract(payload, '$.fields.worklog.worklogs[*].author'))) as person
    from payloads where kind = 'issue'
    union all
    select owner_key, source, site, updated_at, unnest(json_extract(payload, '$.worklogs[*].author'))
    from payloads where kind = 'worklogs'
    union all
    select owner_key, source, site, updated_at, payload->'$.author'
    from payloads where kind in ('changelog', 'comment', 'worklog')
    union all
    select owner_key, source, site, updated_at, payload from payloads where kind = 'user'
)
select
    owner_key,
    source || ':' || site || ':'
        || coalesce(person->>'$.accountId', person->>'$.key', person->>'$.name') as person_id,
    person->>'$.displayName' as display_name,
    nullif(person->>'$.emailAddress', '') as email,
    person->>'$.timeZone' as time_zone,
    case
        when person->>'$.accountType' = 'app' then false
        when regexp_matches(display_name, '(?i)\bbot\b|automation|pagerduty|datadog|grafana|prometheus'
            '|alertmanager|opsgenie|zabbix|nagios|new ?relic|sentry|jenkins|webhook|service account|integration$') then false
        when person->>'$.accountType' in ('atlassian', 'customer') then true
    end as is_human,
    updated_at as seen_at
from seen
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
        written, 'https?://[A-Za-z0-9-]+(?:\.eu)?\.pagerduty\.com/incidents/[A-Za-z0-9]+')) as target from texts
)
-- found in the fields as a whole, but neither in the description nor in a comment: in a field of its own
select owner_key, owner_key as item_id, target, arg_max(method, confidence) as method,
    if(max(confidence) = 0.5, 0.9, max(confidence)) as confidence
from targets group by owner_key, target
union all  -- a bare number in a field of its own is a name only where a rule says so: confidence below what links
select distinct owner_key, owner_key, regexp_extract(found, ':\s*"?#?([0-9]+)', 1),
    regexp_extract(found, 'customfield_[0-9]+'), 0.3
from (
    select owner_key, unnest(regexp_extract_all(cast(payload->'$.fields' as varchar),
        '"customfield_[0-9]+"\s*:\s*(?:[1-9][0-9]{0,8}(?:\.0)?|"#?[1-9][0-9]{0,8}")\s*[,}]')) as found
    from payloads where kind = 'issue'
)
union all  -- the extension copies an incident's notes: "PagerDuty [User]: note"; the note is an alias of its incident
select distinct owner_key, owner_key, 'note:' || md5(regexp_extract(said, '^pagerduty\[[^\]]*\]:(.{8,})$', 1)),
    'synced_note', 0.85
from comments where regexp_matches(said, '^pagerduty\[[^\]]*\]:.{8,}$')

-- relation: staged_aliases
with issues as (
    select owner_key, payload->>'$.key' as key, case
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
    select owner_key, key from issues
    union
    select owner_key, item->>'$.fromString' from items
    where lower(coalesce(item->>'$.fieldId', item->>'$.field')) in ('key', 'issuekey')
),
written as (
    select owner_key, unnest([keys.key, '/browse/' || keys.key, base || '/browse/' || keys.key]) as alias
    from keys left join issues using (owner_key)
)
select distinct owner_key, owner_key as item_id, alias from written where alias is not null
union  -- a comment is an alias of its issue, so that its copy among an incident's notes finds it; short ones say too little
select owner_key, owner_key, 'comment:' || md5(said)
from comments where length(said) >= 8 and not starts_with(said, 'pagerduty[')
