"""The model's honest score: on the last part in time, on titles without the rules' words.

The last fifth in time is held out. Its earlier half sets the temperature and the confidence below which the model
abstains; its later half, which sets nothing, gives the score that is published.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.classify.model import Examples, Model, called, can_learn, softened

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

HELD_OUT = 0.2
FEWEST_HELD_OUT = 20
NEVER = 2.0
"""A confidence that nothing reaches: the model abstains from everything."""

TEMPERATURES = (0.5, 0.7, 0.85, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0)
COLUMNS = ("text_number", "created_at", "is_judged", "category", "said", "is_right", "confidence", "abstained",
           "temperature", "threshold")  # fmt: skip
THRESHOLDS = tuple(n / 100 for n in range(30, 100, 5))


def held_out_votes(learn_from: Examples, *, minimum_precision: float) -> pd.DataFrame:
    """What a model of the past says of each later text: the rows of `held_out_votes`, oldest first.

    `category` is what rules or people decided, `said` the model's vote; `is_right` as far as both go: REQ is right of
    REQ.access, and REQ.access cannot be told wrong where only REQ was decided. Rows that are not `is_judged` chose the
    temperature and the threshold; none where there is not enough to learn from.
    """
    import numpy as np
    import pandas as pd

    cut = int(len(learn_from.texts) * (1 - HELD_OUT))
    past = Examples(*(part[:cut] for part in learn_from))  # type: ignore[arg-type]
    future = Examples(*(part[cut:] for part in learn_from))  # type: ignore[arg-type]
    if not can_learn(past) or len(future.texts) < FEWEST_HELD_OUT:
        return pd.DataFrame(columns=list(COLUMNS))
    model = Model(past)
    logits, truth = model.logits(future.bare), future.categories
    middle = len(truth) // 2
    temperature = _temperature(logits[:middle], truth[:middle], model.names)
    shares = softened(logits, temperature)
    said, sure = called(shares, model.names)
    right = _right(said, truth)
    threshold = _threshold(right[:middle], sure[:middle], minimum_precision)
    rows = pd.DataFrame({
        "text_number": range(len(truth)), "created_at": future.created_at, "is_judged": np.arange(len(truth)) >= middle,
        "category": truth, "said": said, "is_right": right, "confidence": sure, "abstained": sure < threshold,
        "temperature": temperature, "threshold": threshold,
    })  # fmt: skip
    return rows[list(COLUMNS)]


def quality_row(votes: pd.DataFrame, trained_on: int) -> dict[str, float | int]:
    """The row of `classifier_quality`: trained_on, held_out, temperature, threshold, precision, coverage,
    calibration_error; `votes` are those of `held_out_votes`, of which the judged ones count. Without any, the
    threshold is `NEVER` and nothing was scored.
    """
    judged = votes[votes["is_judged"].astype(bool)]
    if judged.empty:
        return _row(trained_on, 0, 1.0, NEVER, float("nan"), 0.0, float("nan"))
    right, sure = judged["is_right"].to_numpy(dtype=bool), judged["confidence"].to_numpy(dtype=float)
    told = ~judged["abstained"].to_numpy(dtype=bool)
    precision = float(right[told].mean()) if told.any() else float("nan")
    first = judged.iloc[0]
    return _row(trained_on, len(judged), float(first["temperature"]), float(first["threshold"]), precision,
                float(told.mean()), calibration_error(right, sure))  # fmt: skip


def calibration_error(right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], sure: Floats) -> float:
    """The mean distance of confidence and accuracy over ten bins of confidence, weighted by size (Guo et al. 2017)."""
    import numpy as np

    bins = np.minimum((sure * 10).astype(int), 9)
    gaps = [abs(right[bins == n].mean() - sure[bins == n].mean()) * (bins == n).mean() for n in set(bins.tolist())]
    return float(sum(gaps))


def _right(said: list[str], decided: list[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    import numpy as np

    pairs = zip(said, decided, strict=True)
    return np.array([f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.") for one, other in pairs],
                    dtype=bool)  # fmt: skip


def _temperature(logits: Floats, decided: list[str], names: list[str]) -> float:
    """The temperature at which what is called is right as often as it is sure: the least log loss of being right."""
    import numpy as np

    def loss(temperature: float) -> float:
        said, sure = called(softened(logits, temperature), names)
        sure = np.clip(sure, 1e-6, 1 - 1e-6)
        return float(-np.log(np.where(_right(said, decided), sure, 1 - sure)).mean())

    return min(TEMPERATURES, key=loss) if decided else 1.0


def _threshold(right: np.ndarray[tuple[int, ...], np.dtype[np.bool_]], sure: Floats, minimum: float) -> float:
    """The lowest confidence above which enough votes are right."""
    for threshold in THRESHOLDS:
        told = sure >= threshold
        if told.sum() >= FEWEST_HELD_OUT // 2 and right[told].mean() >= minimum:
            return threshold
    return NEVER


def _row(trained: int, held: int, temperature: float, threshold: float, precision: float, coverage: float,
         calibration: float) -> dict[str, float | int]:  # fmt: skip
    return {"trained_on": trained, "held_out": held, "temperature": temperature, "threshold": threshold,
            "precision": precision, "coverage": coverage, "calibration_error": calibration}  # fmt: skip
