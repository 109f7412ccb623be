-- How often people confirmed what the rules say of work that they labelled; a recurrence counts once.
-- grain: category
-- not null: labelled, confirmed, confirmed_share
-- People are asked about what is unsure, so this is less than how often rules are right of all work.
with answers as (
    select distinct on (coalesce(work_recurrences.recurrence_id, labelled_work.work_id))
        rule_votes.category, labelled_work.category as label
    from labelled_work
    join rule_votes on rule_votes.work_id = labelled_work.work_id
    left join work_recurrences on work_recurrences.work_id = labelled_work.work_id and labelled_work.on_recurrence
    where labelled_work.category is not null and rule_votes.category <> 'UNK'
    order by coalesce(work_recurrences.recurrence_id, labelled_work.work_id), labelled_work.work_id
)
select
    category,
    count(*) as labelled,
    count(*) filter (label = category) as confirmed,
    confirmed / labelled as confirmed_share
from answers
group by category
