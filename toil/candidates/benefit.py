"""Benefit: what a remedy saves in a year, what that costs, when it pays back, and how sure that is – by simulation.

gross = frequency × hours an occurrence; net = gross × coverage − residual − failures − pushed − upkeep; payback =
building / (net a week); net present value = −building + Σ net of a year / (1 + interest)^year; the probability is the
share of simulated worlds that pay back within the horizon (toil.md 3.5, after ServiceNow's and UiPath's published
formulas, with intervals added). docs/candidates.md works each out by hand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.candidates.worlds import HIGH, LOW, WORLDS, bounds, normal, uniform

if TYPE_CHECKING:
    from toil.candidates.cost import Build
    from toil.candidates.worlds import Floats

WEEKS_A_YEAR = 365.25 / 7
COVERAGE_WEIGHT = 12.0
"""Coverage varies as Beta(12 c, 12 (1 − c)): a coverage of .8 lies between .65 and .93 in 80 % of worlds."""

LEAST_BUILD_HOURS = 1.0
"""What a decision takes at the least: a remedy that costs nothing to build would be worth infinitely much an hour."""


@dataclass(frozen=True)
class Work:
    """How often recurring work comes and how long it takes.

    `count` pieces in `weeks`, whose weekly counts vary `dispersion` times as much as a Poisson's; `hours` is the mean
    of an occurrence over all its people, `hours_error` the relative standard error of that mean.
    """

    count: float
    weeks: float
    dispersion: float
    hours: float
    hours_error: float


@dataclass(frozen=True)
class Terms:
    """What a remedy does and costs beside its building.

    `coverage` is the share of the hours that it takes over; of those, each run still takes `residual_hours` of a
    person, `failure_share` of the runs cost `failure_factor` times the work by hand, and `pushed_share` is done by
    others from then on. `upkeep` is a share of the building a year. The benefit lasts `years`, loses `decay` each
    year and is discounted by `interest`; it should pay back in `horizon_weeks`.
    """

    coverage: float
    residual_hours: float = 0.0
    failure_share: float = 0.0
    failure_factor: float = 1.0
    pushed_share: float = 0.0
    upkeep: float = 0.0
    horizon_weeks: float = 52.0
    years: int = 3
    decay: float = 0.0
    interest: float = 0.0


@dataclass(frozen=True)
class Benefit:
    """Hours a year that the work takes and that the remedy saves (mean, 10 % and 90 % of worlds), what of the saving is
    lost again, the net present value in hours, payback in weeks (None: never), its range and its probability.

    net = hours_per_year × coverage − residual − failures − pushed − upkeep, exactly.
    """

    per_week: float
    hours_per_year: float
    low_hours_per_year: float
    high_hours_per_year: float
    residual_hours_per_year: float
    failure_hours_per_year: float
    pushed_hours_per_year: float
    upkeep_hours_per_year: float
    net_hours_per_year: float
    low_net_hours_per_year: float
    high_net_hours_per_year: float
    net_present_hours: float
    payback_weeks: float | None
    low_payback_weeks: float | None
    high_payback_weeks: float | None
    payback_probability: float
    build_hours: float

    @property
    def worth(self) -> tuple[float, float]:
        """What candidates are ranked by: net hours a year for an hour of building × probability; then net hours."""
        gain = max(self.net_hours_per_year, 0.0) * self.payback_probability
        return gain / max(self.build_hours, LEAST_BUILD_HOURS), self.net_hours_per_year


def benefit_of(work: Work, build: Build, terms: Terms) -> Benefit:
    """The benefit of a remedy for recurring work, from its expected values and 2,000 simulated worlds."""
    per_week = work.count / work.weeks if work.weeks > 0 else 0.0
    runs = per_week * WEEKS_A_YEAR
    gross = runs * work.hours
    covered = gross * terms.coverage
    costs = _run_costs(work.hours, terms)
    residual, failures, pushed = (terms.coverage * runs * hours for hours in costs)
    upkeep = terms.upkeep * build.expected
    net = covered - residual - failures - pushed - upkeep

    hours, rates, building = _hours(work), _rates(work), build.hours()
    yearly = rates * hours * WEEKS_A_YEAR
    kept = 1 - _lost_share(hours, terms)
    saved = yearly * _coverages(terms.coverage) * kept - terms.upkeep * building
    pays = (saved > 0) & (saved * terms.horizon_weeks / WEEKS_A_YEAR >= building)
    low, high = bounds(yearly)
    low_net, high_net = bounds(saved)
    payback = payback_weeks(build.expected, net)
    soonest, latest = _payback_bounds(building, saved, payback)
    return Benefit(
        per_week=per_week, hours_per_year=gross, low_hours_per_year=min(low, gross),
        high_hours_per_year=max(high, gross), residual_hours_per_year=residual, failure_hours_per_year=failures,
        pushed_hours_per_year=pushed, upkeep_hours_per_year=upkeep, net_hours_per_year=net,
        low_net_hours_per_year=min(low_net, net), high_net_hours_per_year=max(high_net, net),
        net_present_hours=net_present_hours(build.expected, net + upkeep, upkeep, terms),
        payback_weeks=payback, low_payback_weeks=soonest, high_payback_weeks=latest,
        payback_probability=float(pays.mean()), build_hours=build.expected,
    )  # fmt: skip


def payback_weeks(build_hours: float, net_hours_per_year: float) -> float | None:
    """Weeks until the building is paid back; None where nothing is saved, 0 where nothing has to be built."""
    if net_hours_per_year <= 0:
        return None
    weeks = build_hours * WEEKS_A_YEAR / net_hours_per_year
    return weeks if math.isfinite(weeks) else None


def _payback_bounds(building: Floats, saved: Floats, expected: float | None) -> tuple[float | None, float | None]:
    """The weeks by which 10 % and 90 % of the worlds have paid back, around what is expected; None where that many
    never do."""
    import numpy as np

    weeks = np.divide(building * WEEKS_A_YEAR, saved, out=np.full_like(saved, np.inf), where=saved > 0)
    low, high = np.quantile(weeks, (LOW, HIGH), method="inverted_cdf")
    middle = math.inf if expected is None else expected
    low, high = min(float(low), middle), max(float(high), middle)
    return low if math.isfinite(low) else None, high if math.isfinite(high) else None


def net_present_hours(build_hours: float, saved_per_year: float, upkeep_per_year: float, terms: Terms) -> float:
    """−build + Σ (saved × (1 − decay)^(t − 1) − upkeep) / (1 + interest)^t over the years t = 1 … (toil.md 3.5)."""
    return -build_hours + sum(
        (saved_per_year * (1 - terms.decay) ** (year - 1) - upkeep_per_year) / (1 + terms.interest) ** year
        for year in range(1, terms.years + 1)
    )


def _run_costs(hours: float, terms: Terms) -> tuple[float, float, float]:
    """Hours that a run of the remedy still costs: residual, failures, pushed to others.

    Together never more than the run saves: a team does not go on with what costs more than the work by hand.
    """
    costs = (min(terms.residual_hours, hours), terms.failure_share * terms.failure_factor * hours,
             terms.pushed_share * hours)  # fmt: skip
    scale = min(1.0, hours / sum(costs)) if sum(costs) > 0 else 0.0
    return costs[0] * scale, costs[1] * scale, costs[2] * scale


def _lost_share(hours: Floats, terms: Terms) -> Floats:
    """The share of a run's saving that `_run_costs` takes again, in each world."""
    import numpy as np

    residual = np.divide(np.minimum(terms.residual_hours, hours), hours, out=np.ones_like(hours), where=hours > 0)
    lost: Floats = np.minimum(1.0, residual + terms.failure_share * terms.failure_factor + terms.pushed_share)
    return lost


def _rates(work: Work) -> Floats:
    """Rates a week from the gamma posterior under Jeffreys' prior, its count divided by the dispersion."""
    import numpy as np
    from scipy.special import gammaincinv

    if work.weeks <= 0 or work.count <= 0:
        return np.zeros(WORLDS)
    phi = max(1.0, work.dispersion)
    rates: Floats = phi * gammaincinv(work.count / phi + 0.5, uniform(0)) / work.weeks
    return rates


def _hours(work: Work) -> Floats:
    """Mean hours an occurrence, lognormal around the mean with its relative standard error."""
    import numpy as np

    sigma = math.sqrt(math.log1p(max(0.0, work.hours_error) ** 2))
    hours: Floats = max(0.0, work.hours) * np.exp(sigma * normal(1) - sigma**2 / 2)
    return hours


def _coverages(coverage: float) -> Floats:
    import numpy as np
    from scipy.special import betaincinv

    if not 0 < coverage < 1:
        return np.full(WORLDS, min(1.0, max(0.0, coverage)))
    shares: Floats = betaincinv(COVERAGE_WEIGHT * coverage, COVERAGE_WEIGHT * (1 - coverage), uniform(3))
    return shares
