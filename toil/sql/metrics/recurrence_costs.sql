-- What the pieces of work of a recurrence cost: hours and people an occurrence, its category, and how much of it is noise.
-- grain: recurrence_id
-- not null: category, toil_probability, hours, known, people_per_occurrence, noise_share, machine_share, sameness
-- check: select abs((select count(*) from recurrence_costs) - (select count(distinct recurrence_id) from recurring_work))
-- check: select count(*) from recurrence_costs where noise_share not between 0 and 1 or hours < 0 or people_per_occurrence < 0
-- hours is the mean of the occurrences that are finished or on which somebody worked (`known` of them), over all their
-- people together; hours_error its relative standard error (null with fewer than two). people_per_occurrence counts the
-- people who worked on an occurrence that anybody worked on. noise_share: the occurrences that nobody ever touched
-- (untouched_work); machine_share: those that a machine opened. category is the most frequent one; of several, the first by name.
with spent as (
    select work_id, sum(engaged_seconds) as seconds,
        count(distinct person_id) filter (engaged_seconds > 0) as people
    from effort
    group by work_id
),
pieces as (
    select members.recurrence_id, members.work_id, members.similarity,
        classifications.category, classifications.toil_probability,
        untouched_work.work_id is not null as is_noise,
        coalesce(work.is_machine_made, false) as is_machine_made,
        nullif(spent.people, 0) as people,
        if(work.resolved_at is not null or spent.seconds is not null, coalesce(spent.seconds, 0), null) as seconds
    from recurring_work as members
    join work on work.work_id = members.work_id
    join classifications on classifications.work_id = members.work_id
    left join spent on spent.work_id = members.work_id
    left join untouched_work on untouched_work.work_id = members.work_id
),
summed as (
    select recurrence_id,
        count(seconds) as known,
        coalesce(sum(seconds), 0)::double as total,
        coalesce(sum(seconds::hugeint * seconds), 0)::double as squares,
        avg(toil_probability order by work_id) as toil_probability,
        avg(similarity order by work_id) as sameness,
        avg(is_noise::int) as noise_share,
        avg(is_machine_made::int) as machine_share,
        coalesce(avg(people), 0) as people_per_occurrence
    from pieces
    group by recurrence_id
),
counted as (
    select recurrence_id, category, count(*) as times from pieces group by recurrence_id, category
),
commonest as (
    select recurrence_id, arg_min(category, row(-times, category)) as category from counted group by recurrence_id
)
select
    summed.recurrence_id,
    commonest.category,
    toil_probability,
    coalesce(total / nullif(known, 0), 0) / 3600.0 as hours,
    if(known > 1 and total > 0, sqrt(greatest(0, known * squares - total ** 2) / (known - 1)) / total, null)
        as hours_error,
    known,
    people_per_occurrence,
    noise_share,
    machine_share,
    sameness
from summed
join commonest on commonest.recurrence_id = summed.recurrence_id
