-- How full the days are on which a piece of work stood in progress, against the days the person usually has.
-- grain: work_id, person_id
-- not null: fullness
-- check: select count(*) from day_fullness where not isfinite(fullness)
-- A day holds what was declared on it, at its word, and the first estimates of the rest; of the piece of work that is
-- looked at always the estimate, so that pieces with and without a declaration stand on the same ground. fullness is
-- ln(day ÷ the person's median day), averaged over its days by what each is credited; of who has fewer than ten days
-- the median of all. Working days only, and only work in progress: who acknowledges at night has no usual day to fill.
-- Ten minutes is the least a day counts for. Rounded, and never -0: sums of fractions depend on the order of adding,
-- in the last digits; they are rounded finely first, since halves of seconds are frequent where half is assumed.
with spoken_for as (
    select distinct work_id, person_id from declared_effort
),
estimated as (
    select days.work_id, days.person_id, days.day, days.evidence, days.credited_seconds,
        coalesce(days.credited_seconds / nullif(sum(days.credited_seconds) over work, 0), 0) * estimates.mean_seconds as seconds
    from credited_days as days
    join first_estimates as estimates
        on estimates.work_id = days.work_id and estimates.person_id = days.person_id
    window work as (partition by days.work_id, days.person_id)
),
declared as (
    select work_id, person_id, day, sum(seconds) as seconds from declared_effort group by all
),
spoken_for_all as (
    select distinct work_id from declared_effort where person_id = 'unknown'
),
held as (
    select work_id, person_id, day, seconds from declared
    union all
    select work_id, person_id, day, seconds
    from estimated
    anti join spoken_for on spoken_for.work_id = estimated.work_id and spoken_for.person_id = estimated.person_id
    anti join spoken_for_all on spoken_for_all.work_id = estimated.work_id
),
days as (
    select held.person_id, held.day, round(round(sum(held.seconds), 6)) as seconds
    from held
    join people on people.person_id = held.person_id
    join calendar_days
        on calendar_days.calendar_id = people.calendar_id and calendar_days.day = held.day
        and calendar_days.working_seconds > 0
    group by all
),
in_progress as (
    select distinct person_id, day from estimated where evidence = 'active_status'
),
medians as (
    select days.person_id, median(days.seconds) as seconds, count(*) as day_count
    from days
    join in_progress on in_progress.person_id = days.person_id and in_progress.day = days.day
    where days.seconds > 0
    group by all
),
usual as (
    select person_id,
        if(day_count >= 10, seconds, (select median(seconds) from medians)) as seconds
    from medians
),
looked_at as (
    select estimated.work_id, estimated.person_id, estimated.credited_seconds,
        round(round(days.seconds + estimated.seconds - coalesce(own.seconds, 0), 6)) as day_seconds,
        usual.seconds as usual_seconds
    from estimated
    join days on days.person_id = estimated.person_id and days.day = estimated.day
    join usual on usual.person_id = estimated.person_id
    left join held as own
        on own.work_id = estimated.work_id and own.person_id = estimated.person_id and own.day = estimated.day
    where estimated.evidence = 'active_status' and estimated.credited_seconds > 0
)
select work_id, person_id,
    round(sum(credited_seconds * ln(greatest(600, day_seconds) / greatest(600, usual_seconds))) / sum(credited_seconds), 6)
        + 0 as fullness
from looked_at
group by all
