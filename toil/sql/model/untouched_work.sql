-- Work that machines opened and closed and no human touched: noise, which takes nobody's time.
-- grain: work_id
-- Nobody acknowledged, commented, changed or worked on any of its items, and every item was opened by a machine.
with touched as (
    select item_id, person_id from staged_activity
    union
    select item_id, actor_id from staged_changes
    union
    select item_id, person_id from staged_engagements
    union
    select item_id, person_id from staged_declarations
),
by_people as (
    select components.work_id
    from touched
    join people on people.person_id = touched.person_id and people.is_human
    join work_components as components on components.item_id = touched.item_id
    union
    select components.work_id
    from items
    join work_components as components on components.item_id = items.item_id
    where not coalesce(items.is_machine_made, false)
)
select work.work_id
from work
anti join by_people on by_people.work_id = work.work_id
where work.status in ('done', 'cancelled') and not work.is_deleted
