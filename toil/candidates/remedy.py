"""Remedies: the cheapest one that suffices for a recurrence, why, and what it costs and removes.

Google's first strategies against toil are to engineer it out at its source and to reject or delay it; automation is
one of many (SRE Workbook, ch. 6). A remedy suffices if it can be expected to remove at least half of the hours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from toil.candidates.cost import Build

SUFFICIENT = 0.5
NOISE_SHARE = 0.5
SOME_NOISE = 0.2
STEADY_SAMENESS = 0.8


@dataclass(frozen=True)
class Remedy:
    """The hours to `build` it, the share of hours it removes (`coverage`), and a year's `upkeep` as a share of the
    building. What `runs` still takes a person at each run and can fail; what `pushes` leaves part to others.

    These are our priors: coverage of automation around .85 and its upkeep are reported savings (87 % realised in
    ServiceNow's own example); an estimate in the journal replaces `build`.
    """

    name: str
    build: Build
    coverage: float
    upkeep: float
    runs: bool = False
    pushes: bool = False


@dataclass(frozen=True)
class Choice:
    """A remedy and the id of the reason for it: `noise`, `cheapest`, `most`, `nothing_known`, `slo_loosen` or
    `slo_tighten`; words are elsewhere.
    """

    remedy: Remedy
    reason: str


@dataclass(frozen=True)
class Slo:
    """What the Workbook's table 2-5 says of the service that an alert is about: relation `slo_actions`."""

    case: str
    may_loosen: bool
    may_tighten: bool


REMEDIES: Mapping[str, Remedy] = {
    remedy.name: remedy
    for remedy in (
        Remedy("reject", Build.around(2), 0.60, 0.0, pushes=True),
        Remedy("tune_alert", Build.around(4), 0.80, 0.10),
        Remedy("batch", Build.around(4), 0.40, 0.10),
        Remedy("loosen_slo", Build.around(6), 0.60, 0.0),
        Remedy("tighten_slo", Build.around(6), 0.50, 0.0),
        Remedy("document", Build.around(6), 0.30, 0.10),
        Remedy("eliminate", Build.around(24), 0.90, 0.02),
        Remedy("automate", Build.around(32), 0.80, 0.15, runs=True),
        Remedy("self_service", Build.around(40), 0.85, 0.15, runs=True, pushes=True),
    )
}


def choose_remedy(hints: Sequence[str], *, noise_share: float, sameness: float, slo: Slo | None = None) -> Choice:
    """The cheapest sufficient remedy among the category's hints, and why.

    Mostly noise (`noise_share` of the occurrences were touched by nobody) calls for a quieter alert whatever the
    category says; without some noise an alert is tuned only where the category names that first. Automation needs
    steps that are the same each time (`sameness`, 0 to 1): below `STEADY_SAMENESS` it covers less. Without hints,
    documenting is what always can be done.

    For what alerts open, `slo` counts where it is known (SRE Workbook, table 2-5): users who are content allow a looser
    objective, which is one more remedy; for users who are not, an alert is not quietened but set on a tighter one.
    """
    choice = _by_hints(hints, noise_share, sameness, may_loosen=slo is not None and slo.may_loosen)
    if slo is not None and slo.may_tighten and choice.remedy.name == "tune_alert":
        return Choice(REMEDIES["tighten_slo"], "slo_tighten")
    return replace(choice, reason="slo_loosen") if choice.remedy.name == "loosen_slo" else choice


def _by_hints(hints: Sequence[str], noise_share: float, sameness: float, *, may_loosen: bool) -> Choice:
    if noise_share >= NOISE_SHARE:
        return Choice(REMEDIES["tune_alert"], "noise")
    known = [_fitted(REMEDIES[name], sameness) for name in hints if name in REMEDIES]
    if noise_share < SOME_NOISE and hints[:1] != ["tune_alert"]:
        known = [remedy for remedy in known if remedy.name != "tune_alert"] or known
    known += [REMEDIES["loosen_slo"]] if may_loosen else []
    if not known:
        return Choice(REMEDIES["document"], "nothing_known")
    enough = [remedy for remedy in known if remedy.coverage >= SUFFICIENT]
    if not enough:
        return Choice(max(known, key=lambda remedy: remedy.coverage), "most")
    return Choice(min(enough, key=lambda remedy: (remedy.build.likely, remedy.name)), "cheapest")


def _fitted(remedy: Remedy, sameness: float) -> Remedy:
    if not remedy.runs or sameness >= STEADY_SAMENESS:
        return remedy
    return replace(remedy, coverage=remedy.coverage * (0.5 + 0.5 * sameness / STEADY_SAMENESS))
