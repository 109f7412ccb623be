-- How much of a team's week was toil, how sure that is, and against which budget.
-- grain: team, week
-- not null: toil_hours, hard_toil_hours, low_hours, high_hours, recorded_hours, capacity_hours, budget_share, is_complete
-- check: select abs((select count(*) from toil_by_week) - (select count(*) from team_weeks))
-- check: select abs((select coalesce(sum(recorded_hours), 0) from toil_by_week) - (select coalesce(sum(engaged_seconds), 0) from effort) / 3600.0) > 0.001 * (1 + (select count(*) from team_weeks))
-- check: select count(*) from toil_by_week where not (low_hours <= toil_hours and toil_hours <= high_hours and toil_hours <= recorded_hours)
-- public: yes
-- toil_hours = Σ hours × probability of toil; hard_toil_hours counts work from .5 on in full, work below not at all.
-- low_hours and high_hours hold eight in ten, of two doubts that are independent and so add up as squares:
-- * effort: the bounds of pieces of work add up as squares, but for the part that a person's habit bends alike
--   (habit_share of effort_habits), which adds up plainly within the person and as squares between people, and for
--   what all estimates of a week have in common (week_error of effort_weeks; times 1.2816). Where a scale was assumed,
--   not learned, everybody's add up plainly.
-- * classification: 1.2816 σ (the normal's 80 %), σ² = Σ (Σ hours × √toil_variance)², the inner sum over the pieces of
--   work that are wrong together, the outer over those that are not (see toil_doubts).
-- recorded_low_hours and recorded_high_hours hold all hours, toil or not, by the first doubt alone. How often both hold
-- what was planted in samples: docs/effort.md.
-- toil_share = toil / capacity, coverage = recorded / capacity, toil_of_recorded = toil / recorded. The true share lies
-- between share_low (low_hours, and what is not recorded is no toil) and share_high (high_hours, and all of it is).
-- Shares are null where there is no capacity or nothing recorded. A week that is not complete has all its capacity.
with counted as (
    select team, week, count(distinct work_id) as item_count from person_work_weeks group by team, week
),
by_person as (
    select team, week, person_id,
        sum(seconds) as seconds,
        sum(high_seconds) as high_seconds,
        sum(toil_seconds) as toil_seconds,
        sum(hard_toil_seconds) as hard_toil_seconds,
        coalesce(sum(seconds) filter (not is_assumed and high_seconds > low_seconds), 0) as learned_seconds,
        coalesce(sum(toil_seconds) filter (not is_assumed and high_seconds > low_seconds), 0) as learned_toil_seconds,
        coalesce(sum(toil_seconds - low_toil_seconds) filter (is_assumed), 0) as below_assumed,
        coalesce(sum(high_toil_seconds - toil_seconds) filter (is_assumed), 0) as above_assumed,
        coalesce(sum(seconds - low_seconds) filter (is_assumed), 0) as all_below_assumed,
        coalesce(sum(high_seconds - seconds) filter (is_assumed), 0) as all_above_assumed,
        habit_share * sum(if(is_assumed, 0, toil_seconds - low_toil_seconds)) ** 2
            + (1 - habit_share) * sum(if(is_assumed, 0, toil_seconds - low_toil_seconds) ** 2) as below_square,
        habit_share * sum(if(is_assumed, 0, high_toil_seconds - toil_seconds)) ** 2
            + (1 - habit_share) * sum(if(is_assumed, 0, high_toil_seconds - toil_seconds) ** 2) as above_square,
        habit_share * sum(if(is_assumed, 0, seconds - low_seconds)) ** 2
            + (1 - habit_share) * sum(if(is_assumed, 0, seconds - low_seconds) ** 2) as all_below_square,
        habit_share * sum(if(is_assumed, 0, high_seconds - seconds)) ** 2
            + (1 - habit_share) * sum(if(is_assumed, 0, high_seconds - seconds) ** 2) as all_above_square
    from person_work_weeks
    cross join effort_habits
    group by team, week, person_id, habit_share
),
doubted as (
    select team, week, doubt_id, sum(seconds * sqrt(toil_variance)) as seconds
    from person_work_weeks
    join toil_doubts using (work_id)
    group by team, week, doubt_id
),
doubts as (
    select team, week, 1.2816 * sqrt(sum(seconds ** 2)) as doubt_seconds from doubted group by team, week
),
summed as (
    select team, week,
        any_value(counted.item_count) as item_count,
        sum(seconds) as seconds,
        sum(high_seconds) as high_seconds,
        sum(toil_seconds) as toil_seconds,
        sum(hard_toil_seconds) as hard_toil_seconds,
        sum(below_assumed) + sqrt(sum(below_square) + any_value(week_variance) * sum(learned_toil_seconds) ** 2)
            as below_seconds,
        sum(above_assumed) + sqrt(sum(above_square) + any_value(week_variance) * sum(learned_toil_seconds) ** 2)
            as above_seconds,
        sum(seconds) - sum(all_below_assumed)
            - sqrt(sum(all_below_square) + any_value(week_variance) * sum(learned_seconds) ** 2) as all_low_seconds,
        sum(seconds) + sum(all_above_assumed)
            + sqrt(sum(all_above_square) + any_value(week_variance) * sum(learned_seconds) ** 2) as all_high_seconds
    from by_person
    cross join (select (1.2816 * week_error) ** 2 as week_variance from effort_weeks)
    join counted using (team, week)
    group by team, week
),
bounded as (
    select *,
        greatest(0, toil_seconds - sqrt(below_seconds ** 2 + doubt_seconds ** 2)) as least_seconds,
        least(high_seconds, toil_seconds + sqrt(above_seconds ** 2 + doubt_seconds ** 2)) as most_seconds
    from summed
    join doubts using (team, week)
),
hours as (
    select weeks.team, weeks.week, weeks.week_starts_on, weeks.is_complete,
        coalesce(summed.item_count, 0) as item_count,
        coalesce(summed.toil_seconds, 0) / 3600.0 as toil_hours,
        coalesce(summed.hard_toil_seconds, 0) / 3600.0 as hard_toil_hours,
        coalesce(summed.least_seconds, 0) / 3600.0 as low_hours,
        coalesce(summed.most_seconds, 0) / 3600.0 as high_hours,
        coalesce(summed.seconds, 0) / 3600.0 as recorded_hours,
        greatest(coalesce(summed.all_low_seconds, 0), 0) / 3600.0 as recorded_low_hours,
        coalesce(summed.all_high_seconds, 0) / 3600.0 as recorded_high_hours,
        capacity.people, capacity.capacity_hours,
        coalesce(teams.budget_share, settings.budget_share) as budget_share
    from team_weeks as weeks
    cross join settings
    join teams on teams.team = weeks.team
    join capacity_by_week as capacity on capacity.team = weeks.team and capacity.week = weeks.week
    left join bounded as summed on summed.team = weeks.team and summed.week = weeks.week
),
shares as (
    select *,
        toil_hours / nullif(capacity_hours, 0) as toil_share,
        recorded_hours / nullif(capacity_hours, 0) as coverage,
        toil_hours / nullif(recorded_hours, 0) as toil_of_recorded
    from hours
)
select
    team,
    week,
    week_starts_on,
    is_complete,
    item_count,
    people,
    toil_hours,
    hard_toil_hours,
    low_hours,
    high_hours,
    recorded_hours,
    recorded_low_hours,
    recorded_high_hours,
    capacity_hours,
    toil_share,
    coverage,
    toil_of_recorded,
    if(coverage is null, null, coalesce(low_hours / nullif(recorded_hours, 0), 0) * least(coverage, 1)) as share_low,
    if(coverage is null, null, least(1, coalesce(high_hours / nullif(recorded_hours, 0), 0) * least(coverage, 1)
        + greatest(1 - coverage, 0))) as share_high,
    budget_share
from shares
