-- Two items of different sites that look like the same work: the same service, almost the same title, at the same time.
-- grain: item_id, linked_item_id
-- not null: similarity, created_seconds_apart
-- check: select count(*) from similar_items where item_id >= linked_item_id or created_seconds_apart >= 300
-- check: select count(*) from similar_items cross join settings where not similar_links
-- The weakest evidence (sources.md 5), empty unless the settings ask for it: [links] similar = true. Created less than
-- five minutes apart, services of equal name, titles of a Jaro-Winkler similarity from .9 (Winkler, String comparator
-- metrics, 1990; the bound is our guess). Each item is paired with its best match only, and only where that is mutual.
with settled as (
    select item_id, source, site, lower(trim(service)) as service, lower(trim(title)) as title, created_at
    from items
    semi join settings on settings.similar_links
    where trim(service) <> '' and trim(title) <> '' and not is_deleted
),
pairs as (
    select one.item_id, other.item_id as linked_item_id,
        jaro_winkler_similarity(one.title, other.title) as similarity,
        abs(date_diff('second', one.created_at, other.created_at)) as created_seconds_apart
    from settled as one
    join settled as other
        on other.service = one.service and (other.source, other.site) <> (one.source, one.site)
        and other.item_id > one.item_id
        and other.created_at > one.created_at - interval 5 minute
        and other.created_at < one.created_at + interval 5 minute
    where jaro_winkler_similarity(one.title, other.title) >= 0.9
),
ranked as (
    select pairs.*,
        row_number() over (
            partition by item_id order by similarity desc, created_seconds_apart, linked_item_id
        ) as place,
        row_number() over (
            partition by linked_item_id order by similarity desc, created_seconds_apart, item_id
        ) as linked_place
    from pairs
)
select item_id, linked_item_id, similarity, created_seconds_apart
from ranked
where place = 1 and linked_place = 1
