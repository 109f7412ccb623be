-- A person interrupted once, and at what time of that person's day.
-- grain: item_id, person_id, interrupted_at
-- not null: hour_class, day, local_hour, night, merged_count
-- check: select count(*) from interruptions where hour_class not in ('business', 'off', 'sleep')
-- public: yes
-- Two things make several notifications of one human one interruption, which bears the first one's time and item:
-- * they follow each other within the settings' seconds, whatever their channel and item;
-- * they are one page: of one item, by one channel after the other (push, then a text, then a call). A channel that
--   rings again, or 30 minutes of silence (PagerDuty's default before it escalates), begin another page.
-- E-mail is no interruption and is not staged. hour_class: by hour_classes on the person's clock, as toil.toml sets
-- them; a public holiday or a whole day of leave is a day off. PagerDuty's classes overlap on weekend nights and know
-- neither (toil.md 1.4); here sleep wins over off, off over business. local_hour is that of the person's clock;
-- night is the local day in whose evening the night began, and which ends at the next noon.
with told as (
    select staged.item_id, people.identity_id as person_id, people.zone, people.calendar_id, staged.interrupted_at,
        coalesce(staged.channel, '') as channel
    from staged_interruptions as staged
    cross join build_info
    join people on people.person_id = staged.person_id and people.is_human
    join items on items.item_id = staged.item_id and not items.is_deleted
    where staged.interrupted_at <= build_info.as_of
),
pairs as materialized (  -- numbered: windows by numbers cost half of those by long ids
    select item_id, person_id, any_value(zone) as zone, any_value(calendar_id) as calendar_id,
        row_number() over (order by person_id, item_id) as pair, dense_rank() over (order by person_id) as person
    from told
    group by item_id, person_id
),
heard as (
    select pairs.pair, pairs.person, told.interrupted_at, told.channel
    from told
    join pairs on pairs.item_id = told.item_id and pairs.person_id = told.person_id
),
silences as (
    select heard.*,
        coalesce(interrupted_at - lag(interrupted_at) over in_order > interval 30 minute, true) as is_after_silence
    from heard
    window in_order as (partition by pair order by interrupted_at, channel)
),
spells as (
    select silences.*,
        count(*) filter (is_after_silence) over (
            partition by pair order by interrupted_at, channel rows unbounded preceding
        ) as spell
    from silences
),
rings as (
    select spells.*,
        row_number() over (partition by pair, spell, channel order by interrupted_at) as ring
    from spells
),
pages as (
    select rings.*,
        max(ring) over (
            partition by pair, spell order by interrupted_at, channel rows unbounded preceding
        ) as page
    from rings
),
gaps as (
    select pages.*,
        row_number() over (
            partition by pair, spell, page order by interrupted_at, channel
        ) = 1 as opens_page,
        coalesce(
            date_diff('millisecond', lag(interrupted_at) over in_order, interrupted_at)
                > 1000 * settings.interruption_merge_seconds,
            true
        ) as is_late
    from pages
    cross join settings
    window in_order as (partition by person order by interrupted_at, pair, channel)
),
counted as (
    select gaps.*,
        count(*) filter (is_late and opens_page) over (
            partition by person order by interrupted_at, pair, channel rows unbounded preceding
        ) as latest
    from gaps
),
numbered as (
    select counted.*,
        first_value(latest) over (
            partition by pair, spell, page order by interrupted_at, channel
        ) as number
    from counted
),
merged as (
    select numbered.person,
        arg_min(numbered.pair, row(numbered.interrupted_at, numbered.pair)) as pair,
        min(numbered.interrupted_at) as interrupted_at,
        count(*) as merged_count
    from numbered
    group by numbered.person, numbered.number
),
placed as (
    select pairs.item_id, pairs.person_id, pairs.calendar_id, merged.interrupted_at, merged.merged_count,
        timezone(pairs.zone, timezone('UTC', merged.interrupted_at)) as local_at
    from merged
    join pairs on pairs.pair = merged.pair
)
select
    placed.item_id,
    placed.person_id,
    placed.interrupted_at,
    classes.hour_class,
    cast(placed.local_at as date) as day,
    cast(hour(placed.local_at) as integer) as local_hour,
    cast(placed.local_at - interval 12 hour as date) as night,
    placed.merged_count
from placed
left join calendar_days
    on calendar_days.calendar_id = placed.calendar_id and calendar_days.day = cast(placed.local_at as date)
left join leave_days
    on leave_days.person_id = placed.person_id and leave_days.day = cast(placed.local_at as date)
left join hour_classes as classes
    on classes.weekday = isodow(placed.local_at)
    and classes.is_day_off = (coalesce(calendar_days.is_holiday, false) or coalesce(leave_days.away_share = 1, false))
    and hour(placed.local_at) * 60 + minute(placed.local_at) >= classes.from_minute
    and hour(placed.local_at) * 60 + minute(placed.local_at) < classes.to_minute
