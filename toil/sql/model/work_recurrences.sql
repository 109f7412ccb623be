-- The recurrence that a piece of work belongs to: its primary item's, else that of any other of its items.
-- grain: work_id
-- not null: recurrence_id
select components.work_id,
    arg_min(members.recurrence_id, row(not components.is_primary, members.recurrence_id)) as recurrence_id
from recurrence_members as members
join work_components as components on components.item_id = members.item_id
group by components.work_id
