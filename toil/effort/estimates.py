"""How long a person worked, from how long something was acknowledged or in progress; learned from declarations.

The model is linear in logarithms, because ratios of effort are as good as log-normal, and partially pooled: a category
and a recurrence have an effect of their own, as far as their declarations carry it (`toil.effort.pooling`). Ranges are
conformal (Vovk et al. 2005, ch. 2; within cells: "Mondrian", ch. 4.5): quantiles of the errors made on what people
declared whose declarations the estimate had not seen. Means are Duan's smearing estimate (1983, JASA 78, 605–610): the
exponential of a mean logarithm is a median, and medians do not add up to totals.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.effort.pooling import Pooled, fit

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toil.relations import Frames
    from toil.settings import Settings

    Numbers = NDArray[np.float64]

KINDS = ("acknowledged", "both", "active_status")
# Where too few people declared: time until resolution includes waiting, so that all of it is the upper bound (toil.md
# 3.2) and half of it the middle; of shared active status half is the middle, a tenth and all of it the bounds.
ASSUMED = {"acknowledged": (0.5, 0.15, 1.0), "both": (0.5, 0.15, 1.0), "active_status": (0.5, 0.1, 1.0)}
ENOUGH_PAIRS = 20
KNOTS_SECONDS = (900, 3600, 14400, 57600)
LEAST_SECONDS = 60.0
LOW, HIGH = 0.1, 0.9
FOLDS = 10
MOST_FOLDS = 20


@dataclass(frozen=True)
class _Learned:
    """Errors (declared less estimated log seconds) of held-out pairs by cell, and the edges between the cells."""

    errors: Numbers
    middles: Numbers
    folds: NDArray[np.int64]
    edges: Numbers


def effort_estimates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row for each of `effort_evidence`: middle_seconds (a median), mean_seconds, low_seconds, high_seconds.

    learned_from is 'declarations' where at least 20 pairs of computed and declared effort share the kind of evidence,
    else 'assumed'. Of a pair, what stands here was estimated without the declarations of its person, so that
    `effort_calibration` can judge it.
    """
    import numpy as np
    import pandas as pd

    known = frames["effort_evidence"].sort_values(["work_id", "person_id"], ignore_index=True)
    declared = known["declared_seconds"].to_numpy(dtype=float)
    kinds = known["evidence"].to_numpy(dtype=object)
    learnable = [kind for kind in KINDS if ((kinds == kind) & (declared > 0)).sum() >= ENOUGH_PAIRS]
    credited = known["credited_seconds"].clip(lower=LEAST_SECONDS).to_numpy(dtype=float)
    out = pd.DataFrame({
        "middle_seconds": credited * [ASSUMED[kind][0] for kind in kinds],
        "mean_seconds": credited * [ASSUMED[kind][0] for kind in kinds],
        "low_seconds": credited * [ASSUMED[kind][1] for kind in kinds],
        "high_seconds": credited * [ASSUMED[kind][2] for kind in kinds],
        "learned_from": "assumed",
    }, index=known.index)  # fmt: skip
    within = np.isin(kinds, learnable)
    if within.any():
        learned = _learned(known[within].reset_index(drop=True), learnable)
        for column in learned.columns:
            out.loc[within, column] = learned[column].to_numpy()
    return pd.concat([known[["work_id", "person_id", "evidence", "declared_seconds"]], out], axis=1)


def _learned(known: pd.DataFrame, kinds: list[str]) -> pd.DataFrame:
    """The estimates of rows whose kind of evidence has enough pairs."""
    import numpy as np
    import pandas as pd

    declared = known["declared_seconds"].to_numpy(dtype=float)
    paired = declared > 0
    scale = _within_reach(known, paired, kinds)
    base, penalty = _design(known, scale, kinds)
    categories = pd.factorize(known["category"], sort=True)[0]
    recurrences = pd.factorize(known["recurrence_id"], sort=True)[0]
    ratio = np.log(np.where(paired, declared, 1.0)) - scale
    folds = _folds(known["person_id"], paired)

    def fitted(rows: NDArray[np.bool_]) -> Pooled:
        return fit(ratio[rows], base[rows], penalty, categories[rows], recurrences[rows])

    middle = scale + fitted(paired).predict(base, categories, recurrences)
    for fold in np.unique(folds[paired]):
        mine = paired & (folds == fold)
        model = fitted(paired & ~mine)
        middle[mine] = scale[mine] + model.predict(base[mine], categories[mine], recurrences[mine])
    out = pd.DataFrame({"middle_seconds": np.exp(middle), "mean_seconds": 0.0, "low_seconds": 0.0,
                        "high_seconds": 0.0, "learned_from": "declarations"})  # fmt: skip
    for kind in kinds:
        rows = (known["evidence"] == kind).to_numpy()
        pairs = rows & paired
        learned = _errors(np.log(declared[pairs]) - middle[pairs], middle[pairs], folds[pairs])
        for fold in (-1, *np.unique(folds[pairs])):
            mine = rows & ~paired if fold < 0 else pairs & (folds == fold)
            out.loc[mine, ["mean_seconds", "low_seconds", "high_seconds"]] = _ranges(middle[mine], learned, int(fold))
    return out


def _within_reach(known: pd.DataFrame, paired: NDArray[np.bool_], kinds: list[str]) -> Numbers:
    """The logarithm of credited seconds, held inside what pairs of that evidence cover: nothing is extrapolated.

    An incident that stands acknowledged for days, longer than any that somebody declared, is taken for the longest.
    """
    import numpy as np

    seconds = np.maximum(known["credited_seconds"].to_numpy(dtype=float), LEAST_SECONDS)
    for kind in kinds:
        rows = (known["evidence"] == kind).to_numpy()
        reach = seconds[rows & paired]
        seconds[rows] = seconds[rows].clip(reach.min(), reach.max())
    scale: Numbers = np.log(seconds)
    return scale


def _design(known: pd.DataFrame, scale: Numbers, kinds: list[str]) -> tuple[Numbers, Numbers]:
    """Columns and their ridge penalties: for each kind of evidence a level, a slope that may change at KNOTS_SECONDS,
    and the crowd, that is the log of the span over its fair share between parallel work.
    """
    import numpy as np

    spans = known["span_seconds"].clip(lower=LEAST_SECONDS).to_numpy(dtype=float)
    credited = known["credited_seconds"].clip(lower=LEAST_SECONDS).to_numpy(dtype=float)
    crowd = np.log(spans / credited)
    columns, penalties = [], []
    for kind in kinds:
        here = (known["evidence"] == kind).to_numpy(dtype=float)
        columns += [here, here * (scale - np.log(KNOTS_SECONDS[1])), here * crowd]
        columns += [here * np.maximum(0.0, scale - np.log(knot)) for knot in KNOTS_SECONDS]
        penalties += [1e-6, 0.1, 0.1, *[1.0] * len(KNOTS_SECONDS)]
    return np.array(columns).T, np.array(penalties)


def _folds(people: pd.Series[str], paired: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The fold of each row: its person where five or more declared anything, else one of ten in turn.

    Whole persons are held out, because those who declare nothing are other people than those who do. Of more than
    MOST_FOLDS persons several share a fold: each fold is one more fit to all the rest.
    """
    import numpy as np
    import pandas as pd

    codes = pd.factorize(people, sort=True)[0]
    if len(np.unique(codes[paired])) >= 5:
        return (codes % MOST_FOLDS).astype(np.int64)
    return np.arange(len(people), dtype=np.int64) % FOLDS


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
    rank = max(1, int(np.floor(LOW * (count + 1))))
    return float(ranked[rank - 1]), float(ranked[count - rank])
