-- An id under which recurring work was or is known, and the recurrence that it means today.
-- grain: key_id
-- not null: recurrence_id, item_count
-- Ids are those of recurrences, past ones too, and those of wordings; item_count is the pieces of work of that wording.
with counted as (
    select key_id, recurrence_id, count(*) as item_count from recurring_work group by all
),
wordings_meant as (
    select wordings.key_id, ids.recurrence_id, coalesce(counted.item_count, 0) as item_count
    from wordings
    join recurrence_ids as ids on ids.decided = wordings.decided and ids.recurrence_id = ids.current_id
    left join counted on counted.key_id = wordings.key_id
)
select
    coalesce(ids.recurrence_id, meant.key_id) as key_id,
    coalesce(ids.current_id, meant.recurrence_id) as recurrence_id,
    if(ids.current_id is null or ids.current_id = meant.recurrence_id, coalesce(meant.item_count, 0), 0) as item_count
from wordings_meant as meant
full join (from recurrence_ids where current_id is not null) as ids on ids.recurrence_id = meant.key_id
