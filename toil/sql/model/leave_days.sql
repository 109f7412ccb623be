-- A working day of a person on which leave takes some or all of it, with what remains of the working window.
-- grain: person_id, day
-- not null: away_share, working_seconds, windows
-- check: select count(*) from leave_days where away_share not between 0 and 1 or working_seconds < 0
-- check: select count(*) from leave_days where away_share = 1 and (working_seconds > 0 or len(windows) > 0)
-- person_id is the human's (people.identity_id). windows (opens_at, closes_at, UTC): the working window less the hours
-- of leave that are known (timed events, a stated half); leave of unknown hours, a share of the day, leaves the window
-- and takes its share of working_seconds. Within one file shares add up, of several files the largest counts, and all
-- of a day is the most: the same leave in two calendars is one. away_share: the part of the day's working time that is gone.
with humans as (
    select distinct identity_id as person_id, zone, calendar_id from people where is_human
),
placed as (
    select leave.* exclude (starts_at, ends_at), humans.zone, humans.calendar_id,
        if(is_local, timezone('UTC', timezone(humans.zone, starts_at)), starts_at) as starts_at,
        if(is_local, timezone('UTC', timezone(humans.zone, ends_at)), ends_at) as ends_at
    from leave
    join humans using (person_id)
    where reason = ''
),
absences as (
    select placed.person_id, placed.file, placed.share, placed.half, placed.starts_at, placed.ends_at,
        days.day, days.opens_at, days.closes_at, days.working_seconds,
        days.opens_at + to_seconds(date_diff('second', days.opens_at, days.closes_at) // 2) as middle_at
    from placed
    join calendar_days as days
        on days.calendar_id = placed.calendar_id and days.is_working
        and days.day between coalesce(placed.first_day, cast(timezone(zone, timezone('UTC', starts_at)) as date))
            and coalesce(placed.last_day, cast(timezone(zone, timezone('UTC', ends_at)) as date))
    where placed.starts_at is null or (placed.starts_at < days.closes_at and placed.ends_at > days.opens_at)
),
known as (
    select *,
        case
            when starts_at is not null then greatest(starts_at, opens_at)
            when half = 'second' then middle_at
            else opens_at
        end as away_at,
        case
            when starts_at is not null then least(ends_at, closes_at)
            when half = 'first' then middle_at
            else closes_at
        end as back_at
    from absences
    where starts_at is not null or half is not null or share >= 1
),
covered as (
    select *,
        coalesce(
            max(back_at) over (
                partition by person_id, day order by away_at, back_at, file rows between unbounded preceding and 1 preceding
            ),
            opens_at
        ) as covered_to
    from known
),
pieces as (
    select person_id, day, covered_to as opens_at, away_at as closes_at from covered where away_at > covered_to
    union
    select person_id, day, max(back_at), any_value(closes_at)
    from known
    group by person_id, day
    having max(back_at) < any_value(closes_at)
),
by_file as (
    select person_id, day, file, least(1, sum(share)) as share
    from absences
    where starts_at is null and half is null and share < 1
    group by all
),
unknown as (
    select person_id, day, max(share) as share from by_file group by person_id, day
),
days as (
    select distinct person_id, day, opens_at, closes_at, working_seconds from absences
),
remaining as (
    select days.person_id, days.day, days.working_seconds as full_seconds,
        case
            when unknown.share >= 1 then []
            when known.person_id is null then [{'opens_at': days.opens_at, 'closes_at': days.closes_at}]
            else coalesce(left_over.windows, [])
        end as windows,
        days.working_seconds
            * (1 - coalesce(unknown.share, 0))
            * if(
                known.person_id is null, 1,
                coalesce(left_over.seconds, 0) / date_diff('second', days.opens_at, days.closes_at)
            ) as seconds
    from days
    left join unknown on unknown.person_id = days.person_id and unknown.day = days.day
    left join (select distinct person_id, day from known) as known
        on known.person_id = days.person_id and known.day = days.day
    left join (
        select person_id, day,
            list({'opens_at': opens_at, 'closes_at': closes_at} order by opens_at) as windows,
            sum(date_diff('second', opens_at, closes_at)) as seconds
        from pieces
        group by person_id, day
    ) as left_over on left_over.person_id = days.person_id and left_over.day = days.day
)
select
    person_id,
    day,
    if(len(windows) = 0, 1, 1 - cast(round(seconds) as bigint) / full_seconds) as away_share,
    if(len(windows) = 0, 0, cast(round(seconds) as bigint)) as working_seconds,
    windows
from remaining
