-- An item of a source – an issue, an incident, an imported row – and the piece of work that it is part of.
-- grain: item_id
-- not null: work_id, source, status, created_at, team, is_deleted
-- check: select abs((select count(*) from work_items) - (select count(*) from items))
-- public: yes
select
    items.item_id,
    components.work_id,
    components.is_primary,
    items.source,
    items.site,
    items.item_key,
    items.url,
    items.title,
    items.item_type,
    items.source_status,
    items.status,
    items.priority,
    items.urgency,
    items.created_at,
    items.started_at,
    items.resolved_at,
    items.updated_at,
    items.requester_id,
    items.assignee_id,
    items.team,
    items.project,
    items.service,
    items.labels,
    items.is_planned,
    items.is_machine_made,
    items.is_deleted
from items
join work_components as components using (item_id)
