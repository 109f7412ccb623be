-- A day of computed evidence with the seconds that it is credited, silent days less than others.
-- grain: work_id, person_id, day
-- not null: evidence, item_id, shared_seconds, credited_seconds, credited_span_seconds
-- check: select abs((select count(*) from credited_days) - (select count(*) from engagement_days))
-- check: select count(*) from credited_days where not (0 <= credited_seconds and credited_seconds <= shared_seconds)
-- credited_seconds = shared_seconds × the weight of the silence around the day (quiet_weights), active status only: who
-- acknowledged was there. credited_span_seconds is the same of the span before it was shared between parallel work.
select
    days.work_id, days.person_id, days.day, days.item_id, days.evidence, days.shared_seconds,
    cast(days.shared_seconds * if(days.evidence = 'active_status', weights.weight, 1) as double) as credited_seconds,
    cast(days.span_seconds * if(days.evidence = 'active_status', weights.weight, 1) as double) as credited_span_seconds
from engagement_days as days
join quiet_days on quiet_days.person_id = days.person_id and quiet_days.day = days.day
join quiet_weights as weights
    on quiet_days.quiet_days >= weights.from_days and quiet_days.quiet_days < weights.to_days
