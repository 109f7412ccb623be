-- What people said last of a pair of items: that they are the same work, or that they are not.
-- grain: item_id, linked_item_id
-- not null: is_apart, event_id, event_count
-- check: select count(*) from said_links where item_id >= linked_item_id
-- A pair stands once, the smaller item_id first, whichever way round it was said; the newest event of the pair counts,
-- event_count says how many there are. Either item may be one that is not held (any more): it counts once it is back.
with told as (
    select event_id, kind, trim(subject) as one, trim(body->>'$.other') as other
    from journal_events
    where kind in ('link', 'link_apart')
)
select
    least(one, other) as item_id,
    greatest(one, other) as linked_item_id,
    arg_max(kind, event_id) = 'link_apart' as is_apart,
    max(event_id) as event_id,
    count(*) as event_count
from told
where one <> '' and other <> '' and one <> other
group by least(one, other), greatest(one, other)
