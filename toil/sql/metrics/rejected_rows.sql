-- Something that could not be taken: where it stood, why, and how it began.
-- grain: source, site, place, reason, excerpt
-- not null: row_count
select source, site, place, reason, excerpt, count(*) as row_count
from rejections
group by all
union all
select items.source, items.site, 'declared effort',
    case declarations.left_out_because
        when 'not positive' then 'the declared time is not positive'
        else 'the declared time begins after the moment the data tell of'
    end,
    coalesce(items.item_key, items.item_id) || ': ' || declarations.seconds || ' s at ' || declarations.started_at,
    count(*)
from declarations
join items on items.item_id = declarations.item_id
where declarations.left_out_because in ('not positive', 'in the future')
group by all
union all
select items.source, items.site, 'interruptions', 'the interruption lies after the moment the data tell of',
    coalesce(items.item_key, items.item_id) || ' at ' || told.interrupted_at, count(*)
from staged_interruptions as told
cross join build_info
join items on items.item_id = told.item_id
where told.interrupted_at > build_info.as_of
group by all
union all
select 'people', '', place, reason, person || ',' || account, 1
from named_people
where reason <> ''
union all
select 'journal', '', 'event ' || event_id, 'an item that people linked or kept apart is not held',
    item_id || ', ' || linked_item_id, 1
from said_links
where item_id not in (select item_id from items) or linked_item_id not in (select item_id from items)
union all
select 'journal', '', 'event ' || event_id, 'what was said of a link names no two items', coalesce(subject, ''), 1
from journal_events
where kind in ('link', 'link_apart')
    and (coalesce(trim(body->>'$.other'), '') in ('', trim(subject)) or trim(subject) = '')
union all
select 'leave', '', place, reason, coalesce(excerpt, ''), count(*)
from leave
where reason <> ''
group by all
union all
select 'sli', service, place, reason, excerpt, 1
from sli_slices
where reason <> ''
union all
select 'drivers', '', place, reason, excerpt, 1
from drivers
where reason <> ''
union all
select 'people', '', '[[calendar.people]] ' || own_hours.position,
    if(coalesce(names.person_count, 0) = 0, 'nobody is called so', 'several people are called so'), own_hours.person, 1
from own_hours
left join person_names as names
    on names.name = regexp_replace(lower(nfc_normalize(own_hours.person)), '[\s\p{Z}]+', '', 'g')
where names.identity_id is null
