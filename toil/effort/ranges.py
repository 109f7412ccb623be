"""What an estimate is with its range, after a look at the days it falls on: how full they are, and how wrong it was.

The clock is common: a day that everything else has filled leaves less for a piece of work than an empty one, whatever
its status says. How much less is learned from declarations, as everything is. Ranges are conformal (Vovk et al. 2005,
ch. 2; within cells: "Mondrian", ch. 4.5): quantiles of the errors made on what people declared whose declarations the
estimate had not seen. Means are Duan's smearing estimate (1983, JASA 78, 605-610).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from toil.effort.fits import ALL, ENOUGH_PAIRS, KINDS
from toil.learning import is_kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toil.relations import Frames
    from toil.settings import Settings

    Numbers = NDArray[np.float64]
    Folds = NDArray[np.int64]

# Of what is assumed, not learned: the bounds as parts of the middle; all that was credited is the upper one (toil.md
# 3.2). A status says less than an acknowledgement, which somebody gave while working.
ASSUMED = {"acknowledged": (0.3, 2.0), "both": (0.3, 2.0), "active_status": (0.2, 2.0)}
TAIL = 0.1


@dataclass(frozen=True)
class Cells:
    """Of one kind of evidence: the edges between cells (log seconds), and by fold, for each cell, how mean, low and
    high stand to the middle, from the errors that are not of that fold.
    """

    edges: Sequence[float]
    factors: Mapping[int, Sequence[Sequence[float]]]


@dataclass(frozen=True)
class Ranges:
    """What held-out errors teach: the slope over fullness by fold, within what fullness, and the cells by kind."""

    fullness: Sequence[float] = (0.0, 0.0)
    slopes: Mapping[int, float] = field(default_factory=dict)
    kinds: Mapping[str, Cells] = field(default_factory=dict)

    def as_text(self) -> str:
        """It as JSON; numbers come back as they were, to the last bit."""
        return json.dumps(asdict(self))

    @classmethod
    def of_text(cls, text: str) -> Ranges:
        """What `as_text` wrote."""
        held = json.loads(text)
        kinds = {kind: Cells(cells["edges"], _by_fold(cells["factors"])) for kind, cells in held["kinds"].items()}
        return cls(held["fullness"], _by_fold(held["slopes"]), kinds)

    def middles(self, first: pd.DataFrame) -> Numbers:
        """The logarithm of the middles of `first_estimates` (with fullness), moved by how full their days are.

        Nothing is extrapolated beyond the fullness that nine of ten pairs have. A pair is moved as the others say; what
        was assumed, and days of which nothing is known, are not moved.
        """
        import numpy as np

        full = first["fullness"].to_numpy(dtype=float)
        slopes = first["fold"].map(self.slopes).fillna(self.slopes.get(ALL, 0.0)).to_numpy(dtype=float)
        moved = np.where(
            first["learned_from"] == "declarations", slopes * np.clip(full, self.fullness[0], self.fullness[1]), 0.0
        )
        middle: Numbers = np.log(first["middle_seconds"].to_numpy(dtype=float)) + np.nan_to_num(moved)
        return middle

    def factors(self, kind: str, middle: Numbers, folds: Folds) -> Numbers:
        """How mean, low and high stand to these middles (logarithms) of one kind of evidence."""
        import numpy as np

        known = self.kinds[kind]
        cells = np.searchsorted(np.array(known.edges), middle)
        out = np.empty((len(middle), 3))
        for fold in np.unique(folds):
            mine = folds == fold
            out[mine] = np.array(known.factors.get(int(fold), known.factors[ALL]))[cells[mine]]
        return out


def effort_ranges(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row whose `body` is what errors taught (`Ranges`), or what an earlier build had learned.

    Reads `first_estimates`, `day_fullness`, `effort_learning`, and of the earlier build `last_effort_learning` and
    `last_effort_ranges`.
    """
    import pandas as pd

    last = frames["last_effort_ranges"]
    if not last.empty and is_kept(frames["effort_learning"], frames["last_effort_learning"]):
        return last
    return pd.DataFrame({"body": [_learned(_with_fullness(frames)).as_text()]})


def effort_estimates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row for each of `first_estimates`: middle_seconds (a median), mean_seconds, low_seconds, high_seconds.

    What was learned is moved by how full its days are (`day_fullness`, a logarithm; none: as full as usual). Of a pair,
    what stands here was estimated without the declarations of its fold, so that `effort_calibration` can judge it.
    """
    import numpy as np

    first, found = _with_fullness(frames), Ranges.of_text(str(frames["effort_ranges"]["body"].iloc[0]))
    kinds, folds = first["evidence"].to_numpy(dtype=object), first["fold"].to_numpy(dtype=np.int64)
    learned = (first["learned_from"] == "declarations").to_numpy()
    middle = found.middles(first)
    out = first[["work_id", "person_id", "evidence", "declared_seconds"]].copy()
    out["middle_seconds"] = np.exp(middle)
    ranges = np.empty((len(first), 3))
    for kind in KINDS:
        assumed, rows = (kinds == kind) & ~learned, (kinds == kind) & learned
        ranges[assumed] = np.outer(np.exp(middle[assumed]), [1.0, *ASSUMED[kind]])
        if rows.any():
            ranges[rows] = found.factors(kind, middle[rows], folds[rows]) * np.exp(middle[rows])[:, None]
    out["mean_seconds"], out["low_seconds"], out["high_seconds"] = ranges.T
    out["learned_from"] = first["learned_from"]
    return out


def _with_fullness(frames: Frames) -> pd.DataFrame:
    first = frames["first_estimates"].merge(frames["day_fullness"], how="left", on=["work_id", "person_id"])
    return first.sort_values(["work_id", "person_id"], ignore_index=True)


def _learned(first: pd.DataFrame) -> Ranges:
    """What the errors of held-out pairs teach."""
    import numpy as np

    pairs = first[first["fold"] != ALL].reset_index(drop=True)
    folds = pairs["fold"].to_numpy(dtype=np.int64)
    declared = np.log(pairs["declared_seconds"].to_numpy(dtype=float))
    found = _slopes(pairs, declared - np.log(pairs["middle_seconds"].to_numpy(dtype=float)), folds)
    middles = found.middles(pairs)
    kinds = {}
    for kind in KINDS:
        rows = (pairs["evidence"] == kind).to_numpy()
        if rows.any():
            kinds[kind] = _cells(declared[rows] - middles[rows], middles[rows], folds[rows])
    return Ranges(found.fullness, found.slopes, kinds)


def _slopes(pairs: pd.DataFrame, errors: Numbers, folds: Folds) -> Ranges:
    """How much longer (a logarithm) pairs took than their first estimate, the fuller their days are."""
    import numpy as np

    full = pairs["fullness"].to_numpy(dtype=float)
    known = np.isfinite(full)
    if known.sum() < ENOUGH_PAIRS:
        return Ranges()
    reach = [float(bound) for bound in np.quantile(full[known], [0.05, 0.95])]
    full = np.clip(full, reach[0], reach[1])
    slopes = {}
    for fold in (ALL, *np.unique(folds).tolist()):
        others = known & (folds != fold)
        slopes[int(fold)] = _slope(full[others], errors[others])
    return Ranges(reach, slopes)


def _slope(full: Numbers, error: Numbers) -> float:
    """The slope of errors over fullness by least squares, held towards 0 as far as chance alone would give one.

    Shrunk by 1 - (standard error / slope)², not below 0: the positive-part empirical Bayes estimate for one effect
    (Morris 1983, JASA 78, 47-55).
    """
    import numpy as np

    if len(full) < ENOUGH_PAIRS or np.ptp(full) == 0:
        return 0.0
    centred = full - full.mean()
    slope = float(centred @ error / (centred @ centred))
    rest = error - error.mean() - slope * centred
    variance = float(rest @ rest / (len(rest) - 2) / (centred @ centred))
    return slope * max(0.0, 1 - variance / slope**2) if slope else 0.0


def _cells(errors: Numbers, middles: Numbers, folds: Folds) -> Cells:
    """Up to three cells of equal size by the estimate, because long work is surer than short, with their factors."""
    import numpy as np

    count = max(1, min(3, len(errors) // ENOUGH_PAIRS))
    edges = np.quantile(middles, np.arange(1, count) / count)
    inside = np.searchsorted(edges, middles)
    factors = {
        int(fold): [_factors(errors[(inside == cell) & (folds != fold)], errors) for cell in range(count)]
        for fold in (ALL, *np.unique(folds).tolist())
    }
    return Cells(edges.tolist(), factors)


def _factors(errors: Numbers, of_all: Numbers) -> list[float]:
    """mean, low and high over the middle, from the errors of a cell, or from those of all where they are too few."""
    import numpy as np

    errors = errors if len(errors) >= ENOUGH_PAIRS // 2 else of_all
    mean = float(np.exp(errors).mean())
    low, high = _bounds(errors)
    return [mean, min(float(np.exp(low)), mean), max(float(np.exp(high)), mean)]


def _bounds(errors: Numbers) -> tuple[float, float]:
    """The split-conformal bounds: of n errors those of rank (n + 1) / 10 from either end, not beyond the last."""
    import numpy as np

    ranked, count = np.sort(errors), len(errors)
    rank = max(1, int(np.floor(TAIL * (count + 1))))
    return float(ranked[rank - 1]), float(ranked[count - rank])


def _by_fold(held: Mapping[str, Any]) -> dict[int, Any]:
    return {int(fold): one for fold, one in held.items()}
