-- How often the model is right when it is so sure, on work that it had not seen, by tenths of confidence.
-- grain: bin
-- not null: texts, mean_confidence, right_share
-- check: select abs((select coalesce(sum(texts), 0) from classifier_calibration) - (select count(*) from held_out_votes where is_judged))
-- The calibration error of classifier_quality is the mean gap of mean_confidence and right_share, weighted by texts
-- (Guo et al., On calibration of modern neural networks, 2017).
select
    least(cast(floor(confidence * 10) as integer), 9) as bin,
    count(*) as texts,
    avg(confidence) as mean_confidence,
    avg(cast(is_right as integer)) as right_share
from held_out_votes
where is_judged
group by bin
