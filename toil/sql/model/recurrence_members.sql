-- An item of a recurrence; all items of a piece of work belong to the recurrence of that work.
-- grain: item_id
-- not null: recurrence_id, similarity
-- public: yes
select components.item_id, recurring.recurrence_id, recurring.similarity
from recurring_work as recurring
join work_components as components on components.work_id = recurring.work_id
