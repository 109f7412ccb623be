-- A candidate link within reach of items that people keep apart, and its place: the strongest comes first.
-- grain: item_id, linked_item_id
-- not null: place
-- check: select count(*) - coalesce(max(place), 0) from link_disputes
-- What a person linked comes before all else, the newest word first; then the higher confidence; equals in the order of
-- method and ids, so that two builds decide alike.
with recursive edges as materialized (
    select item_id as node, linked_item_id as neighbour from link_candidates
    union all
    select linked_item_id, item_id from link_candidates
),
reached(item_id) as (
    select unnest([item_id, linked_item_id]) from said_links where is_apart
    union
    select edges.neighbour from reached join edges on edges.node = reached.item_id
)
select candidates.*,
    row_number() over (
        order by candidates.event_id desc nulls last, candidates.confidence desc, candidates.method,
            candidates.item_id, candidates.linked_item_id
    ) as place
from link_candidates as candidates
semi join reached on reached.item_id = candidates.item_id
