-- How fast a service uses its error budget, over a long window and a short one: one of three alerts.
-- grain: service, alert
-- not null: long_hours, short_hours, budget_part, threshold
-- check: select count(*) from error_budget_burns where long_burn < 0 or short_burn < 0
-- The SRE Workbook, ch. 5, table 5-8: alert where 2 % of the budget goes in an hour, 5 % in six, 10 % in three days, and
-- a window of a twelfth says that it still goes on. threshold = part × window ÷ long window: 14.4, 6 and 1 for 30 days.
-- burn = share of the time that was bad ÷ (1 − objective), in the hours up to as_of. Of a service with an SLI file, time
-- that no slice tells of is left out, and a window without any has no burn rate.
with alerts as (
    select * from (values ('fast', 1.0, 0.02), ('medium', 6.0, 0.05), ('slow', 72.0, 0.1)) as rows (alert, hours, part)
),
lengths as (
    select distinct unnest([hours, hours / 12]) as hours from alerts
),
spans as (
    select objectives.service, lengths.hours, bad_spans.bad_share,
        date_diff('second', greatest(bad_spans.started_at, build_info.as_of - to_seconds(lengths.hours * 3600)),
            bad_spans.ended_at) as seconds
    from objectives
    cross join lengths
    cross join build_info
    join bad_spans
        on bad_spans.service = objectives.service
        and bad_spans.ended_at > build_info.as_of - to_seconds(lengths.hours * 3600)
),
summed as (
    select service, hours, sum(bad_share * seconds) as bad_seconds, sum(seconds) as told_seconds
    from spans
    group by service, hours
),
measured as (
    select objectives.service, lengths.hours, objectives.objective,
        coalesce(summed.bad_seconds, 0) as bad_seconds,
        if(objectives.has_sli, coalesce(summed.told_seconds, 0), lengths.hours * 3600) as known_seconds
    from objectives
    cross join lengths
    left join summed on summed.service = objectives.service and summed.hours = lengths.hours
),
burns as (
    select service, hours, bad_seconds / nullif(known_seconds, 0) / (1 - objective) as burn from measured
)
select
    objectives.service,
    alerts.alert,
    alerts.hours as long_hours,
    alerts.hours / 12 as short_hours,
    alerts.part as budget_part,
    alerts.part * objectives.window_days * 24 / alerts.hours as threshold,
    longer.burn as long_burn,
    shorter.burn as short_burn,
    longer.burn > alerts.part * objectives.window_days * 24 / alerts.hours
        and shorter.burn > alerts.part * objectives.window_days * 24 / alerts.hours as is_burning
from objectives
cross join alerts
join burns as longer on longer.service = objectives.service and longer.hours = alerts.hours
join burns as shorter on shorter.service = objectives.service and shorter.hours = alerts.hours / 12
