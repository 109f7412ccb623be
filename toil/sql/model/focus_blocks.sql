-- Two hours on end of a person's working day that an interruption fell into.
-- grain: person_id, day, block
-- not null: item_id, interruption_count
-- check: select count(*) from focus_blocks where block < 0
-- check: select count(*) from (select person_id, day, sum(interruption_count) as held from focus_blocks group by all) as blocks left join (select person_id, day, count(*) as heard from interruptions group by all) as days using (person_id, day) where held > coalesce(heard, 0)
-- A working day is cut into blocks of two hours from where its window opens (9 to 18: four blocks; what is left over
-- before it closes is none). A block with at least one interruption is lost for work that needs focus: "destroyed focus
-- blocks = 2 h blocks with >= 1" (toil.md 3.3). The block belongs to the item that interrupted it first. Who is on
-- leave then has no focus to lose.
select interruptions.person_id, interruptions.day,
    date_diff('second', days.opens_at, interruptions.interrupted_at) // 7200 as block,
    arg_min(interruptions.item_id, row(interruptions.interrupted_at, interruptions.item_id)) as item_id,
    count(*) as interruption_count
from interruptions
join people on people.person_id = interruptions.person_id
join calendar_days as days
    on days.calendar_id = people.calendar_id and days.day = interruptions.day and days.is_working
left join leave_days as leave on leave.person_id = interruptions.person_id and leave.day = interruptions.day
where interruptions.interrupted_at >= days.opens_at
    and days.opens_at + to_hours(2 * (date_diff('second', days.opens_at, interruptions.interrupted_at) // 7200 + 1))
        <= days.closes_at
    and (
        leave.person_id is null
        or len(list_filter(
            leave.windows,
            lambda open: open.opens_at <= interruptions.interrupted_at and interruptions.interrupted_at < open.closes_at
        )) > 0
    )
group by all
