-- Which issues an incident mentions, and under which names it is mentioned itself.

-- relation: staged_mentions
with texts as (
    select owner_key, owner_id, source || ':' || site || ':' as prefix, concat_ws(' ', payload->>'$.note',
        payload->>'$.channel.content', payload->>'$.channel.summary', payload->>'$.channel.details',
        payload->>'$.event_details', payload->>'$.contexts', payload->>'$.body.details',
        payload->>'$.first_trigger_log_entry.channel.details') as words
    from payloads
    where kind = 'incident'
        or payload->>'$.type' in ('annotate_log_entry', 'trigger_log_entry', 'resolve_log_entry')
),
notes as (
    select owner_key, source || ':' || site || ':' || owner_id as item_id,
        lower(regexp_replace(coalesce(payload->>'$.channel.content', payload->>'$.channel.summary', payload->>'$.note'),
            '\s+', '', 'g')) as said
    from payloads where kind = 'log_entry' and payload->>'$.type' = 'annotate_log_entry'
),
incidents as (select *, source || ':' || site || ':' as prefix from payloads where kind = 'incident'),
found as (
    select owner_key, prefix || owner_id as item_id, 'external_reference' as method, 1.0 as confidence,
        unnest(list_concat(payload->>'$.external_references[*].external_id',
            payload->>'$.external_references[*].external_url')) as target
    from incidents
    union all
    select owner_key, prefix || owner_id, 'merge', 1.0, prefix || (payload->>'$.resolve_reason.incident.id')
    from incidents where payload->>'$.resolve_reason.type' = 'merge_resolve_reason'
    union all
    select owner_key, prefix || owner_id, 'note', 0.9, unnest(list_concat(
        regexp_extract_all(words, '\b[A-Z][A-Z0-9_]{1,9}-[1-9][0-9]*\b'),
        regexp_extract_all(words, 'https?://[^\s"''<>|\\]+/browse/[A-Z][A-Z0-9_]+-[1-9][0-9]*')))
    from texts
    union all  -- the extension copies an issue's comments: "[Jira] [User]: comment"; it is an alias of its issue
    select owner_key, item_id, 'synced_comment', 0.85,
        'comment:' || md5(regexp_extract(said, '^\[jira\]\[[^\]]*\]:(.{8,})$', 1))
    from notes where regexp_matches(said, '^\[jira\]\[[^\]]*\]:.{8,}$')
)
select distinct owner_key, item_id, target, method, confidence from found where target <> ''

-- relation: staged_link_fields
-- An issue's field that the extension fills with the incident's number; one with its address needs no rule to be found.
select distinct owner_key, source, site, filled->>'$.target_issue_field' as field, '#' as target_prefix
from (
    select owner_key, source, site, unnest(json_extract(payload, '$.config.jira.custom_fields[*]')) as filled
    from payloads where kind = 'jira_rule'
)
where filled->>'$.source_incident_field' = 'incident_number' and filled->>'$.target_issue_field' like 'customfield\_%' escape '\'

-- relation: staged_aliases
with notes as (
    select owner_key, source || ':' || site || ':' || owner_id as item_id,
        lower(regexp_replace(coalesce(payload->>'$.channel.content', payload->>'$.channel.summary', payload->>'$.note'),
            '\s+', '', 'g')) as said
    from payloads where kind = 'log_entry' and payload->>'$.type' = 'annotate_log_entry'
),
named as (
    select owner_key, source || ':' || site || ':' || record_id as item_id,
        unnest(list_distinct([payload->>'$.html_url', record_id, payload->>'$.incident_key'])) as alias
    from payloads where kind = 'incident'
    union  -- a note is an alias of its incident, so that its copy among an issue's comments finds it
    select owner_key, item_id, 'note:' || md5(said)
    from notes where length(said) >= 8 and not starts_with(said, '[jira][')
)
select owner_key, item_id, alias from named where alias <> ''
