"""The verdict on a shipped automation: proven, too early, no effect, or backfired.

Fixed when it ships: the metric (occurrences a week), the baseline and the week of the verdict. The baseline leaves
out the last `SELECTION_WEEKS` before the automation was registered or shipped: work is picked for automation in its
worst weeks, and would fall afterwards by 15–39 % without any automation (regression to the mean). The week of
shipping is left out as well.

Builds look every week, and a test that looks every week finds something in the end. Therefore one look decides, in
the planned week, at 95 %; looks before that only count at 99.9 % (Haybittle 1971, Peto et al. 1976).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toil.proof.before_after import RateRatio, rate_ratio, weeks_for_power

SELECTION_WEEKS = 4
BASELINE_WEEKS = 26
FEWEST_BASELINE_WEEKS = 4
FEWEST_AFTER_WEEKS = 4
MOST_AFTER_WEEKS = 26
EARLY_CONFIDENCE = 0.999
PROMISE_UNSAID = 0.5
"""The ratio looked for where nothing was promised: half."""

WEAKEST_PROMISE, STRONGEST_PROMISE = 0.8, 0.2


@dataclass(frozen=True)
class Verdict:
    """`weeks_to_verdict` counts the weeks still to wait (0: it has fallen); `ratio` is None without data to compare."""

    verdict: str
    weeks_to_verdict: int
    planned_weeks: int
    ratio: RateRatio | None
    evidence: str


def verdict_of(before: Sequence[float], after: Sequence[float], *, promised_ratio: float | None) -> Verdict:
    """The verdict from complete weeks of the baseline and complete weeks after the week of shipping, oldest first."""
    if len(before) < FEWEST_BASELINE_WEEKS or sum(before) == 0:
        thin = f"The baseline has {len(before)} weeks and {sum(before):.0f} occurrences: too little to compare with."
        return Verdict("too_early", MOST_AFTER_WEEKS, MOST_AFTER_WEEKS, None, thin)
    planned = planned_weeks(before, promised_ratio=promised_ratio)
    waiting = max(0, planned - len(after))
    if not after:
        return Verdict("too_early", waiting, planned, None, "No complete week has passed since it was shipped.")
    seen = after[:planned]
    shown = rate_ratio(before, seen)
    if waiting:
        word = (
            _significant(rate_ratio(before, seen, confidence=EARLY_CONFIDENCE))
            if len(seen) >= FEWEST_AFTER_WEEKS
            else ""
        )
        left = 0 if word else waiting
        return Verdict(word or "too_early", left, planned, shown, _sentence(before, seen, shown, planned))
    return Verdict(_significant(shown) or "no_effect", 0, planned, shown, _sentence(before, seen, shown, planned))


def planned_weeks(before: Sequence[float], *, promised_ratio: float | None) -> int:
    """How many weeks after shipping the verdict falls, from the baseline alone: when the promised fall would show in
    80 % of cases; at least `FEWEST_AFTER_WEEKS`, and `MOST_AFTER_WEEKS` where it would not show before.
    """
    wanted = PROMISE_UNSAID if promised_ratio is None else promised_ratio
    ratio = min(WEAKEST_PROMISE, max(STRONGEST_PROMISE, wanted))
    mean = sum(before) / len(before)
    spread = sum((count - mean) ** 2 for count in before) / (len(before) - 1) / mean if mean > 0 else 1.0
    weeks = weeks_for_power(
        mean, ratio=ratio, before_weeks=len(before), dispersion=max(1.0, spread), most=MOST_AFTER_WEEKS
    )
    return max(FEWEST_AFTER_WEEKS, weeks or MOST_AFTER_WEEKS)


def _significant(ratio: RateRatio) -> str:
    if ratio.high < 1:
        return "proven"
    return "backfired" if ratio.low > 1 else ""


def _sentence(before: Sequence[float], after: Sequence[float], ratio: RateRatio, planned: int) -> str:
    high = "∞" if math.isinf(ratio.high) else f"{ratio.high:.2f}"
    return (
        f"{sum(before) / len(before):.1f} a week in {len(before)} weeks before, {sum(after) / len(after):.1f} in "
        f"{len(after)} weeks after: × {ratio.ratio:.2f} ({ratio.low:.2f}–{high}, dispersion {ratio.dispersion:.1f}); "
        f"the verdict falls after {planned} weeks."
    )
