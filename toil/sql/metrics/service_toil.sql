-- The toil of a service in the days up to as_of that its objective is for, or in 28 days where it has none.
-- grain: service
-- not null: window_days, is_shown
-- check: select count(*) from service_toil where toil_hours > hours + 0.001
-- Services of objectives and of work items, by their name in any case. toil_hours = hours × probability of toil.
-- Nothing is told of groups smaller than privacy.min_group: is_shown is false, and the figures are null.
with named as (
    select service, window_days from objectives
    union all
    select min(service), 28
    from items
    where not is_deleted and service is not null and trim(service) <> ''
        and lower(service) not in (select lower(service) from objectives)
    group by lower(service)
),
spent as (
    select named.service,
        sum(effort.engaged_seconds) / 3600.0 as hours,
        sum(effort.engaged_seconds * weeks.toil_probability) / 3600.0 as toil_hours,
        count(distinct effort.person_id) as people
    from named
    cross join build_info
    join work on lower(work.service) = lower(named.service)
    join effort on effort.work_id = work.work_id and effort.day > cast(build_info.as_of as date) - named.window_days
    join (select work_id, any_value(toil_probability) as toil_probability from work_weeks group by work_id) as weeks
        on weeks.work_id = work.work_id
    group by named.service
),
shown as (
    select named.service, named.window_days, spent.hours, spent.toil_hours,
        coalesce(spent.people, 0) = 0 or spent.people >= settings.min_group as is_shown
    from named
    cross join settings
    left join spent on spent.service = named.service
)
select
    service,
    window_days,
    is_shown,
    if(is_shown, coalesce(hours, 0), null) as hours,
    if(is_shown, coalesce(toil_hours, 0), null) as toil_hours
from shown
