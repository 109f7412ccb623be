-- What a kind of work came to in a week: what its growth is measured on.
-- grain: kind, team, subject, week
-- not null: week_starts_on, value
-- check: select count(*) from growth_weeks where value < 0
-- kind `recurrence`: pieces of work that came up, by recurrence_id and its team. kind `category`: toil hours of the team;
-- kind `team`: all its toil hours, subject empty. Every complete week has a row, zeros included, from the first on in
-- which 60 % of the capacity was recorded (if there is one): what is recorded better must not look like growth.
with firsts as (
    select team, min(week_starts_on) filter (coverage >= 0.6) as first_on from toil_by_week where is_complete group by team
),
weeks as (
    select hours.team, hours.week, hours.week_starts_on, hours.toil_hours
    from toil_by_week as hours
    join firsts on firsts.team = hours.team
    where hours.is_complete and hours.week_starts_on >= coalesce(firsts.first_on, hours.week_starts_on)
),
occurrences as (
    select team, recurrence_id, week, count(*) as times from proof_occurrences group by all
),
named as (
    select distinct team, recurrence_id from occurrences
),
categories_seen as (
    select distinct team, category from toil_by_category where toil_hours > 0
)
select 'recurrence' as kind, weeks.team, named.recurrence_id as subject, weeks.week, weeks.week_starts_on,
    cast(coalesce(occurrences.times, 0) as double) as value
from weeks
join named on named.team = weeks.team
left join occurrences
    on occurrences.team = weeks.team and occurrences.recurrence_id = named.recurrence_id and occurrences.week = weeks.week
union all
select 'category', weeks.team, seen.category, weeks.week, weeks.week_starts_on, coalesce(spent.toil_hours, 0)
from weeks
join categories_seen as seen on seen.team = weeks.team
left join toil_by_category as spent
    on spent.team = weeks.team and spent.category = seen.category and spent.week = weeks.week
union all
select 'team', team, '', week, week_starts_on, toil_hours from weeks
