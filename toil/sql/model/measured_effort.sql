-- The best evidence of what a person put into a piece of work on a day, before anything is imputed.
-- grain: work_id, person_id, day
-- not null: engaged_seconds, low_seconds, high_seconds, effort_source, item_id, is_assumed
-- check: select count(*) from measured_effort where not (0 <= low_seconds and low_seconds <= engaged_seconds and engaged_seconds <= high_seconds)
-- check: select abs((select coalesce(sum(engaged_seconds), 0) from measured_effort where effort_source in ('worklog', 'edited_effort')) - (select coalesce(sum(seconds), 0) from declared_effort))
-- Declared beats acknowledged beats active status. Whoever declared anything on a piece of work has no computed
-- effort there on any day; a declaration that names nobody speaks for everybody. Declarations are taken at their
-- word; the estimate of a person's computed effort on a piece of work (effort_estimates) falls on its days as the
-- seconds they are credited do. is_assumed: the scale was assumed, not learned, so that all such rows may err the same way.
with spoken_for as (
    select distinct work_id, person_id from declared_effort
),
spoken_for_all as (
    select distinct work_id from declared_effort where person_id = 'unknown'
),
computed as (
    select days.*,
        credited_seconds / nullif(sum(credited_seconds) over (partition by days.work_id, days.person_id), 0) as share
    from credited_days as days
    anti join spoken_for on spoken_for.work_id = days.work_id and spoken_for.person_id = days.person_id
    anti join spoken_for_all on spoken_for_all.work_id = days.work_id
)
select
    work_id, person_id, day,
    seconds as engaged_seconds, seconds as low_seconds, seconds as high_seconds,
    evidence as effort_source, item_id, false as is_assumed
from declared_effort
union all
select
    computed.work_id, computed.person_id, computed.day,
    cast(round(coalesce(computed.share, 0) * estimates.mean_seconds) as bigint),
    cast(round(coalesce(computed.share, 0) * estimates.low_seconds) as bigint),
    cast(round(coalesce(computed.share, 0) * estimates.high_seconds) as bigint),
    computed.evidence, computed.item_id, estimates.learned_from = 'assumed'
from computed
join effort_estimates as estimates
    on estimates.work_id = computed.work_id and estimates.person_id = computed.person_id
