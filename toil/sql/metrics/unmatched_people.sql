-- A human seen at one source or site who is nobody elsewhere, with the row that would name them in the list of people.
-- grain: person_id
-- not null: side, row_to_add
-- Only where there is more than one source or site.
with matched as (
    select identity_id, count(distinct side) as sides from people where is_human group by identity_id
)
select people.person_id, people.side, people.display_name,
    '"' || replace(coalesce(people.display_name, people.person_id), '"', '""') || '","'
        || replace(people.person_id, '"', '""') || '"' as row_to_add
from people
join matched on matched.identity_id = people.identity_id
where people.is_human and matched.sides = 1 and (select count(distinct side) from people) > 1
