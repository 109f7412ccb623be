-- How often a team was interrupted in a week, by the hour class of those who were.
-- grain: team, week, hour_class
-- not null: is_shown
-- check: select count(*) from (select team, week, sum(interruption_count) as told from interruptions_by_week where is_shown group by all) as weeks join on_call_load as load using (team, week) where weeks.told <> load.interruption_count
-- check: select count(*) from interruptions_by_week where is_shown = (interruption_count is null or people is null or disrupted_hours is null)
-- Every team, week and class has a row. The week is that of the person's local day; disrupted_hours are clock hours
-- of a person with at least one interruption. Groups smaller than privacy.min_group are told of nowhere: is_shown as in
-- on_call_load, and the figures are null.
with counted as (
    select work.team, strftime(interruptions.day, '%G-W%V') as week, interruptions.hour_class,
        count(*) as interruption_count,
        count(distinct interruptions.person_id) as people,
        count(distinct (interruptions.person_id, date_trunc('hour', interruptions.interrupted_at))) as disrupted_hours
    from interruptions
    join work_components as components on components.item_id = interruptions.item_id
    join work on work.work_id = components.work_id
    group by all
),
classes(hour_class) as (
    values ('business'), ('off'), ('sleep')
)
select
    load.team,
    load.week,
    classes.hour_class,
    load.is_shown,
    if(load.is_shown, coalesce(counted.interruption_count, 0), null) as interruption_count,
    if(load.is_shown, coalesce(counted.people, 0), null) as people,
    if(load.is_shown, coalesce(counted.disrupted_hours, 0), null) as disrupted_hours
from on_call_load as load
cross join classes
left join counted
    on counted.team = load.team and counted.week = load.week and counted.hour_class = classes.hour_class
