-- What a person declared on a piece of work on a day.
-- grain: work_id, person_id, day
-- not null: seconds, evidence, item_id
-- check: select abs((select coalesce(sum(seconds), 0) from declared_effort) - (select coalesce(sum(most), 0) from (select max(total) as most from (select work_id, evidence, sum(seconds) as total from declarations where left_out_because is null group by all) group by work_id)))
-- A linked pair may tell of the same hours twice, as worklogs on the issue and as edited effort on the incident. Of
-- these only the kind with the larger total counts, for the whole piece of work (worklogs where both are equal,
-- because they name persons and days).
with counted as (
    select * from declarations where left_out_because is null
),
larger as (
    select work_id, arg_min(evidence, row(-total, evidence <> 'worklog', evidence)) as evidence
    from (
        select work_id, evidence, cast(sum(seconds) as bigint) as total from counted group by all
    )
    group by work_id
)
select
    counted.work_id,
    counted.person_id,
    counted.day,
    cast(sum(counted.seconds) as bigint) as seconds,
    any_value(larger.evidence) as evidence,
    arg_min(counted.item_id, row(-counted.seconds, counted.item_id)) as item_id,
    count(*) as declaration_count
from counted
join larger on larger.work_id = counted.work_id and larger.evidence = counted.evidence
group by counted.work_id, counted.person_id, counted.day
