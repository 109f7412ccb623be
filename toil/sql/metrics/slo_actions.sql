-- What the SRE Workbook's table 2-5 says of a service: its objective, its toil, and whether its users are satisfied.
-- grain: service
-- not null: slo_case, action, may_loosen, may_tighten, is_met, is_toil_high, is_satisfied, hours, toil_hours
-- check: select count(*) from slo_actions where may_loosen and may_tighten
-- Only services that have an error budget and whose satisfaction toil.toml states. The objective is met while budget
-- remains; toil is high where, of the hours spent on the service in the objective's window, more are toil than the
-- settings' toil budget allows. slo_case is met or missed, toil high or low, satisfaction high or low.
-- Source of `decisions`: Beyer et al. 2018, The Site Reliability Workbook, ch. 2, table 2-5.
with decisions (is_met, is_toil_high, is_satisfied, action, may_loosen, may_tighten) as (
    values
    (true, false, true, 'more_velocity', false, false),
    (true, false, false, 'tighten_slo', false, true),
    (true, true, true, 'quieten_or_loosen', true, false),
    (true, true, false, 'tighten_slo', false, true),
    (false, false, true, 'loosen_slo', true, false),
    (false, false, false, 'invest_in_product', false, false),
    (false, true, true, 'loosen_or_cut_toil', true, false),
    (false, true, false, 'offload_and_fix', false, false)
),
toil_of as (
    select work_id, any_value(toil_probability) as toil_probability from work_weeks group by work_id
),
spent as (
    select budgets.service,
        coalesce(sum(effort.engaged_seconds), 0) / 3600.0 as hours,
        coalesce(sum(effort.engaged_seconds * toil_of.toil_probability order by effort.work_id, person_id, day), 0)
            / 3600.0 as toil_hours
    from error_budgets as budgets
    cross join build_info
    join work on lower(work.service) = lower(budgets.service)
    join effort on effort.work_id = work.work_id and effort.day > build_info.as_of::date - budgets.window_days
    join toil_of on toil_of.work_id = work.work_id
    group by budgets.service
),
states as (
    select budgets.service,
        budgets.remaining_share >= 0 as is_met,
        coalesce(spent.toil_hours > spent.hours * settings.budget_share, false) as is_toil_high,
        objectives.satisfaction = 'high' as is_satisfied,
        coalesce(spent.hours, 0) as hours,
        coalesce(spent.toil_hours, 0) as toil_hours
    from error_budgets as budgets
    cross join settings
    join objectives on lower(objectives.service) = lower(budgets.service) and objectives.satisfaction <> ''
    left join spent on spent.service = budgets.service
    where budgets.remaining_share is not null
)
select
    states.service,
    concat_ws('_', if(is_met, 'met', 'missed'), if(is_toil_high, 'high', 'low'), if(is_satisfied, 'high', 'low'))
        as slo_case,
    action,
    may_loosen,
    may_tighten,
    is_met,
    is_toil_high,
    is_satisfied,
    hours,
    toil_hours
from states
join decisions using (is_met, is_toil_high, is_satisfied)
