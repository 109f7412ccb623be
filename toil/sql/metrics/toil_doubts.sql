-- How far the toil share of a piece of work may be from its toil_probability, and what it would be wrong together with.
-- grain: work_id
-- not null: doubt_id, toil_variance
-- check: select abs((select count(*) from toil_doubts) - (select count(*) from work))
-- check: select count(*) from toil_doubts where not toil_variance between 0 and 1
-- With confidence c the category is right: the work is toil with its probability p, which has the variance p(1 - p).
-- Otherwise it is like any unclassified work, toil with the prior m of UNK; the expected square of the error is then
-- m(1 - m) + (m - p)². toil_variance = c p(1 - p) + (1 - c)(m(1 - m) + (m - p)²), the law of total variance about p.
-- Pieces of a recurrence are classified alike and so are wrong together (one doubt_id); others are independent.
with known as (
    select work.work_id,
        coalesce(recurrences.recurrence_id, work.work_id) as doubt_id,
        coalesce(classes.confidence, 0) as c,
        coalesce(classes.toil_probability, prior.toil_probability) as p,
        prior.toil_probability as m
    from work
    join team_categories as prior on prior.team = work.team and prior.category = 'UNK'
    left join classifications as classes on classes.work_id = work.work_id
    left join work_recurrences as recurrences on recurrences.work_id = work.work_id
)
select
    work_id,
    doubt_id,
    c * p * (1 - p) + (1 - c) * (m * (1 - m) + (m - p) ** 2) as toil_variance
from known
