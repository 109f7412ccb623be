-- What was learned from data and is kept until it is worn: when, from how much, and how much there is now.
-- grain: model
-- not null: learned_at, seen_count, now_count, age_days
-- effort learns from pairs of computed and declared effort, the classifier from pieces of work that rules are sure of.
-- A model is learned anew with 5 % more or less of these, after a week, and where settings or toil itself changed.
select
    models.model, models.learned_at, models.seen_count, models.now_count,
    date_diff('second', models.learned_at, build_info.as_of) / 86400 as age_days
from (
    select 'classifier' as model, learned_at, seen_count, now_count from classifier_learning
    union all
    select 'effort', learned_at, seen_count, now_count from effort_learning
) as models
cross join build_info
