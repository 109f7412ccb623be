-- How far one person's estimates are wrong together: the share of the variance of their errors that lies between people.
-- grain: (one row)
-- not null: person_count, pair_count, habit_share
-- check: select count(*) from effort_habits where habit_share not between 0 and 1
-- Of the errors ln(declared ÷ estimated) of pairs (effort_estimates, each estimated without its person) the variance
-- within people w and between them b, by the analysis of variance for unequal groups: b = (MSB − MSW) ÷ n0 with
-- n0 = (N − Σ n² ÷ N) ÷ (k − 1), not below 0; w = MSW (Searle, Casella & McCulloch, Variance Components, 1992, 3.6).
-- habit_share = b ÷ (b + w). With fewer than five people or 20 pairs nobody can tell: 1, that is all of one person's
-- estimates err alike.
with errors as (
    select person_id, ln(declared_seconds / middle_seconds) as error
    from effort_estimates
    where declared_seconds > 0 and middle_seconds > 0 and learned_from = 'declarations'
),
people as (
    select person_id, count(*) as n, avg(error) as mean, coalesce(var_pop(error), 0) * count(*) as within_squares
    from errors
    group by person_id
),
overall as (
    select sum(n * mean) / sum(n) as mean from people
),
squares as (
    select count(*) as k, coalesce(sum(n), 0) as total, sum(n * n) as n_squared, sum(within_squares) as within_squares,
        sum(n * (people.mean - overall.mean) ** 2) as between_squares
    from people
    cross join overall
),
variances as (
    select k, total,
        within_squares / nullif(total - k, 0) as w,
        greatest(0, between_squares / nullif(k - 1, 0) - within_squares / nullif(total - k, 0))
            / nullif((total - n_squared / total) / nullif(k - 1, 0), 0) as b
    from squares
)
select cast(k as bigint) as person_count, cast(total as bigint) as pair_count,
    cast(if(k < 5 or total < 20, 1, coalesce(b / nullif(b + w, 0), 1)) as double) as habit_share
from variances
