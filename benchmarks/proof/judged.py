"""A programme judged as builds judge it: after every complete week, from registration to the verdict."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.proof.programmes import AFTER, SELECTION, Programme
from toil.proof.change_point import steady_from
from toil.proof.hours import saved_by_count
from toil.proof.looks import confidence_at
from toil.proof.regression import SEASON_WEEKS, Weeks
from toil.proof.verdict import BASELINE_WEEKS, SEASONAL_BASELINE_WEEKS, Case, verdict_of

PROMISED = 0.5


@dataclass(frozen=True)
class Judged:
    """The verdict, its week after shipping, and its intervals."""

    verdict: str
    week: int
    low: float | None
    high: float | None
    hours_low: float | None = None
    hours_high: float | None = None
    saved: float = 0.0


def judged(one: Programme, *, most: int = AFTER, siblings: bool = True) -> Judged:
    """Looked at in each week after shipping, up to `most` weeks; with or without the siblings' help."""
    case = case_at(one, most, siblings=siblings)
    found = verdict_of(case, promised_ratio=PROMISED)
    if found.ratio is None or found.change is None:
        return Judged(found.verdict, most, None, None)
    confidence = confidence_at(found.looked_after, found.planned_weeks)
    k, history = case.weeks.before, one.shipped - SELECTION
    effort_before = np.concatenate(one.hours[history - k : history])
    effort_after = np.concatenate(one.hours[one.shipped + 1 : one.shipped + 1 + found.looked_after])
    came = one.counts[0, one.shipped + 1 : one.shipped + 1 + found.looked_after].mean()
    saved = saved_by_count(found.change, float(came), effort_before, effort_after, confidence=confidence)
    return Judged(found.verdict, found.decided_after, found.ratio.low, found.ratio.high, saved.low, saved.high,
                  one.saved(found.looked_after))  # fmt: skip


def case_at(one: Programme, week: int, *, siblings: bool) -> Case:
    """What is known `week` complete weeks after the week of shipping."""
    history = one.shipped - SELECTION
    wanted = SEASONAL_BASELINE_WEEKS if history >= SEASON_WEEKS else BASELINE_WEEKS
    first = max(0, history - wanted)
    before = range(first + steady_from(one.counts[0, first:history].tolist()), history)
    chosen = np.array([*before, *range(one.shipped + 1, one.shipped + 1 + week)])
    numbers, exposure = (chosen - one.shipped).tolist(), one.exposure[chosen].tolist()
    rows = [Weeks(row[chosen].tolist(), numbers, exposure, len(before)) for row in one.counts]
    return Case(rows[0], rows[1:] if siblings else ())
