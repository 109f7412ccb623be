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
select 'people', '', place, reason, person || ',' || account, 1
from named_people
where reason <> ''
union all
select 'leave', '', place, reason, coalesce(excerpt, ''), count(*)
from leave
where reason <> ''
group by all
union all
select 'people', '', '[[calendar.people]] ' || own_hours.position,
    if(coalesce(names.person_count, 0) = 0, 'nobody is called so', 'several people are called so'), own_hours.person, 1
from own_hours
left join person_names as names
    on names.name = regexp_replace(lower(nfc_normalize(own_hours.person)), '[\s\p{Z}]+', '', 'g')
where names.identity_id is null
