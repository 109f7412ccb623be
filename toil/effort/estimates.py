"""How long a person worked, from how long something was acknowledged or in progress; learned from declarations.

The model is linear in logarithms, because ratios of effort are as good as log-normal, and partially pooled: a category
and a recurrence have an effect of their own, as far as their declarations carry it (`toil.effort.pooling`). What a
piece of work took is first estimated by itself here; `toil.effort.ranges` then looks at the days it fell on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.effort.pooling import Sums, fit, sums

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from toil.relations import Frames
    from toil.settings import Settings

    Numbers = NDArray[np.float64]

KINDS = ("acknowledged", "both", "active_status")
# Where too few people declared, half of what was credited is the middle: time until resolution includes waiting, so
# that all of it is the upper bound (toil.md 3.2).
ASSUMED_SHARE = 0.5
ENOUGH_PAIRS = 20
KNOTS_SECONDS = (900, 3600, 14400, 57600)
LEAST_SECONDS = 60.0
FOLDS = 10
MOST_FOLDS = 20


def first_estimates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row for each of `effort_evidence`: middle_seconds (a median), mean_seconds, learned_from, fold.

    learned_from is 'declarations' where at least 20 pairs of computed and declared effort share the kind of evidence,
    else 'assumed'. Of a pair, what stands here was estimated without the declarations of its fold, that is its person;
    the fold of all else is -1. Means are Duan's smearing estimate (1983, JASA 78, 605-610): the exponential of a mean
    logarithm is a median, and medians do not add up to totals.
    """
    import numpy as np
    import pandas as pd

    known = frames["effort_evidence"].sort_values(["work_id", "person_id"], ignore_index=True)
    declared = known["declared_seconds"].to_numpy(dtype=float)
    kinds = known["evidence"].to_numpy(dtype=object)
    learnable = [kind for kind in KINDS if ((kinds == kind) & (declared > 0)).sum() >= ENOUGH_PAIRS]
    middle = ASSUMED_SHARE * known["credited_seconds"].clip(lower=LEAST_SECONDS)
    out = pd.DataFrame({"middle_seconds": middle, "mean_seconds": middle, "learned_from": "assumed", "fold": -1})
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
    folds = np.where(paired, _folds(known["person_id"], paired), -1)

    sizes = (int(categories.max()) + 1, int(recurrences.max()) + 1)

    def summed(rows: NDArray[np.bool_]) -> Sums:
        return sums(ratio[rows], base[rows], categories[rows], recurrences[rows], sizes=sizes)

    every = summed(paired)
    middle = scale + fit(every, penalty).predict(base, categories, recurrences)
    for fold in np.unique(folds[paired]):
        mine = folds == fold
        model = fit(every - summed(mine), penalty)
        middle[mine] = scale[mine] + model.predict(base[mine], categories[mine], recurrences[mine])
    mean = np.exp(middle)
    for kind in kinds:
        rows = (known["evidence"] == kind).to_numpy()
        mean[rows] *= np.exp(np.log(declared[rows & paired]) - middle[rows & paired]).mean()
    return pd.DataFrame({"middle_seconds": np.exp(middle), "mean_seconds": mean, "learned_from": "declarations",
                         "fold": folds})  # fmt: skip


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
