-- A pair of items that are the same work, with the strongest evidence that says so.
-- grain: item_id, linked_item_id
-- not null: method, confidence, evidence
-- check: select count(*) from work_links where item_id >= linked_item_id
-- check: select abs((select count(*) from work_links) + (select count(*) from link_cuts) - (select count(*) from link_candidates))
-- public: yes
-- Every candidate counts but those that were cut, because they would bring items together that people keep apart.
select item_id, linked_item_id, method, confidence, evidence
from link_candidates
anti join link_cuts using (item_id, linked_item_id)
