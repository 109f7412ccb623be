-- All teams of a week side by side: toil with its range and coverage, against what is usual for the team, and its budget.
-- grain: team, week
-- not null: position, toil_hours, low_hours, high_hours, budget_share, budget_state
-- check: select abs((select count(*) from organisation_weeks) - (select count(*) from toil_by_week))
-- usual_share = toil ÷ capacity over up to four weeks before. budget_state is that of toil_budget at the week, `unknown`
-- where the week is not complete. position is the team's place in toil.toml. No sums over teams: who knows all
-- rows but a hidden one would know that one, too.
select
    weeks.team,
    weeks.week,
    weeks.is_complete,
    teams.position,
    weeks.people,
    weeks.toil_hours,
    weeks.low_hours,
    weeks.high_hours,
    weeks.capacity_hours,
    weeks.toil_share,
    weeks.coverage,
    weeks.budget_share,
    sum(weeks.toil_hours) over before / nullif(sum(weeks.capacity_hours) over before, 0) as usual_share,
    coalesce(budget.state, 'unknown') as budget_state
from toil_by_week as weeks
join teams on teams.team = weeks.team
left join toil_budget as budget on budget.team = weeks.team and budget.week = weeks.week
window before as (partition by weeks.team order by weeks.week rows between 4 preceding and 1 preceding)
