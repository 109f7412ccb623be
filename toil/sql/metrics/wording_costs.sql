-- What the work of one wording comes to: its pieces and all hours that were ever recorded on them; no person.
-- grain: key
-- not null: title, pieces, hours
-- check: select abs((select coalesce(sum(pieces), 0) from wording_costs) - (select count(*) from work_wordings))
with spent as (
    select work_id, sum(engaged_seconds) / 3600.0 as hours from effort group by work_id
),
counted as (
    select work_wordings.key,
        min(work_wordings.title) as title,
        count(*) as pieces,
        coalesce(sum(spent.hours), 0) as hours
    from work_wordings
    left join spent on spent.work_id = work_wordings.work_id
    group by work_wordings.key
),
meant as (
    select wordings.key, any_value(ids.current_id) as recurrence_id
    from wordings
    join recurrence_ids as ids on ids.decided = wordings.decided and ids.recurrence_id = ids.current_id
    where wordings.work_count > 0
    group by wordings.key
)
select counted.key, meant.recurrence_id, counted.title, counted.pieces, counted.hours
from counted
left join meant on meant.key = counted.key
