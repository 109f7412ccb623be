"""What an estimate is with its range, after a look at the days it falls on: how full they are, and how wrong it was.

The clock is common: a day that everything else has filled leaves less for a piece of work than an empty one, whatever
its status says. How much less is learned from declarations, as everything is. Ranges are conformal (Vovk et al. 2005,
ch. 2; within cells: "Mondrian", ch. 4.5): quantiles of the errors made on what people declared whose declarations the
estimate had not seen. Means are Duan's smearing estimate (1983, JASA 78, 605-610).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.effort.estimates import ENOUGH_PAIRS, KINDS

if TYPE_CHECKING:
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
class _Learned:
    """Errors (declared less estimated log seconds) of held-out pairs by cell, and the edges between the cells."""

    errors: Numbers
    middles: Numbers
    folds: Folds
    edges: Numbers


def effort_estimates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row for each of `first_estimates`: middle_seconds (a median), mean_seconds, low_seconds, high_seconds.

    What was learned is moved by how full its days are (`day_fullness`, a logarithm; none: as full as usual). Of a pair,
    what stands here was estimated without the declarations of its fold, so that `effort_calibration` can judge it.
    """
    import numpy as np

    first = frames["first_estimates"].merge(frames["day_fullness"], how="left", on=["work_id", "person_id"])
    first = first.sort_values(["work_id", "person_id"], ignore_index=True)
    declared = first["declared_seconds"].to_numpy(dtype=float)
    kinds = first["evidence"].to_numpy(dtype=object)
    learned = (first["learned_from"] == "declarations").to_numpy()
    folds = first["fold"].to_numpy(dtype=np.int64)
    paired = folds >= 0
    middle = np.log(first["middle_seconds"].to_numpy(dtype=float))
    middle += np.where(learned, _moved(first, middle, folds), 0.0)
    out = first[["work_id", "person_id", "evidence", "declared_seconds"]].copy()
    out["middle_seconds"] = np.exp(middle)
    ranges = np.empty((len(first), 3))
    for kind in KINDS:
        assumed, rows = (kinds == kind) & ~learned, (kinds == kind) & learned
        ranges[assumed] = np.outer(np.exp(middle[assumed]), [1.0, *ASSUMED[kind]])
        if rows.any():
            pairs = rows & paired
            errors = _errors(np.log(declared[pairs]) - middle[pairs], middle[pairs], folds[pairs])
            for fold in np.unique(folds[rows]):
                mine = rows & (folds == fold)
                ranges[mine] = _ranges(middle[mine], errors, int(fold))
    out["mean_seconds"], out["low_seconds"], out["high_seconds"] = ranges.T
    out["learned_from"] = first["learned_from"]
    return out


def _moved(first: pd.DataFrame, middle: Numbers, folds: Folds) -> Numbers:
    """How much longer (a logarithm) each took than its first estimate, as pairs on days as full as its own did.

    Nothing is extrapolated beyond the fullness that nine of ten pairs have. A pair is moved as the others say.
    """
    import numpy as np

    full = first["fullness"].to_numpy(dtype=float)
    pairs = (folds >= 0) & np.isfinite(full)
    out = np.zeros(len(first))
    if pairs.sum() < ENOUGH_PAIRS:
        return out
    full = np.nan_to_num(full).clip(*np.quantile(full[pairs], [0.05, 0.95]))
    error = np.log(np.where(pairs, first["declared_seconds"].to_numpy(dtype=float), 1.0)) - middle
    for fold in np.unique(folds):
        others, mine = pairs & (folds != fold), (folds == fold) & first["fullness"].notna().to_numpy()
        out[mine] = _slope(full[others], error[others]) * full[mine]
    return out


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


def _errors(errors: Numbers, middles: Numbers, folds: NDArray[np.int64]) -> _Learned:
    """Errors with the edges of up to three cells of equal size by the estimate: long work is surer than short."""
    import numpy as np

    cells = min(3, len(errors) // ENOUGH_PAIRS)
    return _Learned(errors, middles, folds, np.quantile(middles, np.arange(1, cells) / cells))


def _ranges(middle: Numbers, learned: _Learned, fold: int) -> Numbers:
    """mean, low and high seconds of estimates, from the errors of their cell that are not of the fold."""
    import numpy as np

    cells = np.searchsorted(learned.edges, middle)
    inside = np.searchsorted(learned.edges, learned.middles)
    out = np.empty((len(middle), 3))
    for cell in np.unique(cells):
        errors = learned.errors[(inside == cell) & (learned.folds != fold)]
        errors = errors if len(errors) >= ENOUGH_PAIRS // 2 else learned.errors
        mean = np.exp(errors).mean()
        low, high = _bounds(errors)
        out[cells == cell] = [mean, min(np.exp(low), mean), max(np.exp(high), mean)]
    return out * np.exp(middle)[:, None]


def _bounds(errors: Numbers) -> tuple[float, float]:
    """The split-conformal bounds: of n errors those of rank (n + 1) / 10 from either end, not beyond the last."""
    import numpy as np

    ranked, count = np.sort(errors), len(errors)
    rank = max(1, int(np.floor(TAIL * (count + 1))))
    return float(ranked[rank - 1]), float(ranked[count - rank])
