"""Which definitions there are, in the order in which they are told: on the app's Definitions page and in docs.

Their words are `trait.…`, `trait_meaning.…` and `formula.….name|text|source` of each language in toil/locales.
"""

from __future__ import annotations

PROPERTIES = ("manual", "repetitive", "automatable", "tactical", "no_enduring_value", "grows_with_service")
FORMULAS = (
    "toil_share", "toil_hours", "range", "coverage", "check_in", "budget", "toil_budget", "error_budget", "growth",
    "forecast", "capacity", "effort", "recurrence", "benefit", "build", "payback", "net_present", "quadrant",
    "portfolio", "interruption", "interruption_cost", "on_call_load", "fairness", "hour_class",
)  # fmt: skip
