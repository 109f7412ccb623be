-- A pair of items that something says are the same work, with the strongest evidence of it.
-- grain: item_id, linked_item_id
-- not null: method, confidence, evidence
-- check: select count(*) from link_candidates where item_id >= linked_item_id
-- check: select count(*) from link_candidates where item_id not in (select item_id from items) or linked_item_id not in (select item_id from items)
-- A pair stands once, the smaller item_id first. A mention counts where its target is exactly one item's id, key,
-- URL or alias (case and a trailing slash aside; a present key beats a former one, the mentioner's own site beats
-- others); what resolves to nothing, or to several items, links nothing.
-- Between items of one site only strong evidence (from .95, such as a merge) makes the same work: people mention
-- neighbouring tickets all the time. Weaker evidence also links nothing where one of the two items is mentioned by, or
-- mentions, more than five others (an umbrella or a report would fuse unrelated work), nor where more than 14 days lie
-- between the end of one and the beginning of the other (a runbook's old ticket). Likeness alone (method 'similar')
-- links where the settings ask for it, and only items that nothing else links. What a person linked (method
-- 'person', event_id) always stands here. Which candidates count, once items are kept apart, is said by work_links.
with mentions as (
    select mentioned.item_id, mentioned.target, lower(rtrim(trim(mentioned.target), '/')) as name,
        mentioned.method, mentioned.confidence, items.source, items.site
    from staged_mentions as mentioned
    join items on items.item_id = mentioned.item_id
    where mentioned.confidence >= 0.5
    union
    -- a rule of the integration says which field holds the other's number
    select mentioned.item_id, fields.target_prefix || mentioned.target, lower(fields.target_prefix || mentioned.target),
        'rule_field', 0.9, items.source, items.site
    from staged_mentions as mentioned
    join staged_link_fields as fields on fields.field = mentioned.method
    join items on items.item_id = mentioned.item_id and items.source <> fields.source
    union
    -- integrations label a ticket with the alert's deduplication key; short labels are words, not keys
    select item_id, label, lower(trim(label)), 'label', 0.8, source, site
    from (select item_id, source, site, unnest(labels) as label from items)
    where length(trim(label)) >= 8
),
resolved as (
    select mentions.*, targets.item_id as target_id,
        (targets.source, targets.site) = (mentions.source, mentions.site) as is_same_site, names.rank
    from mentions
    join item_names as names on names.name = mentions.name and names.item_id <> mentions.item_id
    join items as targets on targets.item_id = names.item_id
),
best as (
    select item_id, target, method, confidence, is_same_site, min(target_id) as target_id
    from (
        select * from resolved
        qualify dense_rank() over (
            partition by item_id, target, method, confidence order by rank, not is_same_site
        ) = 1
    )
    group by all
    having count(distinct target_id) = 1
),
pairs as (
    select best.*,
        count(distinct best.target_id) over (partition by best.item_id) as targets,
        count(distinct best.item_id) over (partition by best.target_id) as mentioners,
        date_diff(
            'day', least(coalesce(one.resolved_at, as_of), coalesce(other.resolved_at, as_of)),
            greatest(one.created_at, other.created_at)
        ) as days_apart
    from best
    cross join build_info
    join items as one on one.item_id = best.item_id
    join items as other on other.item_id = best.target_id
),
stated as (
    select
        least(item_id, target_id) as item_id, greatest(item_id, target_id) as linked_item_id,
        method, confidence, target as evidence, cast(null as bigint) as event_id
    from pairs
    where confidence >= 0.95 or (not is_same_site and mentioners <= 5 and targets <= 5 and days_apart <= 14)
    union all
    select said.item_id, said.linked_item_id, 'person', 1.0, 'event ' || said.event_id, said.event_id
    from said_links as said
    join items as one on one.item_id = said.item_id
    join items as other on other.item_id = said.linked_item_id
    where not said.is_apart
),
known as (
    select item_id from stated
    union
    select linked_item_id from stated
),
found as (
    select * from stated
    union all
    select item_id, linked_item_id, 'similar', 0.5,
        'alike to ' || format('{:.2f}', similarity) || ', ' || created_seconds_apart || ' s apart', null
    from similar_items
    where item_id not in (from known) and linked_item_id not in (from known)
)
select * from found
qualify row_number() over (
    partition by item_id, linked_item_id order by event_id is null, confidence desc, method, evidence
) = 1
