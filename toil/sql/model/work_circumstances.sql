-- What a piece of work's own fields do not say, but a team's rules may ask: whose request it was, how it recurs.
-- grain: work_id
-- check: select count(*) from work_circumstances where requester_team is null and cadence is null
-- requester_team: the team that whoever asked for it belongs to; null where nobody is known, or of no team. cadence: that
-- of the recurrence (daily, weekly, …, random, unknown); null where the work does not recur.
select work.work_id, people.team as requester_team, recurrences.cadence
from work
left join people on people.person_id = work.requester_id
left join recurring_work on recurring_work.work_id = work.work_id
left join recurrences on recurrences.recurrence_id = recurring_work.recurrence_id
where people.team is not null or recurrences.cadence is not null
