-- An item that is part of a project: an epic (or what trackers call one), and everything under it.
-- grain: item_id
-- check: select count(*) from project_items where item_id not in (select item_id from items)
-- What a project is called: Jira's own levels above the story (Epic, Initiative, Theme), and their names in Japanese.
-- https://support.atlassian.com/jira-cloud-administration/docs/what-are-issue-types/
-- Children of children belong to it as well; items that are each other's parents are read once.
with recursive project_items as (
    select item_id
    from items
    where lower(trim(item_type)) in (
        'epic', 'initiative', 'theme', 'project', 'エピック', 'イニシアチブ', 'イニシアティブ', 'テーマ', 'プロジェクト'
    )
    union
    select items.item_id
    from items
    join project_items on items.parent_id = project_items.item_id
)
select item_id from project_items
