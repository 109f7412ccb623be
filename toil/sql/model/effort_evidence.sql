-- What is known of a person's effort on a piece of work before it is estimated: evidence, kind, and what was declared.
-- grain: work_id, person_id
-- not null: evidence, credited_seconds, span_seconds, category
-- check: select count(*) from effort_evidence where evidence not in ('acknowledged', 'active_status', 'both')
-- check: select abs((select count(*) from effort_evidence) - (select count(*) from (select distinct work_id, person_id from engagement_days)))
-- evidence is 'both' where the person acknowledged and had an item of the work in progress, on whatever days.
-- declared_seconds is null where nothing was declared, and where it cannot be compared: an effort edited on an incident
-- is the sum over its responders, and so says nothing of one of several.
with credited as (
    select work_id, person_id, sum(credited_seconds) as credited_seconds, sum(credited_span_seconds) as span_seconds
    from credited_days
    group by work_id, person_id
),
kinds as (
    select work_id, person_id, if(min(evidence) <> max(evidence), 'both', min(evidence)) as evidence
    from engagement_spans
    group by work_id, person_id
),
crowds as (
    select work_id, count(*) as people from credited group by work_id
),
declared as (
    select work_id, person_id, sum(seconds) as seconds, bool_or(evidence = 'edited_effort') as is_edited
    from declared_effort
    group by work_id, person_id
)
select
    credited.work_id, credited.person_id, kinds.evidence, credited.credited_seconds, credited.span_seconds,
    coalesce(classes.category, 'UNK') as category, recurrences.recurrence_id,
    if(declared.is_edited and crowds.people > 1, null, cast(declared.seconds as bigint)) as declared_seconds
from credited
join kinds on kinds.work_id = credited.work_id and kinds.person_id = credited.person_id
join crowds on crowds.work_id = credited.work_id
left join declared on declared.work_id = credited.work_id and declared.person_id = credited.person_id
left join classifications as classes on classes.work_id = credited.work_id
left join work_recurrences as recurrences on recurrences.work_id = credited.work_id
