"""After shipping: work that a person did although the automation exists, and a success that was lost again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.proof.control_chart import FEWEST_POINTS, RUN

if TYPE_CHECKING:
    import pandas as pd

    from toil.proof.series import Window


@dataclass(frozen=True)
class Missed:
    """Occurrences after the week of shipping on which a person spent time, and their hours."""

    count: int
    hours: float


def missed(own: pd.DataFrame, around: Window) -> Missed:
    """Of the complete weeks after the week of shipping; `own` are the recurrence's `proof_occurrences`."""
    hours = own.loc[own["week"].isin(around.after["week"]), "hours"]
    by_hand = hours[hours > 0]
    return Missed(len(by_hand), float(by_hand.sum()))


def regressed_at(before: float, after: Sequence[float], decided: int) -> int | None:
    """The index of the week after shipping in which a proven success was lost; None where it was not.

    It is lost by the run rule (eight weeks in a row above the mean of the `decided` weeks that proved it, toil.md 3.6)
    where these eight weeks have also come back more than half of the way to `before`, the mean a week of the baseline:
    a run alone would be found in every tenth year of chance, and may be small.
    """
    if decided < 1 or len(after) < decided + FEWEST_POINTS:
        return None
    proven = sum(after[:decided]) / decided
    halfway = (before + proven) / 2
    for end in range(decided + RUN, len(after) + 1):
        run = after[end - RUN : end]
        if all(value > proven for value in run) and sum(run) / RUN > halfway:
            return end - 1
    return None
