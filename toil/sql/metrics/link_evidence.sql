-- A pair of items that something says are the same work, whether that counts, and which event forbids it.
-- grain: item_id, linked_item_id
-- not null: work_id, linked_work_id, method, confidence, evidence, is_counted
-- check: select abs((select count(*) from link_evidence where is_counted) - (select count(*) from work_links))
-- check: select count(*) from link_evidence where is_counted and work_id <> linked_work_id
-- `toil link list` reads it. apart_event_id: the journal's event that keeps two items apart which this pair would bring
-- together, directly or through others.
select
    candidates.item_id,
    candidates.linked_item_id,
    one.item_key,
    other.item_key as linked_item_key,
    one.work_id,
    other.work_id as linked_work_id,
    candidates.method,
    candidates.confidence,
    candidates.evidence,
    cuts.apart_event_id is null as is_counted,
    cuts.apart_event_id
from link_candidates as candidates
join work_items as one on one.item_id = candidates.item_id
join work_items as other on other.item_id = candidates.linked_item_id
left join link_cuts as cuts
    on cuts.item_id = candidates.item_id and cuts.linked_item_id = candidates.linked_item_id
