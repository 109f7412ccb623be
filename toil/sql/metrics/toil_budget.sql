-- What a team's toil has used of its budget over the weeks up to a complete week, and how fast it is being used.
-- grain: team, week
-- not null: week_starts_on, weeks, target_share, capacity_hours, toil_hours, low_hours, high_hours, recorded_hours, budget_hours, remaining_hours, floor_share, is_below_floor, state
-- check: select abs((select count(*) from toil_budget) - (select count(*) from team_weeks where is_complete))
-- check: select count(*) from toil_budget where not (low_hours <= toil_hours and toil_hours <= high_hours)
-- check: select count(*) from toil_budget where abs(remaining_hours - (target_share * capacity_hours - toil_hours)) > 0.001
-- check: select count(*) from toil_budget where state not in ('unknown', 'within', 'burning', 'spent')
-- public: yes
-- toil.md 3.1: remaining = target × capacity − toil over the window; burn rate = (toil ÷ capacity) ÷ target, over the
-- fast and the slow weeks. `burning`: both are above 1, as with error budgets (SRE Workbook, ch. 5): the slow one says
-- that it matters, the fast one that it still goes on. `spent`: more toil in the window than its budget, by the
-- estimate itself. low_hours and high_hours add the weeks' bounds up plainly: what is wrong in one week, such as a
-- category, is mostly wrong in the next, so nothing is counted on to cancel out. coverage = recorded ÷ capacity.
-- floor_share = shifts on call at a time ÷ people, for teams that were interrupted in the window (SRE book, ch. 11:
-- 2 of 8 people are 25 %); people are those of the week. Time on call is no toil of itself, but hardly free for projects:
-- is_below_floor marks a target that is smaller than it and cannot be kept. effective_share = target − floor. Target, window
-- and shifts are the team's own where toil.toml states them.
with paged as (
    select distinct work.team, strftime(interruptions.day, '%G-W%V') as week
    from interruptions
    join work_components as components on components.item_id = interruptions.item_id
    join work on work.work_id = components.work_id
),
windows as (
    select hours.*,
        teams.budget_weeks, teams.on_call_shifts, settings.fast_weeks, settings.slow_weeks,
        count(*) over whole as weeks,
        sum(toil_hours) over whole as window_toil,
        sum(low_hours) over whole as window_low,
        sum(high_hours) over whole as window_high,
        sum(recorded_hours) over whole as window_recorded,
        sum(capacity_hours) over whole as window_capacity,
        sum(hours.budget_share * hours.capacity_hours) over whole as window_budget,
        sum(toil_hours) over fast / nullif(sum(hours.budget_share * hours.capacity_hours) over fast, 0) as burn_fast,
        sum(toil_hours) over slow / nullif(sum(hours.budget_share * hours.capacity_hours) over slow, 0) as burn_slow,
        count(paged.week) over whole > 0 as is_on_call
    from toil_by_week as hours
    join teams on teams.team = hours.team
    cross join settings
    left join paged on paged.team = hours.team and paged.week = hours.week
    where hours.is_complete
    window
        whole as (partition by hours.team order by hours.week_starts_on
            rows between budget_weeks - 1 preceding and current row),
        fast as (partition by hours.team order by hours.week_starts_on
            rows between fast_weeks - 1 preceding and current row),
        slow as (partition by hours.team order by hours.week_starts_on
            rows between slow_weeks - 1 preceding and current row)
),
floors as (
    select *,
        if(is_on_call and people > 0, least(1.0, on_call_shifts / people), 0.0) as floor_share
    from windows
)
select
    team,
    week,
    week_starts_on,
    cast(weeks as integer) as weeks,
    least(fast_weeks, weeks) as fast_weeks,
    least(slow_weeks, weeks) as slow_weeks,
    if(floor_share > 0, on_call_shifts, 0) as on_call_shifts,
    people,
    budget_share as target_share,
    window_capacity as capacity_hours,
    window_toil as toil_hours,
    window_low as low_hours,
    window_high as high_hours,
    window_recorded as recorded_hours,
    window_toil / nullif(window_capacity, 0) as toil_share,
    least(1, window_low / nullif(window_capacity, 0)) as low_share,
    least(1, window_high / nullif(window_capacity, 0)) as high_share,
    window_recorded / nullif(window_capacity, 0) as coverage,
    window_budget as budget_hours,
    window_budget - window_toil as remaining_hours,
    window_budget - window_high as remaining_low_hours,
    window_budget - window_low as remaining_high_hours,
    1 - window_toil / nullif(window_budget, 0) as remaining_share,
    burn_fast,
    burn_slow,
    floor_share,
    budget_share - floor_share as effective_share,
    budget_share < floor_share as is_below_floor,
    case
        when window_capacity = 0 then 'unknown'
        when window_toil > window_budget then 'spent'
        when burn_fast > 1 and burn_slow > 1 then 'burning'
        else 'within'
    end as state
from floors
