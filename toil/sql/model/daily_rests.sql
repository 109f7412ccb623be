-- A person's rest between two days of on-call work: from the last sign of one day to the first of the next.
-- grain: person_id, day
-- not null: item_id, rested_seconds, is_short
-- check: select count(*) from daily_rests where rested_seconds < 0
-- Signs of work are interruptions, acknowledgements, and what people do (notes, resolving) on items that they
-- acknowledged; an acknowledgement left open over night is none. day: the local day that ends the rest; days without a
-- sign the day before are left out, their rest is long enough. item_id: what ended it.
-- is_short: less than the 11 hours of Directive 2003/88/EC, article 3 (daily rest: "a minimum daily rest period of 11
-- consecutive hours per 24-hour period"). Work that leaves no sign is not known: the rest may have been shorter.
with acknowledged as (
    select distinct item_id, person_id from staged_engagements
),
told as (
    select item_id, person_id, started_at as seen_at from staged_engagements
    union
    select item_id, person_id, acted_at
    from staged_activity as activity
    semi join acknowledged using (item_id, person_id)
),
signs as (
    select told.item_id, people.identity_id as person_id, told.seen_at,
        cast(timezone(people.zone, timezone('UTC', told.seen_at)) as date) as day
    from told
    cross join build_info
    join people on people.person_id = told.person_id and people.is_human
    join items on items.item_id = told.item_id and not items.is_deleted
    where told.seen_at <= build_info.as_of
    union
    select item_id, person_id, interrupted_at, day from interruptions
),
days as (
    select person_id, day, min(seen_at) as first_at, max(seen_at) as last_at,
        arg_min(item_id, row(seen_at, item_id)) as item_id
    from signs
    group by person_id, day
),
rests as (
    select days.*,
        lag(day) over in_order as day_before,
        date_diff('second', lag(last_at) over in_order, first_at) as rested_seconds
    from days
    window in_order as (partition by person_id order by day)
)
select person_id, day, item_id, rested_seconds, rested_seconds < 11 * 3600 as is_short
from rests
where day_before = day - 1
