-- How many pieces of a team's work rules, the model and people decided, by category: the first line of the model card.
-- grain: team, decided_by, category
-- not null: work_count
-- check: select abs((select coalesce(sum(work_count), 0) from decided_work) - (select count(*) from classifications))
select work.team, classifications.decided_by, classifications.category, count(*) as work_count
from classifications
join work on work.work_id = classifications.work_id
group by all
