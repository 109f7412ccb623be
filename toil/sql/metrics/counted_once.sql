-- What the links between items save from being counted twice.
-- grain: (one row)
-- not null: pair_count, work_count, saved_hours
-- check: select count(*) from counted_once where saved_hours < 0 or (pair_count = 0) <> (work_count = 0)
-- pair_count: pairs of items that are the same work; work_count: the pieces of work that they make. saved_hours: the
-- hours that several items of one piece of work claim for the same person at the same time; they count once. Work
-- whose effort is taken from its kind is not in it: it, too, counts once for all its items.
with spans as (
    select * from engagement_spans
    semi join (select work_id from work_components group by work_id having count(*) > 1) as several using (work_id)
),
covered as (
    select started_at, ended_at,
        max(ended_at) over (
            partition by work_id, person_id, day order by started_at, ended_at, item_id
            rows between unbounded preceding and 1 preceding
        ) as work_covered_to,
        max(ended_at) over (
            partition by work_id, item_id, person_id, day order by started_at, ended_at
            rows between unbounded preceding and 1 preceding
        ) as item_covered_to
    from spans
),
claimed as (
    select
        sum(greatest(0, date_diff('second', greatest(started_at, item_covered_to), ended_at))) as by_items,
        sum(greatest(0, date_diff('second', greatest(started_at, work_covered_to), ended_at))) as by_work
    from covered
)
select
    (select count(*) from work_links) as pair_count,
    (select count(*) from (select work_id from work_components group by work_id having count(*) > 1)) as work_count,
    coalesce(by_items - by_work, 0) / 3600.0 as saved_hours
from claimed
