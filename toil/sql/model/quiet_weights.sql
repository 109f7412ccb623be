-- How much of an hour in progress counts on a silent day, beside an hour on a day on which the person is seen.
-- grain: from_days
-- not null: to_days, day_count, weight
-- check: select count(*) from quiet_weights where weight not between 0 and 1
-- check: select abs(count(*) - 3) from quiet_weights
-- Learned from worklogs: of the active status that people had on work they logged, what share they logged on that very
-- day, by the length of the silence around it (quiet_days), as a part of the share on days without silence. As if 1.8
-- more days of that kind had been like any other (the pseudo-count that learning.md measured); without worklogs all
-- days weigh the same. Where a team works for days without touching a ticket, that is what its worklogs say, and silent
-- days weigh much; where silence means leave, they weigh little.
with bands(from_days, to_days) as (
    values (0, 1), (1, 2), (2, 1000000)
),
logged as (
    select work_id, person_id, day, seconds from declared_effort where evidence = 'worklog'
),
compared as (
    select quiet_days.quiet_days, engaged.person_id, engaged.day, engaged.shared_seconds,
        coalesce(logged.seconds, 0) as logged_seconds
    from engagement_days as engaged
    join (select distinct work_id, person_id from logged) as pairs
        on pairs.work_id = engaged.work_id and pairs.person_id = engaged.person_id
    join quiet_days on quiet_days.person_id = engaged.person_id and quiet_days.day = engaged.day
    left join logged
        on logged.work_id = engaged.work_id and logged.person_id = engaged.person_id and logged.day = engaged.day
    where engaged.evidence = 'active_status'
),
by_band as (
    select bands.from_days, bands.to_days,
        count(distinct row(person_id, day)) as day_count,
        coalesce(sum(shared_seconds), 0) as shared_seconds,
        coalesce(sum(logged_seconds), 0) as logged_seconds
    from bands
    left join compared on compared.quiet_days >= bands.from_days and compared.quiet_days < bands.to_days
        and compared.person_id is not null
    group by bands.from_days, bands.to_days
),
usual as (
    select logged_seconds / nullif(shared_seconds, 0) as share, shared_seconds / nullif(day_count, 0) as day_seconds
    from by_band
    where from_days = 0
)
select from_days, to_days, if(shared_seconds > 0, day_count, 0) as day_count,
    cast(case
        when from_days = 0 or coalesce(usual.share, 0) = 0 then 1
        else least(1, (logged_seconds / usual.share + 1.8 * usual.day_seconds)
            / (shared_seconds + 1.8 * usual.day_seconds))
    end as double) as weight
from by_band
cross join usual
