-- How a team's new work of a week was classified, and how far its mix of categories is from that of the four weeks before.
-- grain: team, week
-- not null: pieces, rule_share, model_share, person_share, unclassified_share, mean_confidence
-- mix_change is the total variation distance, half the sum of the differences of shares: the part of the work that is
-- of other categories than before; null before the fifth week. Weeks are UTC weeks. usual_change is its mean over the
-- weeks before, since a small week differs by chance alone.
with classified as (
    select work.team, strftime(work.created_at, '%G-W%V') as week, date_trunc('week', work.created_at) as starts_at,
        classes.category, classes.decided_by, classes.confidence
    from work
    join classifications as classes on classes.work_id = work.work_id
    cross join build_info
    where not work.is_deleted and work.created_at <= build_info.as_of
),
weeks as (
    select
        team, week, starts_at,
        count(*) as pieces,
        avg(cast(decided_by = 'rule' and category <> 'UNK' as integer)) as rule_share,
        avg(cast(decided_by = 'model' and category <> 'UNK' as integer)) as model_share,
        avg(cast(decided_by = 'person' as integer)) as person_share,
        avg(cast(category = 'UNK' and decided_by <> 'person' as integer)) as unclassified_share,
        avg(confidence) as mean_confidence
    from classified
    group by team, week, starts_at
),
counts as (
    select team, week, starts_at, category, count(*) as pieces from classified group by all
),
before as (
    select weeks.team, weeks.week, counts.category, sum(counts.pieces) as pieces,
        sum(sum(counts.pieces)) over (partition by weeks.team, weeks.week) as all_pieces
    from weeks
    join counts on counts.team = weeks.team
        and counts.starts_at between weeks.starts_at - interval 28 days and weeks.starts_at - interval 7 days
    group by weeks.team, weeks.week, counts.category
),
firsts as (
    select team, min(starts_at) as first_starts_at from weeks group by team
),
differences as (
    select
        coalesce(counts.team, before.team) as team,
        coalesce(counts.week, before.week) as week,
        sum(abs(coalesce(counts.pieces / weeks.pieces, 0) - coalesce(before.pieces / before.all_pieces, 0))) / 2
            as mix_change,
        bool_or(weeks.starts_at >= first_starts_at + interval 28 days and before.week is not null) as has_before
    from counts
    full join before
        on before.team = counts.team and before.week = counts.week and before.category = counts.category
    join weeks
        on weeks.team = coalesce(counts.team, before.team) and weeks.week = coalesce(counts.week, before.week)
    join firsts on firsts.team = weeks.team
    group by coalesce(counts.team, before.team), coalesce(counts.week, before.week)
)
select
    weeks.* exclude (starts_at),
    if(has_before, mix_change, null) as mix_change,
    avg(if(has_before, mix_change, null)) over (
        partition by weeks.team order by starts_at rows between unbounded preceding and 1 preceding
    ) as usual_change
from weeks
join differences on differences.team = weeks.team and differences.week = weeks.week
