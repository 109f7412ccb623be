-- What being on call cost a person at an item: interruptions by hour class, nights broken, focus blocks lost, short rests.
-- grain: item_id, person_id, week, kind
-- not null: team, times
-- check: select count(*) from on_call_signs where kind not in ('business', 'off', 'sleep', 'night', 'focus', 'rest') or times < 1
-- check: select abs((select coalesce(sum(times), 0) from on_call_signs where kind in ('business', 'off', 'sleep')) - (select count(*) from interruptions))
-- check: select abs((select coalesce(sum(times), 0) from on_call_signs where kind = 'focus') - (select count(*) from focus_blocks))
-- kind business, off, sleep: an interruption in such an hour. night: a night of the person with at least one interruption
-- in sleep hours, at the item of the first. focus: see focus_blocks. rest: a short one of daily_rests.
-- Each counts for the team whose work it was, in the ISO week of the person's local day.
with signs as (
    select item_id, day, hour_class as kind, person_id from interruptions
    union all
    select arg_min(item_id, row(interrupted_at, item_id)), min(day), 'night', person_id
    from interruptions
    where hour_class = 'sleep'
    group by person_id, night
    union all
    select item_id, day, 'focus', person_id from focus_blocks
    union all
    select item_id, day, 'rest', person_id from daily_rests where is_short
)
select work.team, strftime(signs.day, '%G-W%V') as week, signs.item_id, signs.person_id, signs.kind, count(*) as times
from signs
join work_components as components on components.item_id = signs.item_id
join work on work.work_id = components.work_id
group by all
