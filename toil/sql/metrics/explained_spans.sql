-- A stretch of time in which a person was engaged with a piece of work, clipped, and why it was left out where it was.
-- grain: item_id, person, day, evidence, started_at, ended_at
-- not null: work_id, week, hours
-- check: select abs((select count(*) from explained_spans) - (select count(*) from engagement_spans))
-- left_out: null where it counts, else declared (the person, or a declaration that names nobody, told of this work
-- already), acknowledged (active status is not asked where an alert was acknowledged on that day), or head (of a
-- project: it is in progress for as long as anything below it).
with declarers as (
    select distinct work_id, person_id from declared_effort
),
acknowledgers as (
    select distinct work_id, person_id, day from engagement_spans where evidence = 'acknowledged'
),
names as (
    select person_id, pseudonym from people
)
select
    spans.work_id,
    spans.item_id,
    items.item_key,
    spans.day,
    strftime(spans.day, '%G-W%V') as week,
    coalesce(names.pseudonym, '?') as person,
    spans.evidence,
    spans.started_at,
    spans.ended_at,
    spans.seconds / 3600.0 as hours,
    case
        when declarers.work_id is not null or everybody.work_id is not null then 'declared'
        when spans.evidence = 'active_status' and acknowledgers.work_id is not null then 'acknowledged'
        when spans.evidence = 'active_status' and heads.item_id is not null then 'head'
    end as left_out
from engagement_spans as spans
join items on items.item_id = spans.item_id
left join declarers on declarers.work_id = spans.work_id and declarers.person_id = spans.person_id
left join declarers as everybody on everybody.work_id = spans.work_id and everybody.person_id = 'unknown'
left join acknowledgers
    on acknowledgers.work_id = spans.work_id and acknowledgers.person_id = spans.person_id
    and acknowledgers.day = spans.day
left join (select item_id from project_items where is_head) as heads on heads.item_id = spans.item_id
left join names on names.person_id = spans.person_id
