"""What declarations teach of effort: a model of all of them, and one for each fold, which has not seen that fold's."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING
from zlib import crc32

from toil.effort.pooling import Pooled, Sums, fit, sums

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Folds = NDArray[np.int64]

KINDS = ("acknowledged", "both", "active_status")
ENOUGH_PAIRS = 20
KNOTS_SECONDS = (900, 3600, 14400, 57600)
LEAST_SECONDS = 60.0
FOLDS = 10
MOST_FOLDS = 20
ALL = -1
"""The fold of what is no pair, and the name of the model that has seen every pair."""


@dataclass(frozen=True)
class Effects:
    """One model: coefficients of the base columns, and the effects of categories and recurrences by name."""

    base: Sequence[float]
    categories: Mapping[str, float]
    recurrences: Mapping[str, float]


@dataclass(frozen=True)
class Fits:
    """All that was learned. `reach` holds, by kind of evidence, the least and the most seconds that pairs cover.

    `people` has the fold of each person where whole persons are held out; whoever came later has been seen by no model.
    `smearing` is Duan's factor by kind; `models` are by fold.
    """

    kinds: Sequence[str] = ()
    reach: Mapping[str, Sequence[float]] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    smearing: Mapping[str, float] = field(default_factory=dict)
    models: Mapping[int, Effects] = field(default_factory=dict)

    def as_text(self) -> str:
        """It as JSON; numbers come back as they were, to the last bit."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def of_text(cls, text: str) -> Fits:
        """What `as_text` wrote."""
        held = json.loads(text)
        models = {int(fold): Effects(**one) for fold, one in held.pop("models").items()}
        return cls(**held, models=models)

    def folds_of(self, known: pd.DataFrame) -> Folds:
        """The fold of each row of `effort_evidence`: its person's, or one of ten by its name; `ALL` without a pair."""
        import numpy as np

        paired = known["declared_seconds"].to_numpy(dtype=float) > 0
        if self.people:
            folds = known["person_id"].map(self.people).fillna(MOST_FOLDS).to_numpy(dtype=np.int64)
            return np.where(paired, folds, ALL)
        names = zip(known["work_id"], known["person_id"], strict=True)
        return np.where(paired, [crc32(f"{work} {person}".encode()) % FOLDS for work, person in names], ALL)

    def middles(self, known: pd.DataFrame, folds: Folds) -> Numbers:
        """The logarithm of the median seconds of each row, by the model that has not seen its fold."""
        import numpy as np

        scale, base = self._design(known)
        middle = np.empty(len(known))
        for fold in np.unique(folds):
            mine = folds == fold
            middle[mine] = scale[mine] + self._predicted(int(fold), base[mine], known[mine])
        return middle

    def _predicted(self, fold: int, base: Numbers, known: pd.DataFrame) -> Numbers:
        import numpy as np
        import pandas as pd

        model = self.models.get(fold, self.models[ALL])
        layers = ((model.categories, known["category"]), (model.recurrences, known["recurrence_id"]))
        outer, inner = (pd.Index(list(effects), dtype=object).get_indexer(pd.Index(names)) for effects, names in layers)
        effects = (np.array(list(effects.values()), dtype=float) for effects, _ in layers)
        return Pooled(np.array(model.base), *effects).predict(base, outer, inner)

    def _design(self, known: pd.DataFrame) -> tuple[Numbers, Numbers]:
        """The logarithm of credited seconds within reach, and the base columns.

        Nothing is extrapolated: an incident that stands acknowledged for days, longer than any that somebody declared,
        is taken for the longest. Columns are, for each kind of evidence, a level, a slope that may change at
        KNOTS_SECONDS, and the crowd, that is the log of the span over its fair share between parallel work.
        """
        import numpy as np

        credited = known["credited_seconds"].clip(lower=LEAST_SECONDS).to_numpy(dtype=float)
        crowd = np.log(known["span_seconds"].clip(lower=LEAST_SECONDS).to_numpy(dtype=float) / credited)
        here = {kind: (known["evidence"] == kind).to_numpy(dtype=bool) for kind in self.kinds}
        held = credited.copy()
        for kind, rows in here.items():
            held[rows] = np.clip(held[rows], self.reach[kind][0], self.reach[kind][1])
        scale: Numbers = np.log(held)
        columns = []
        for rows in here.values():
            columns += [1.0 * rows, rows * (scale - np.log(KNOTS_SECONDS[1])), rows * crowd]
            columns += [rows * np.maximum(0.0, scale - np.log(knot)) for knot in KNOTS_SECONDS]
        return scale, np.array(columns).T


def learned(known: pd.DataFrame) -> Fits:
    """What the pairs of `effort_evidence` teach, of each kind of evidence that has at least `ENOUGH_PAIRS` of them."""
    import numpy as np

    pairs = known[(known["declared_seconds"] > 0) & known["evidence"].isin(KINDS)]
    counts = pairs["evidence"].value_counts()
    kinds = [kind for kind in KINDS if counts.get(kind, 0) >= ENOUGH_PAIRS]
    if not kinds:
        return Fits()
    everybody = known.loc[known["evidence"].isin(kinds), "person_id"]
    pairs = pairs[pairs["evidence"].isin(kinds)].reset_index(drop=True)
    seconds = pairs["credited_seconds"].clip(lower=LEAST_SECONDS).groupby(pairs["evidence"]).agg(["min", "max"])
    reach = {str(kind): [float(low), float(high)] for kind, low, high in seconds.itertuples()}
    found = Fits(kinds, reach, _people(everybody, pairs["person_id"]))
    folds = found.folds_of(pairs)
    found = Fits(kinds, reach, found.people, models=_models(pairs, folds, *found._design(pairs), len(kinds)))
    rest = np.log(pairs["declared_seconds"].to_numpy(dtype=float)) - found.middles(pairs, folds)
    of_kind = {kind: (pairs["evidence"] == kind).to_numpy(dtype=bool) for kind in kinds}
    smearing = {kind: float(np.exp(rest[rows]).mean()) for kind, rows in of_kind.items()}
    return Fits(kinds, reach, found.people, smearing, found.models)


def _models(pairs: pd.DataFrame, folds: Folds, scale: Numbers, base: Numbers, kinds: int) -> dict[int, Effects]:
    import numpy as np
    import pandas as pd

    penalty = np.array([1e-6, 0.1, 0.1, *[1.0] * len(KNOTS_SECONDS)] * kinds)
    categories, category_names = pd.factorize(pairs["category"], sort=True)
    recurrences, recurrence_names = pd.factorize(pairs["recurrence_id"], sort=True)
    ratio = np.log(pairs["declared_seconds"].to_numpy(dtype=float)) - scale
    sizes = (len(category_names), len(recurrence_names))

    def summed(rows: NDArray[np.bool_]) -> Sums:
        return sums(ratio[rows], base[rows], categories[rows], recurrences[rows], sizes=sizes)

    def named(model: Pooled) -> Effects:
        both = zip((category_names, recurrence_names), (model.outer, model.inner), strict=True)
        return Effects(model.base.tolist(), *({str(name): effect for name, effect in
                                               zip(names, effects.tolist(), strict=True) if effect}
                                              for names, effects in both))  # fmt: skip

    every = summed(folds != ALL)
    models = {ALL: named(fit(every, penalty))}
    for fold in np.unique(folds).tolist():
        models[fold] = named(fit(every - summed(folds == fold), penalty))
    return models


def _people(everybody: pd.Series[str], declaring: pd.Series[str]) -> dict[str, int]:
    """The fold of each person where five or more declared anything; else none, and each pair is held out by itself.

    Whole persons are held out, because those who declare nothing are other people than those who do. Of more than
    MOST_FOLDS persons several share a fold: each fold is one more fit to all the rest.
    """
    if declaring.nunique() < 5:
        return {}
    return {str(person): place % MOST_FOLDS for place, person in enumerate(sorted(everybody.unique()))}
