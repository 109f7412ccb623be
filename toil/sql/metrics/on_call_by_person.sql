-- What a team's on-call work of the last 13 complete weeks cost each of its people, under their pseudonyms.
-- grain: team, person, measure
-- not null: times, share, equal_share, people
-- check: select count(*) from (select team, measure from on_call_by_person group by all having abs(sum(share) - 1) > 0.000001 * (100 + count(*)) and sum(times) > 0)
-- check: select count(*) from on_call_by_person cross join settings where people < settings.min_group
-- check: select count(*) from (select team, measure, any_value(people) as people from on_call_by_person group by all having count(*) <> any_value(people))
-- measure: interruption, night (broken), rest (below 11 hours): see on_call_signs. The people are those of whom there is
-- any sign of on-call work in those weeks; each has a row of every measure. Nobody has one where they are fewer than
-- privacy.min_group. A quarter and not a week, since a week of one person's pages would tell whose shift it was.
with recent as (
    select team, week
    from team_weeks
    where is_complete
    qualify row_number() over (partition by team order by week desc) <= 13
),
measures(kind, measure) as (
    values ('business', 'interruption'), ('off', 'interruption'), ('sleep', 'interruption'), ('night', 'night'),
        ('rest', 'rest')
),
counted as (
    select signs.team, signs.person_id, measures.measure, sum(signs.times) as times
    from on_call_signs as signs
    join recent on recent.team = signs.team and recent.week = signs.week
    join measures on measures.kind = signs.kind
    group by all
),
on_call as (
    select team, person_id, count(*) over (partition by team) as people
    from (select distinct team, person_id from counted)
),
dense as (
    select on_call.team, on_call.person_id, on_call.people, names.measure, coalesce(counted.times, 0) as times
    from on_call
    cross join (select distinct measure from measures) as names
    cross join settings
    left join counted
        on counted.team = on_call.team and counted.person_id = on_call.person_id and counted.measure = names.measure
    where on_call.people >= settings.min_group
),
shown as (
    select distinct identity_id, pseudonym from people where is_human
)
select
    dense.team,
    shown.pseudonym as person,
    dense.measure,
    dense.times,
    coalesce(dense.times / nullif(sum(dense.times) over (partition by dense.team, dense.measure), 0), 0) as share,
    1 / dense.people as equal_share,
    dense.people
from dense
join shown on shown.identity_id = dense.person_id
