-- Effort that somebody declared, with the human and that human's day; left_out_because says why one does not count.
-- grain: item_id, declaration_id
-- not null: person_id, day, seconds, evidence
-- person_id is the identity's, or 'unknown' where the source names nobody.
with repeated as (  -- few are told of twice, and a window over all would carry whole rows through a sort
    select item_id, declaration_id from staged_declarations group by all having count(*) > 1
),
newest as (
    select * from staged_declarations anti join repeated using (item_id, declaration_id)
    union all
    select * from staged_declarations semi join repeated using (item_id, declaration_id)
    qualify row_number() over (partition by item_id, declaration_id order by started_at desc, seconds desc, owner_key) = 1
)
select
    newest.item_id,
    newest.declaration_id,
    components.work_id,
    coalesce(people.identity_id, 'unknown') as person_id,
    cast(timezone(coalesce(people.zone, settings.default_zone), timezone('UTC', newest.started_at)) as date) as day,
    newest.started_at,
    newest.seconds,
    newest.evidence,
    case
        when components.work_id is null then 'no such item'
        when items.is_deleted then 'item was deleted'
        when newest.seconds <= 0 then 'not positive'
        when newest.started_at > build_info.as_of then 'in the future'
    end as left_out_because
from newest
cross join settings
cross join build_info
left join items on items.item_id = newest.item_id
left join work_components as components on components.item_id = newest.item_id
left join people on people.person_id = newest.person_id
