-- How evenly a team's on-call load of the last 13 complete weeks lies on those who bear it.
-- grain: team, measure
-- not null: people, times, top_share, equal_share
-- check: select count(*) from on_call_fairness where gini not between 0 and 1 or top_share not between 0 and 1
-- check: select abs((select coalesce(sum(times), 0) from on_call_fairness) - (select coalesce(sum(times), 0) from on_call_by_person))
-- gini = sum over all pairs |a - b| / (2 n^2 mean): 0 when all bear the same, (n - 1) / n when one bears everything (C. Gini,
-- Variabilita e mutabilita, 1912); null where nothing happened. top_share: that of the most loaded; equal_share: 1 / n.
-- Few nights scatter by chance alone: five nights over five people rarely fall one on each.
with ranked as (
    select team, measure, people, times, share, equal_share,
        row_number() over (partition by team, measure order by times, person) as place
    from on_call_by_person
)
select
    team,
    measure,
    any_value(people) as people,
    sum(times) as times,
    max(share) as top_share,
    any_value(equal_share) as equal_share,
    2 * sum(place * times) / nullif(any_value(people) * sum(times), 0) - (any_value(people) + 1) / any_value(people) as gini
from ranked
group by team, measure
