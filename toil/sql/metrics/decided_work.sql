-- How many pieces of work rules, the model and people decided, category by category: the first line of the model card.
-- grain: decided_by, category
-- not null: work_count
-- check: select abs((select coalesce(sum(work_count), 0) from decided_work) - (select count(*) from classifications))
select decided_by, category, count(*) as work_count
from classifications
group by all
