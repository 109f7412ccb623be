-- A name by which an item can be called: its id, its key, its URL, or one that it had before or has besides.
-- grain: item_id, name
-- not null: rank
-- Names are in small letters, without a slash at the end. rank 0: what the item is called now; 1: a former key or
-- another alias. Several items may share a name; whoever asks must find exactly one at the best rank.
with written as (
    select item_id, item_id as name, 0 as rank from items
    union all
    select item_id, item_key, 0 from items
    union all
    select item_id, url, 0 from items
    union all
    select aliases.item_id, aliases.alias, 1
    from staged_aliases as aliases
    semi join items on items.item_id = aliases.item_id
)
select item_id, lower(rtrim(trim(name), '/')) as name, min(rank) as rank
from written
where rtrim(trim(name), '/') <> ''
group by all
