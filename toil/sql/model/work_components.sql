-- An item and the piece of work that it is part of: everything that links connect is one piece of work.
-- grain: item_id
-- not null: work_id, is_primary
-- check: select abs((select count(*) from work_components) - (select count(*) from items))
-- check: select count(*) from (select work_id from work_components group by work_id having count(*) filter (where is_primary) <> 1)
-- check: select count(*) from work_links join work_components as one on one.item_id = work_links.item_id join work_components as other on other.item_id = work_links.linked_item_id where one.work_id <> other.work_id
-- check: select count(*) from said_links join work_components as one on one.item_id = said_links.item_id join work_components as other on other.item_id = said_links.linked_item_id where said_links.is_apart and one.work_id = other.work_id
-- work_id is the item_id of the earliest item, so that what people said of a piece of work stays with it when a
-- later ticket is linked. The primary item is the one that people read: present, then not machine-made, then earliest.
-- Roots spread to neighbours and leap over their own root's root (pointer jumping), so that a chain of n links takes
-- about log n rounds: Shiloach and Vishkin, An O(log n) parallel connectivity algorithm, 1982.
with recursive edges as materialized (
    select item_id as node, linked_item_id as neighbour from work_links
    union all
    select linked_item_id, item_id from work_links
),
rooted(node, root) using key (node) as (
    select node, least(node, min(neighbour)) from edges group by node
    union
    select fresh.node, fresh.root
    from (
        select held.node, least(min(beside.root), min(above.root)) as root
        from recurring.rooted as held
        join edges on edges.node = held.node
        join recurring.rooted as beside on beside.node = edges.neighbour
        join recurring.rooted as above on above.node = held.root
        group by held.node
    ) as fresh
    join recurring.rooted as held on held.node = fresh.node
    where fresh.root < held.root
),
linked as (
    select items.item_id, rooted.root, items.created_at, items.is_deleted,
        coalesce(items.is_machine_made, false) as is_machine_made
    from items
    join rooted on rooted.node = items.item_id
)
select
    item_id,
    first_value(item_id) over (partition by root order by created_at, item_id) as work_id,
    row_number() over (partition by root order by is_deleted, is_machine_made, created_at, item_id) = 1 as is_primary
from linked
union all
select item_id, item_id, true
from items
anti join rooted on rooted.node = items.item_id
