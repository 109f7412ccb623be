"""Remedies: the cheapest one that suffices for a recurrence, why, and what it costs and removes.

Google's first strategies against toil are to engineer it out at its source and to reject or delay it; automation is
one of many (SRE Workbook, ch. 6). A remedy suffices if it can be expected to remove at least half of the hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SUFFICIENT = 0.5
NOISE_SHARE = 0.5
SOME_NOISE = 0.2
STEADY_SAMENESS = 0.8


@dataclass(frozen=True)
class Remedy:
    """`build_hours` to make it, the share of hours it removes (`coverage`), and a year's `upkeep` as a share of
    the building. These are our priors: coverage of automation around .85 and its upkeep are reported savings
    (87 % realised in ServiceNow's own example); an estimate in the journal replaces `build_hours`.
    """

    name: str
    build_hours: float
    coverage: float
    upkeep: float
    reason: str


REMEDIES: Mapping[str, Remedy] = {
    remedy.name: remedy
    for remedy in (
        Remedy("reject", 2.0, 0.60, 0.0, "it can be refused, or sent back to whoever asks"),
        Remedy("tune_alert", 4.0, 0.80, 0.10, "an alert that needs nobody should not sound"),
        Remedy("batch", 4.0, 0.40, 0.10, "it is not urgent and can wait to be done together"),
        Remedy("document", 6.0, 0.30, 0.10, "a written answer spares part of the work"),
        Remedy("eliminate", 24.0, 0.90, 0.02, "its cause can be removed"),
        Remedy("automate", 32.0, 0.80, 0.15, "a machine can do the steps"),
        Remedy("self_service", 40.0, 0.85, 0.15, "those who ask can do it themselves behind a safe interface"),
    )
}


def choose_remedy(hints: Sequence[str], *, noise_share: float, sameness: float) -> tuple[Remedy, str]:
    """The cheapest sufficient remedy among the category's hints, and why.

    Mostly noise (share of machine-made occurrences on which nobody spent time) calls for a quieter alert whatever
    the category says; without some noise an alert is tuned only where the category names that first. Automation
    needs steps that are the same each time (`sameness`, 0 to 1): below `STEADY_SAMENESS` it covers less. Without
    hints, documenting is what always can be done.
    """
    if noise_share >= NOISE_SHARE:
        remedy = REMEDIES["tune_alert"]
        return remedy, f"{noise_share:.0%} needed nobody; {remedy.reason}"
    known = [_fitted(REMEDIES[name], sameness) for name in hints if name in REMEDIES]
    if noise_share < SOME_NOISE and hints[:1] != ["tune_alert"]:
        known = [remedy for remedy in known if remedy.name != "tune_alert"] or known
    if not known:
        return REMEDIES["document"], REMEDIES["document"].reason
    enough = [remedy for remedy in known if remedy.coverage >= SUFFICIENT]
    chosen = min(enough, key=lambda r: (r.build_hours, r.name)) if enough else max(known, key=lambda r: r.coverage)
    return chosen, f"{chosen.reason}; the cheapest that removes at least half" if enough else chosen.reason


def _fitted(remedy: Remedy, sameness: float) -> Remedy:
    if remedy.name not in ("automate", "self_service") or sameness >= STEADY_SAMENESS:
        return remedy
    share = 0.5 + 0.5 * sameness / STEADY_SAMENESS
    return Remedy(remedy.name, remedy.build_hours, remedy.coverage * share, remedy.upkeep, remedy.reason)
