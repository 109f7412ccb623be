-- What a person put into a piece of work on a day, with its bounds and the evidence it rests on; one hour counts once.
-- grain: work_id, person_id, day
-- not null: item_id, engaged_seconds, low_seconds, high_seconds, effort_source, is_over_clock, is_assumed
-- check: select count(*) from effort where not (0 <= low_seconds and low_seconds <= engaged_seconds and engaged_seconds <= high_seconds)
-- check: select count(*) from effort where effort_source not in ('worklog', 'edited_effort', 'acknowledged', 'active_status', 'imputed_recurrence', 'imputed_category')
-- check: select count(*) from effort where item_id not in (select item_id from items)
-- check: select abs((select coalesce(sum(engaged_seconds), 0) from effort where effort_source in ('worklog', 'edited_effort')) - (select coalesce(sum(seconds), 0) from declared_effort))
-- check: select abs((select count(*) from effort) - (select count(*) from measured_effort) - (select count(*) from imputed_effort))
-- check: select count(*) from (select sum(engaged_seconds) as s from effort where person_id <> 'unknown' and effort_source not in ('worklog', 'edited_effort') group by person_id, day) cross join settings where s > day_cap_seconds
-- public: yes
-- person_id is the human's (people.identity_id), or 'unknown'; day is that human's local day. What was not declared
-- fills a person's day up to the cap of the settings, less what was declared, and is scaled down beyond it.
-- Declarations stay as they are; is_over_clock marks days on which somebody declared more than 24 hours,
-- is_assumed estimates whose scale was not learned from this team's own data.
with every_row as (
    select work_id, person_id, day, engaged_seconds, low_seconds, high_seconds, effort_source, item_id, is_assumed,
        effort_source in ('worklog', 'edited_effort') as is_declared
    from measured_effort
    union all
    select work_id, person_id, day, engaged_seconds, low_seconds, high_seconds, effort_source, item_id, is_assumed,
        false
    from imputed_effort
),
days as (
    select person_id, day,
        cast(coalesce(sum(engaged_seconds) filter (where is_declared), 0) as bigint) as declared_seconds,
        cast(coalesce(sum(engaged_seconds) filter (where not is_declared), 0) as bigint) as computed_seconds,
        cast(coalesce(sum(high_seconds) filter (where not is_declared), 0) as bigint) as computed_high_seconds
    from every_row
    where person_id <> 'unknown'
    group by person_id, day
),
rooms as (
    select days.*,
        least(computed_seconds, greatest(0, settings.day_cap_seconds - declared_seconds)) as room_seconds,
        least(computed_high_seconds, greatest(0, 86400 - declared_seconds)) as high_room_seconds
    from days
    cross join settings
),
fitted as (
    select every_row.*,
        coalesce(rooms.declared_seconds > 86400 and every_row.is_declared, false) as is_over_clock,
        case
            when every_row.is_declared or rooms.computed_seconds is null then every_row.engaged_seconds
            else every_row.engaged_seconds * rooms.room_seconds // greatest(rooms.computed_seconds, 1)
        end as fitted_seconds,
        case
            when every_row.is_declared or rooms.computed_seconds is null then every_row.high_seconds
            else every_row.high_seconds * rooms.high_room_seconds // greatest(rooms.computed_high_seconds, 1)
        end as fitted_high_seconds
    from every_row
    left join rooms on rooms.person_id = every_row.person_id and rooms.day = every_row.day
)
select
    work_id,
    item_id,
    person_id,
    day,
    cast(fitted_seconds as bigint) as engaged_seconds,
    cast(least(low_seconds, fitted_seconds) as bigint) as low_seconds,
    cast(greatest(fitted_high_seconds, fitted_seconds) as bigint) as high_seconds,
    effort_source,
    is_over_clock,
    is_assumed
from fitted
