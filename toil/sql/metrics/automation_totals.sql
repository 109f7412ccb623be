-- All automations together: how many of each verdict, the hours returned so far, and what was invested.
-- grain: (one row)
-- not null: automations, proven, too_early, no_effect, backfired, regressed, hours_invested, missed_count, missed_hours
-- check: select count(*) from automation_totals where proven + too_early + no_effect + backfired <> automations
-- public: yes
-- hours_returned: of every automation that could be measured, whatever its verdict, losses included; its bounds add up as
-- squares. hours_proven: of proven ones only. without_investment counts those of which nobody said what they cost.
select
    count(*) as automations,
    count(*) filter (where verdict = 'proven') as proven,
    count(*) filter (where verdict = 'too_early') as too_early,
    count(*) filter (where verdict = 'no_effect') as no_effect,
    count(*) filter (where verdict = 'backfired') as backfired,
    count(regressed_week) as regressed,
    sum(hours_returned) as hours_returned,
    sum(hours_returned) - sqrt(sum(pow(hours_returned - hours_returned_low, 2))) as hours_returned_low,
    sum(hours_returned) + sqrt(sum(pow(hours_returned_high - hours_returned, 2))) as hours_returned_high,
    sum(hours_returned) filter (where verdict = 'proven') as hours_proven,
    coalesce(sum(hours_invested), 0) as hours_invested,
    count(*) filter (where hours_invested is null) as without_investment,
    cast(coalesce(sum(missed_count), 0) as bigint) as missed_count,
    coalesce(sum(missed_hours), 0) as missed_hours
from automation_outcomes
