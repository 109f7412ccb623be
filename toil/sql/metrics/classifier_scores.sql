-- How well the model knows a category on work that it had not seen: how much it called so, and how much of that is so.
-- grain: category
-- not null: held_out, said, abstained, said_right
-- check: select abs((select sum(held_out) from classifier_scores) - (select count(*) from held_out_votes where is_judged))
-- precision: of what it called so and did not abstain from, the part that is right; recall: of what is so, the part that
-- it called rightly without abstaining. Right is as far as both go: REQ is right of REQ.access, and the other way round.
-- The truth is what rules and people decided, its titles without the words of the rules.
with judged as (
    select category, said, is_right, abstained from held_out_votes where is_judged
),
named as (
    select category from judged
    union
    select said from judged
)
select
    named.category,
    count(*) filter (judged.category = named.category) as held_out,
    count(*) filter (judged.said = named.category and not abstained) as said,
    count(*) filter (judged.category = named.category and abstained) as abstained,
    count(*) filter (judged.category = named.category and judged.is_right and not abstained) as said_right,
    count(*) filter (judged.said = named.category and judged.is_right and not abstained)
        / nullif(count(*) filter (judged.said = named.category and not abstained), 0) as precision,
    said_right / nullif(count(*) filter (judged.category = named.category), 0) as recall
from named
join judged on named.category in (judged.category, judged.said)
group by named.category
