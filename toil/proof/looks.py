"""How strict each weekly look is, so that all looks together call an unchanged work proven in at most 5 % of cases.

Builds judge every week, and a test that looks every week at its full level finds something in the end. A spending
function says how much of the 5 % may be used up by each week: α tᵖ of the way t to the planned week (Kim & DeMets 1987,
after Lan & DeMets 1983, here with p = 2). The looks' bounds follow from it by the recursion of Armitage, McPherson and
Rowe (1969) over independent increments; after the planned week nobody looks any more. With these bounds in place of
1.96, the intervals of all looks together hold the truth in 90 % of cases (repeated confidence intervals, Jennison &
Turnbull 1989), and a verdict is nothing but the question whether today's leaves out 1. Estimates of different weeks
share their baseline and so hang together more than the recursion takes for granted, which errs on the safe side.
"""

from __future__ import annotations

from functools import cache

ALPHA = 0.05
"""False proofs wanted at most, over all looks; as many for false alarms that something backfired."""

POWER_OF_TIME = 2
FIRST_LOOK = 4
_REACH, _STEP = 8.0, 0.02


@cache
def bounds(planned: int, first: int = FIRST_LOOK) -> tuple[float, ...]:
    """The one-sided normal bounds of the looks at the weeks `first` … `planned`, in order; one at `planned` at least.

    With one look it is the plain 5 % bound, 1.645.
    """
    import numpy as np
    from scipy.stats import norm

    weeks = range(min(first, planned), planned + 1)
    grid = np.arange(-_REACH * planned**0.5, _REACH * planned**0.5 + _STEP, _STEP)  # of the sum of unit increments
    density, spent, found = None, 0.0, []
    for week in weeks:
        if density is None:
            density = norm.pdf(grid, scale=week**0.5)
        else:
            width = np.arange(-6, 6 + _STEP, _STEP)
            density = np.convolve(density, norm.pdf(width) * _STEP, mode="same")
        spending = ALPHA * (week / planned) ** POWER_OF_TIME - spent
        tail = density[::-1].cumsum()[::-1] * _STEP
        cut = int(np.argmax(tail <= spending))
        spent += float(tail[cut])
        found.append(float(grid[cut] / week**0.5))
        density = np.where(grid >= grid[cut], 0.0, density)
    return tuple(found)


def confidence_at(week: int, planned: int) -> float:
    """The level of the interval in a week after shipping; before the first look that of the first, later the last's."""
    from scipy.stats import norm

    found = bounds(planned)
    place = min(max(week - min(FIRST_LOOK, planned), 0), len(found) - 1)
    return float(2 * norm.cdf(found[place]) - 1)
