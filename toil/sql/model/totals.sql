-- What a relation holds against what it was made from: rows lost or doubled on the way show here.
-- grain: relation
-- not null: base_rows, built_rows
-- check: select count(*) from totals where base_rows <> built_rows
select 'items' as relation,
    (select count(distinct item_id) from staged_items) as base_rows,
    (select count(*) from items) as built_rows
union all
select 'work_items', (select count(distinct item_id) from staged_items), (select count(*) from work_items)
union all
select 'work', (select count(distinct item_id) from staged_items),
    (select cast(coalesce(sum(item_count), 0) as bigint) from work)
union all
select 'declarations',
    (select count(*) from (select distinct item_id, declaration_id from staged_declarations)),
    (select count(*) from declarations)
union all
select 'people', (select count(distinct person_id) from staged_people where person_id <> ''),
    (select count(*) from people where person_id in (select person_id from staged_people))
union all
select 'interruptions',
    (
        select count(*)
        from staged_interruptions as told
        cross join build_info
        join people on people.person_id = told.person_id and people.is_human
        join items on items.item_id = told.item_id and not items.is_deleted
        where told.interrupted_at <= build_info.as_of
    ),
    (select cast(coalesce(sum(merged_count), 0) as bigint) from interruptions)
