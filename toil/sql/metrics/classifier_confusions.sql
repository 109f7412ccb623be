-- What the model took for what, on work that it had not seen; only where it was wrong and did not abstain.
-- grain: category, said
-- not null: texts, mean_confidence
select category, said, count(*) as texts, avg(confidence) as mean_confidence
from held_out_votes
where is_judged and not abstained and not is_right
group by category, said
