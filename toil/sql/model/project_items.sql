-- An item that is part of a project: an epic (or what trackers call one), and everything under it.
-- grain: item_id
-- not null: is_head
-- check: select count(*) from project_items where item_id not in (select item_id from items)
-- What a project is called: Jira's own levels above the story (Epic, Initiative, Theme), and their names in Japanese.
-- https://support.atlassian.com/jira-cloud-administration/docs/what-are-issue-types/
-- Children of children belong to it as well; items that are each other's parents are read once. is_head: called so, and
-- with children. These are what is worked on; the head stands in progress all the while.
with recursive named as (
    select item_id
    from items
    where lower(trim(item_type)) in (
        'epic', 'initiative', 'theme', 'project', 'エピック', 'イニシアチブ', 'イニシアティブ', 'テーマ', 'プロジェクト'
    )
),
members as (
    select item_id from named
    union
    select items.item_id
    from items
    join members on items.parent_id = members.item_id
),
parents as (
    select distinct parent_id as item_id from items where parent_id is not null
)
select members.item_id, named.item_id is not null and parents.item_id is not null as is_head
from members
left join named on named.item_id = members.item_id
left join parents on parents.item_id = members.item_id
