"""Benefit: what a remedy saves in a year, when it pays back, and how sure that is – by simulation.

annual gross = frequency × hours an occurrence; net = gross × coverage − upkeep; payback = building / (net a week);
its probability is the share of simulated worlds in which it pays back within the horizon (toil.md 3.5, after
ServiceNow's and UiPath's published formulas, with intervals added).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

WEEKS_A_YEAR = 365.25 / 7
WORLDS = 2_000
SEED = 20_250_101
LOW, HIGH = 0.10, 0.90
BUILD_SPREAD = 0.35
"""Sigma of the log of building hours: estimates of software work are off by a factor of 1.4 in a third of cases."""

COVERAGE_WEIGHT = 12.0
"""Coverage varies as Beta(12 c, 12 (1 − c)): a coverage of .8 lies between .65 and .93 in 80 % of worlds."""


@dataclass(frozen=True)
class Work:
    """How often recurring work comes and how long it takes.

    `count` pieces in `weeks`, whose weekly counts vary `dispersion` times as much as a Poisson's; `hours` is the mean
    of an occurrence, `hours_error` the relative standard error of that mean.
    """

    count: float
    weeks: float
    dispersion: float
    hours: float
    hours_error: float


@dataclass(frozen=True)
class Benefit:
    """Hours a year that the work takes (mean, and 10 % and 90 % of worlds), net hours saved a year, payback in weeks
    (None: never), and the probability that it pays back within the horizon.
    """

    per_week: float
    hours_per_year: float
    low_hours_per_year: float
    high_hours_per_year: float
    net_hours_per_year: float
    payback_weeks: float | None
    payback_probability: float

    @property
    def worth(self) -> tuple[float, float]:
        """What candidates are ranked by: net hours a year × probability, then net hours."""
        return max(self.net_hours_per_year, 0.0) * self.payback_probability, self.net_hours_per_year


def benefit_of(work: Work, *, build_hours: float, coverage: float, upkeep: float, horizon_weeks: float) -> Benefit:
    """The benefit of a remedy: `build_hours` to make, `coverage` of the hours removed, `upkeep` × build a year to keep.

    Every call simulates the same worlds (common random numbers), so that two candidates differ by what they are and
    not by chance, and more frequent work is never worth less.
    """
    import numpy as np

    per_week = work.count / work.weeks if work.weeks > 0 else 0.0
    gross = per_week * work.hours * WEEKS_A_YEAR
    net = gross * coverage - upkeep * build_hours
    yearly = _rates(work) * _hours(work) * WEEKS_A_YEAR
    build = build_hours * np.exp(BUILD_SPREAD * _normal(2) - BUILD_SPREAD**2 / 2)
    saved = yearly * _coverages(coverage) - upkeep * build
    pays = saved * horizon_weeks / WEEKS_A_YEAR >= build
    low, high = (float(np.quantile(yearly, share)) for share in (LOW, HIGH))
    return Benefit(
        per_week=per_week, hours_per_year=gross, low_hours_per_year=min(low, gross),
        high_hours_per_year=max(high, gross), net_hours_per_year=net,
        payback_weeks=payback_weeks(build_hours, net), payback_probability=float((pays & (saved > 0)).mean()),
    )  # fmt: skip


def payback_weeks(build_hours: float, net_hours_per_year: float) -> float | None:
    """Weeks until the building is paid back; None where nothing is saved, 0 where nothing has to be built."""
    if net_hours_per_year <= 0:
        return None
    weeks = build_hours / (net_hours_per_year / WEEKS_A_YEAR)
    return weeks if math.isfinite(weeks) else None


def quadrant(per_week: float, hours: float) -> str:
    """Frequency × effort: often is once a week or more, long is half an hour or more."""
    return f"{'often' if per_week >= 1 else 'seldom'}_{'long' if hours >= 0.5 else 'short'}"


def _rates(work: Work) -> Floats:
    """Rates a week from the gamma posterior under Jeffreys' prior, its count divided by the dispersion."""
    import numpy as np
    from scipy.special import gammaincinv

    if work.weeks <= 0 or work.count <= 0:
        return np.zeros(WORLDS)
    phi = max(1.0, work.dispersion)
    rates: Floats = phi * gammaincinv(work.count / phi + 0.5, _uniform(0)) / work.weeks
    return rates


def _hours(work: Work) -> Floats:
    """Mean hours an occurrence, lognormal around the mean with its relative standard error."""
    import numpy as np

    sigma = math.sqrt(math.log1p(max(0.0, work.hours_error) ** 2))
    hours: Floats = max(0.0, work.hours) * np.exp(sigma * _normal(1) - sigma**2 / 2)
    return hours


def _coverages(coverage: float) -> Floats:
    import numpy as np
    from scipy.special import betaincinv

    if not 0 < coverage < 1:
        return np.full(WORLDS, min(1.0, max(0.0, coverage)))
    shares: Floats = betaincinv(COVERAGE_WEIGHT * coverage, COVERAGE_WEIGHT * (1 - coverage), _uniform(3))
    return shares


@cache
def _uniform(stream: int) -> Floats:
    """Evenly spread numbers between 0 and 1 in an order of their own for each stream; the same in every build."""
    import numpy as np

    return (np.random.default_rng([SEED, stream]).permutation(WORLDS) + 0.5) / WORLDS


@cache
def _normal(stream: int) -> Floats:
    from scipy.special import ndtri

    normal: Floats = ndtri(_uniform(stream))
    return normal
