"""How long a person worked, from how long something was acknowledged or in progress; learned from declarations.

The model is linear in logarithms, because ratios of effort are as good as log-normal, and partially pooled: a category
and a recurrence have an effect of their own, as far as their declarations carry it (`toil.effort.pooling`). What a
piece of work took is first estimated by itself here; `toil.effort.ranges` then looks at the days it fell on. What was
learned (`toil.effort.fits`) is kept from build to build.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.effort.fits import KINDS, LEAST_SECONDS, Fits, learned
from toil.learning import is_kept, learning

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

# Where too few people declared, half of what was credited is the middle: time until resolution includes waiting, so
# that all of it is the upper bound (toil.md 3.2).
ASSUMED_SHARE = 0.5


def effort_learning(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row: when effort was last learned, and from how many pairs of computed and declared effort.

    Reads `effort_evidence` and `build_info`, and of the earlier build `last_effort_learning`.
    """
    import pandas as pd

    known = frames["effort_evidence"]
    pairs = int(((known["declared_seconds"] > 0) & known["evidence"].isin(KINDS)).sum())
    return learning(frames["last_effort_learning"], pairs, pd.Timestamp(frames["build_info"]["as_of"].iloc[0]))


def effort_fits(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row whose `body` is what was learned of `effort_evidence` (`Fits`), or what an earlier build had learned."""
    import pandas as pd

    last = frames["last_effort_fits"]
    if not last.empty and is_kept(frames["effort_learning"], frames["last_effort_learning"]):
        return last
    return pd.DataFrame({"body": [learned(_in_order(frames["effort_evidence"])).as_text()]})


def first_estimates(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row for each of `effort_evidence`: middle_seconds (a median), mean_seconds, learned_from, fold.

    learned_from is 'declarations' where at least 20 pairs of computed and declared effort share the kind of evidence,
    else 'assumed'. Of a pair, what stands here was estimated without the declarations of its fold, that is its person;
    the fold of all else is -1. Means are Duan's smearing estimate (1983, JASA 78, 605-610): the exponential of a mean
    logarithm is a median, and medians do not add up to totals.
    """
    import numpy as np
    import pandas as pd

    fits = Fits.of_text(str(frames["effort_fits"]["body"].iloc[0]))
    known = _in_order(frames["effort_evidence"])
    middle = ASSUMED_SHARE * known["credited_seconds"].clip(lower=LEAST_SECONDS)
    out = pd.DataFrame({"middle_seconds": middle, "mean_seconds": middle, "learned_from": "assumed", "fold": -1})
    within = known["evidence"].isin(fits.kinds).to_numpy(dtype=bool)
    if within.any():
        mine = known[within].reset_index(drop=True)
        folds = fits.folds_of(mine)
        logs = fits.middles(mine, folds)
        factors = mine["evidence"].map(fits.smearing).to_numpy(dtype=float)
        out.loc[within, "middle_seconds"] = np.exp(logs)
        out.loc[within, "mean_seconds"] = np.exp(logs) * factors
        out.loc[within, "learned_from"] = "declarations"
        out.loc[within, "fold"] = folds
    return pd.concat([known[["work_id", "person_id", "evidence", "declared_seconds"]], out], axis=1)


def _in_order(known: pd.DataFrame) -> pd.DataFrame:
    return known.sort_values(["work_id", "person_id"], ignore_index=True)
