-- Effort that somebody declared on a piece of work, and why it was left out where it was; the person by pseudonym.
-- grain: item_id, declaration_id
-- not null: work_id, day, week, person, evidence, hours
-- check: select abs((select count(*) from explained_declarations) - (select count(*) from declarations where work_id is not null))
-- check: select abs((select coalesce(sum(hours), 0) from explained_declarations where left_out is null) - (select coalesce(sum(seconds), 0) from declared_effort) / 3600.0) > 0.00001 * (1 + (select count(*) from explained_declarations))
-- left_out: null where it counts, else item_was_deleted, not_positive, in_the_future, or other_kind_is_larger: a linked
-- pair may tell of the same hours twice, and only the kind of declaration with the larger total counts.
with chosen as (
    select distinct work_id, evidence from declared_effort
),
names as (
    select person_id, pseudonym from people
)
select
    declarations.work_id,
    declarations.item_id,
    declarations.declaration_id,
    items.item_key,
    declarations.day,
    strftime(declarations.day, '%G-W%V') as week,
    coalesce(names.pseudonym, '?') as person,
    declarations.evidence,
    declarations.seconds / 3600.0 as hours,
    case
        when declarations.left_out_because is not null then replace(declarations.left_out_because, ' ', '_')
        when declarations.evidence <> chosen.evidence then 'other_kind_is_larger'
    end as left_out
from declarations
join items on items.item_id = declarations.item_id
left join chosen on chosen.work_id = declarations.work_id
left join names on names.person_id = declarations.person_id
where declarations.work_id is not null
