-- What the SRE Workbook's table 2-5 says of a service: its objective, its toil, and whether its users are satisfied.
-- grain: service
-- not null: slo_case, action, may_loosen, may_tighten, is_met, is_toil_high, is_satisfied, hours, toil_hours
-- check: select count(*) from slo_actions where may_loosen and may_tighten
-- Only services whose error budget is known and whose satisfaction toil.toml states. The objective is met while budget
-- remains; toil is high where, of the hours spent on the service in the objective's window, more are toil than the
-- settings' toil budget allows; of a group too small to be told of it is not known (service_toil). slo_case is met or
-- missed, toil high or low, satisfaction high or low.
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
states as (
    select budgets.service,
        budgets.remaining_share >= 0 as is_met,
        budgets.toil_hours > budgets.hours * settings.budget_share as is_toil_high,
        objectives.satisfaction = 'high' as is_satisfied,
        budgets.hours,
        budgets.toil_hours
    from error_budgets as budgets
    cross join settings
    join objectives on lower(objectives.service) = lower(budgets.service) and objectives.satisfaction <> ''
    where budgets.state not in ('no_objective', 'unknown') and budgets.toil_hours is not null
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
