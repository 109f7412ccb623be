-- A piece of work that a person did after the automation of its kind had shipped: it exists, and was not used.
-- grain: automation_id, work_id
-- not null: recurrence_id, created_at, hours
-- check: select count(*) from automation_outcomes where missed_count <> (select count(*) from automation_misses as misses where misses.automation_id = automation_outcomes.automation_id)
-- public: yes
-- Of the complete weeks after the week of shipping; hours: those on which somebody spent time, as far as is known.
select
    outcomes.automation_id,
    occurrences.work_id,
    occurrences.recurrence_id,
    work.item_key,
    work.title,
    work.url,
    occurrences.created_at,
    occurrences.hours
from automation_outcomes as outcomes
join automation_weeks as weeks on weeks.automation_id = outcomes.automation_id and weeks.phase = 'after'
join proof_occurrences as occurrences
    on occurrences.recurrence_id = outcomes.recurrence_id and occurrences.week = weeks.week
join work on work.work_id = occurrences.work_id
where occurrences.hours > 0
