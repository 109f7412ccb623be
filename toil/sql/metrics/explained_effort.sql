-- How the effort of a person on a piece of work on a day was worked out, step by step; the person by pseudonym.
-- grain: work_id, person, day
-- not null: week, effort_source, hours, low_hours, high_hours
-- check: select abs((select count(*) from explained_effort) - (select count(*) from effort))
-- check: select abs((select coalesce(sum(hours), 0) from explained_effort) - (select coalesce(sum(engaged_seconds), 0) from effort) / 3600.0) > 0.00001 * (1 + (select count(*) from explained_effort))
-- Declared: declaration_count. Computed: span_hours by the evidence, of which shared_hours fall to this piece of work
-- where several overlap, times factor: what an hour of such evidence stands for (learned_from pair_count declarations, or
-- assumed), less on days without a sign of life. Imputed: what typical_count pieces of work of the recurrence or category
-- (typical_name) took. uncapped_hours: before the cap of the person's day.
with names as (
    select person_id, pseudonym from people
),
computed as (
    select days.work_id, days.person_id, days.day, days.evidence, spans.span_seconds, days.shared_seconds,
        coalesce(
            days.credited_seconds / nullif(days.shared_seconds, 0) * estimates.mean_seconds
                / nullif(sum(days.credited_seconds) over (partition by days.work_id, days.person_id), 0),
            0
        ) as factor,
        estimates.learned_from, calibration.pair_count
    from credited_days as days
    join engagement_days as spans
        on spans.work_id = days.work_id and spans.person_id = days.person_id and spans.day = days.day
    join effort_estimates as estimates
        on estimates.work_id = days.work_id and estimates.person_id = days.person_id
    join effort_calibration as calibration on calibration.evidence = estimates.evidence
),
before_cap as (
    select work_id, person_id, day, engaged_seconds from measured_effort
    union all
    select work_id, person_id, day, engaged_seconds from imputed_effort
),
known as (
    select effort.*, work.status, if(effort.effort_source = 'imputed_category', work.team, '') as typical_team,
        case effort.effort_source when 'imputed_recurrence' then 'recurrence' when 'imputed_category' then 'category' end
            as typical_kind,
        case effort.effort_source
            when 'imputed_recurrence' then recurrences.recurrence_id
            when 'imputed_category' then coalesce(classes.category, 'UNK')
        end as typical_name
    from effort
    join work on work.work_id = effort.work_id
    left join work_recurrences as recurrences on recurrences.work_id = effort.work_id
    left join classifications as classes on classes.work_id = effort.work_id
)
select
    known.work_id,
    known.day,
    strftime(known.day, '%G-W%V') as week,
    coalesce(names.pseudonym, '?') as person,
    items.item_key,
    known.effort_source,
    known.engaged_seconds / 3600.0 as hours,
    known.low_seconds / 3600.0 as low_hours,
    known.high_seconds / 3600.0 as high_hours,
    before_cap.engaged_seconds / 3600.0 as uncapped_hours,
    before_cap.engaged_seconds > known.engaged_seconds as is_capped,
    declared.declaration_count,
    computed.span_seconds / 3600.0 as span_hours,
    computed.shared_seconds / 3600.0 as shared_hours,
    computed.factor,
    computed.learned_from,
    computed.pair_count,
    known.typical_kind,
    known.typical_name,
    typical.work_count as typical_count,
    known.status = 'cancelled' as is_cancelled,
    known.is_over_clock,
    known.is_assumed
from known
join items on items.item_id = known.item_id
left join names on names.person_id = known.person_id
left join before_cap
    on before_cap.work_id = known.work_id and before_cap.person_id = known.person_id and before_cap.day = known.day
left join declared_effort as declared
    on declared.work_id = known.work_id and declared.person_id = known.person_id and declared.day = known.day
    and declared.evidence = known.effort_source
left join computed
    on computed.work_id = known.work_id and computed.person_id = known.person_id and computed.day = known.day
    and computed.evidence = known.effort_source
left join typical_effort as typical
    on typical.kind = known.typical_kind and typical.team = known.typical_team and typical.name = known.typical_name
