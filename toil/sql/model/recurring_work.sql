-- A piece of work that recurs, the recurrence it belongs to, and the key of its title.
-- grain: work_id
-- not null: recurrence_id, similarity, key_id
-- Stages of a project are worded like the job that the project is about; only the same wording makes them one.
select work.work_id, ids.recurrence_id, wordings.similarity, wordings.key_id
from work_wordings as work
join wordings on wordings.key = work.key and wordings.work_count > 0
join recurrence_ids as ids on ids.decided = wordings.decided and ids.recurrence_id = ids.current_id
