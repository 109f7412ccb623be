"""The verdict on a shipped automation: proven, too early, no effect, or backfired.

Fixed when it ships: the metric, the baseline and the week of the verdict. The baseline leaves out the last
`SELECTION_WEEKS` before the automation was registered or shipped: work is picked for automation in its worst weeks, and
would fall afterwards by 15–39 % without any automation (regression to the mean; toil.md finding 2). The week of
shipping is left out as well.

Builds judge in every week from the fourth to the planned one; how strict each look is, so that all of them together
are wrong in at most 5 %, is said in `toil.proof.looks`. After the planned week nobody looks any more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from toil.proof.before_after import POWER, RateRatio, weeks_for_power
from toil.proof.hours import hours_ratio
from toil.proof.looks import ALPHA, FIRST_LOOK, confidence_at
from toil.proof.rare import RARE_PER_WEEK, RareCounts, gap_ratio
from toil.proof.regression import Change, Weeks, change, planned_error
from toil.proof.siblings import FEWEST, against_siblings

SELECTION_WEEKS = 4
BASELINE_WEEKS = 52
SEASONAL_BASELINE_WEEKS = 104
"""Where there are at least `SEASON_WEEKS` of history, so that the weeks can tell the season from the change."""

FEWEST_BASELINE_WEEKS = 4
FEWEST_PLANNED_WEEKS = 8
"""A verdict is planned for the eighth week at the earliest; looks from the fourth on find what is plain before."""

MOST_AFTER_WEEKS = 26
MOST_RARE_WEEKS = 52
"""Work that comes every other week needs a year without it to be beyond chance."""

PROMISE_UNSAID = 0.5
"""The ratio looked for where nothing was promised: half."""

WEAKEST_PROMISE, STRONGEST_PROMISE = 0.8, 0.2


@dataclass(frozen=True)
class Case:
    """What a verdict rests on: the work's weeks, those of its untouched siblings (the same weeks), the dispersion of
    the baseline's gaps (for rare work), and, where hours are the metric, the weekly hours."""

    weeks: Weeks
    siblings: Sequence[Weeks] = ()
    gap_dispersion: float = 1.0
    hours: Weeks | None = None

    def until(self, week: int) -> Case:
        """What was known `week` weeks after the week of shipping."""
        hours = None if self.hours is None else self.hours.until(week)
        return Case(self.weeks.until(week), [one.until(week) for one in self.siblings], self.gap_dispersion, hours)


@dataclass(frozen=True)
class Verdict:
    """`weeks_to_verdict` counts the weeks still to wait (0: it has fallen); `ratio` is None without data to compare.

    `method` is `regression`, `siblings`, `days_between` or `hours`; `change` is the estimate behind the ratio, of
    the first `looked_after` weeks after shipping. A verdict that fell earlier (`decided_after`) stays as it was, while
    its estimate still gets better until the planned week.
    """

    verdict: str
    weeks_to_verdict: int
    planned_weeks: int
    ratio: RateRatio | None
    evidence: str
    method: str = ""
    change: Change | RareCounts | None = field(default=None, repr=False)
    looked_after: int = 0
    decided_after: int = 0


def verdict_of(case: Case, *, promised_ratio: float | None, planned: int | None = None) -> Verdict:
    """The verdict from complete weeks; `planned` is the week that was registered, else it follows from the baseline."""
    weeks = case.weeks
    total = sum(weeks.counts[: weeks.before])
    if weeks.before < FEWEST_BASELINE_WEEKS or total == 0:
        thin = f"The baseline has {weeks.before} weeks and {total:.0f} occurrences: too little to compare with."
        return Verdict("too_early", MOST_AFTER_WEEKS, MOST_AFTER_WEEKS, None, thin)
    if planned is None:
        planned = planned_weeks(baseline(weeks), promised_ratio=promised_ratio, gaps=case.gap_dispersion)
    waiting = max(0, planned - weeks.after)
    if not weeks.after:
        return Verdict("too_early", waiting, planned, None, "No complete week has passed since it was shipped.")
    word, decided = "", 0
    for week in range(min(FIRST_LOOK, weeks.after, planned), min(weeks.after, planned) + 1):
        seen, confidence = case.until(week), confidence_at(week, planned)
        found, method = estimate(seen)
        shown = interval(found, confidence)
        if seen.hours is not None:
            shown, method = hours_ratio(seen.hours, confidence=confidence), "hours"
        if not decided and week >= FIRST_LOOK:
            word = significant(shown)
            decided = week if word else 0
    waiting = 0 if word else waiting
    word = word or ("too_early" if waiting else "no_effect")
    sentence = _sentence(seen, shown, planned, method)
    return Verdict(word, waiting, planned, shown, sentence, method, found, week, decided or week)


def estimate(case: Case) -> tuple[Change | RareCounts, str]:
    """The change of a case, and the method that its data carry."""
    weeks = case.weeks
    if per_week(baseline(weeks)) < RARE_PER_WEEK:
        return RareCounts.of(weeks, case.gap_dispersion), "days_between"
    untouched = [one for one in case.siblings if sum(one.counts[: one.before]) > 0]
    if len(untouched) < FEWEST:
        return change(weeks), "regression"
    own, *others = (change(one, season_sd=0) for one in (weeks, *untouched))
    return against_siblings(own, others), "siblings"


def interval(found: Change | RareCounts, confidence: float) -> RateRatio:
    """The rate ratio of a change with its interval: Student's t on the log scale, exact for rare work."""
    from scipy.stats import t as student

    if isinstance(found, RareCounts):
        return gap_ratio(found.before, found.time_before, found.after, found.time_after,
                         dispersion=found.dispersion, confidence=confidence, drift=found.drift)  # fmt: skip
    reach = float(student.ppf((1 + confidence) / 2, found.freedom)) * found.error
    p = 2 * float(student.sf(abs(found.log_ratio) / found.error, found.freedom))
    low, middle, high = (math.exp(min(700.0, found.log_ratio + part)) for part in (-reach, 0, reach))
    return RateRatio(middle, low, high, found.dispersion, p)


def planned_weeks(before: Weeks, *, promised_ratio: float | None, gaps: float = 1.0) -> int:
    """How many weeks after shipping the verdict falls, from the baseline alone: when the promised fall would show in
    80 % of cases; at least `FEWEST_PLANNED_WEEKS`, and `MOST_AFTER_WEEKS` (rare work: `MOST_RARE_WEEKS`)
    where it would not show before. That is as if siblings told of the season: without them a fall is found less often.
    """
    from scipy.stats import t as student

    ratio = wanted_ratio(promised_ratio)
    rate = per_week(before)
    if before.before < 2 or rate <= 0:
        return MOST_AFTER_WEEKS
    if rate < RARE_PER_WEEK:
        weeks = weeks_for_power(rate, ratio=ratio, before_weeks=before.before, dispersion=gaps, most=MOST_RARE_WEEKS)
        return max(FEWEST_PLANNED_WEEKS, weeks or MOST_RARE_WEEKS)
    for weeks in range(FEWEST_PLANNED_WEEKS, MOST_AFTER_WEEKS):
        error, freedom = planned_error(before, after=weeks, ratio=ratio, gap=1)
        needed = float(student.ppf(1 - ALPHA, freedom) + student.ppf(POWER, freedom))
        if needed * error <= abs(math.log(ratio)):
            return weeks
    return MOST_AFTER_WEEKS


def wanted_ratio(promised: float | None) -> float:
    """The ratio that is looked for: the promised one, within what can be told from none and from everything."""
    return min(WEAKEST_PROMISE, max(STRONGEST_PROMISE, PROMISE_UNSAID if promised is None else promised))


def baseline(weeks: Weeks) -> Weeks:
    """The weeks before alone."""
    k = weeks.before
    return Weeks(weeks.counts[:k], weeks.numbers[:k], weeks.exposure[:k], k)


def per_week(before: Weeks) -> float:
    """Occurrences a full week of the weeks before."""
    worked = sum(before.exposure[: before.before])
    return sum(before.counts[: before.before]) / worked if worked > 0 else 0.0


def significant(ratio: RateRatio) -> str:
    """`proven` or `backfired` where the interval leaves out 1; empty where it does not."""
    if ratio.high < 1:
        return "proven"
    return "backfired" if ratio.low > 1 else ""


def _sentence(case: Case, ratio: RateRatio, planned: int, method: str) -> str:
    weeks = case.weeks
    before, after = weeks.counts[: weeks.before], weeks.counts[weeks.before :]
    high = "∞" if math.isinf(ratio.high) else f"{ratio.high:.2f}"
    ways = {"siblings": f", against {len(case.siblings)} untouched recurrences of the team",
            "days_between": ", by the days between occurrences", "hours": " of the weekly hours"}  # fmt: skip
    return (
        f"{sum(before) / len(before):.1f} a week in {len(before)} weeks before, {sum(after) / len(after):.1f} in "
        f"{len(after)} weeks after: × {ratio.ratio:.2f} ({ratio.low:.2f}–{high}, dispersion {ratio.dispersion:.1f})"
        f"{ways.get(method, '')}; the verdict falls after {planned} weeks."
    )
