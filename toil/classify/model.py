"""The model: decides what no rule decided, having learnt from what rules and people decided; abstains when unsure."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from toil.classify.features import texts_of, vectoriser, without_rule_words
from toil.classify.taxonomy import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    import pandas as pd

    from toil.classify.taxonomy import Taxonomy
    from toil.classify.team_taxonomy import Taxonomies

    Floats = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

MOST_TEXTS = 5_000
MOST_TEXTS_A_CATEGORY = 400
FEWEST_TEXTS = 60
FEWEST_TEXTS_A_CATEGORY = 4
SURE_ENOUGH_TO_TEACH = 0.6
PART_SURE = 0.6


class Examples(NamedTuple):
    """Decided work to learn from, one row a distinct text, oldest first: the text as it is and without rule words."""

    texts: list[str]
    bare: list[str]
    categories: list[str]
    created_at: list[pd.Timestamp]


class Votes(NamedTuple):
    """For each text the likeliest category and how sure the model is."""

    categories: list[str]
    confidence: Floats
    toil_probability: Floats


def examples(work: pd.DataFrame, known: Taxonomies) -> Examples:
    """What can be learnt from: `work` with team, category and confidence of what rules and people decided.

    Each distinct text counts once (titles that differ by numbers or dates are one text, lest what is held out were
    learnt as well), and no category gets more than `MOST_TEXTS_A_CATEGORY` titles, chosen by hash.
    """
    import pandas as pd

    narrow = work.loc[is_taught(work), ["created_at", "work_id", "title", "category"]]
    narrow = narrow.sort_values(["created_at", "work_id"]).drop_duplicates("title")
    keep = _chosen(narrow["title"].fillna("").astype(str).tolist(), narrow["category"].tolist())
    sure = work.loc[narrow.index[keep]]
    titles, categories = sure["title"].fillna("").astype(str).tolist(), sure["category"].astype(str).tolist()
    bare = [
        without_rule_words(title, known.of(team)[name])
        for title, name, team in zip(titles, categories, sure["team"], strict=True)
    ]
    found = pd.DataFrame({"texts": texts_of(sure, titles), "bare": texts_of(sure, bare), "categories": categories,
                          "created_at": sure["created_at"].tolist()})  # fmt: skip
    found = found.drop_duplicates("texts")
    return Examples(*(found[name].tolist() for name in Examples._fields))


def is_taught(votes: pd.DataFrame) -> pd.Series[bool]:
    """Of which pieces of work the category is sure enough to learn from; reads category and confidence."""
    return (votes["confidence"] >= SURE_ENOUGH_TO_TEACH) & (votes["category"] != UNKNOWN)


class Model:
    """Logistic regression on latent semantic features; `temperature` softens its confidence."""

    def __init__(self, learn_from: Examples, *, temperature: float = 1.0) -> None:
        from sklearn.linear_model import LogisticRegression

        self._temperature = temperature
        self._vectoriser = vectoriser()
        texts = [*learn_from.texts, *learn_from.bare]
        self._regression = LogisticRegression(C=10, class_weight="balanced", max_iter=300)
        with one_thread():
            self._regression.fit(self._vectoriser.fit_transform(texts), learn_from.categories * 2)

    def logits(self, texts: Sequence[str]) -> Floats:
        """The log-probabilities of each category (columns, as `names`) before the temperature."""
        with one_thread():
            logits: Floats = self._regression.predict_log_proba(self._vectoriser.transform(texts))
        return logits

    @property
    def names(self) -> list[str]:
        """The categories that the model knows."""
        return [str(name) for name in self._regression.classes_]

    def votes(self, texts: Sequence[str], taxonomy: Taxonomy) -> Votes:
        """One vote for each text, in order; toil_probability is the mean over all categories it may be.

        What the taxonomy of the team does not hold, as other teams' categories, is no choice, and UNK where it holds
        nothing that the model knows.
        """
        import numpy as np

        held = np.array([name in taxonomy for name in self.names])
        if not held.any():
            none = np.zeros(len(texts))
            return Votes([UNKNOWN] * len(texts), none, none + taxonomy[UNKNOWN].toil_probability)
        shares = softened(self.logits(texts), self._temperature) * held
        toil = np.array([taxonomy[name].toil_probability if name in taxonomy else 0.0 for name in self.names])
        mean = shares @ toil / np.maximum(shares.sum(axis=1), 1e-12)
        return Votes(*called(shares, self.names), mean)


def one_thread() -> AbstractContextManager[Any]:
    """Within it, linear algebra has one thread: our matrices are so small that threads wait for each other
    (measured on two busy cores: 17 s for a regression that takes 0.2 s alone), and sums keep one order.
    """
    # Only libraries that are loaded already can be limited: https://github.com/joblib/threadpoolctl
    import sklearn.decomposition
    import sklearn.linear_model  # noqa: F401
    from threadpoolctl import threadpool_limits

    limit: AbstractContextManager[Any] = threadpool_limits(1)
    return limit


def can_learn(learn_from: Examples) -> bool:
    """Whether there is enough to learn from: texts, and at least two categories with several of them."""
    counts = _counts(learn_from.categories)
    return len(learn_from.texts) >= FEWEST_TEXTS and sum(n >= FEWEST_TEXTS_A_CATEGORY for n in counts.values()) >= 2


def called(shares: Floats, names: Sequence[str]) -> tuple[list[str], Floats]:
    """What to call each row of shares (columns as `names`), and how sure that is: the likeliest kind, or its part.

    A kind has its parts' shares and those of work that was decided as the kind alone, which says nothing of its part
    and so no more against one part than another. The part is called where it has `PART_SURE` of all parts' shares.
    """
    import numpy as np

    tops = np.array([name.partition(".")[0] for name in names])
    kinds = np.unique(tops)
    of_kinds = shares @ (tops[:, None] == kinds[None, :])
    kind = of_kinds.argmax(axis=1)
    is_part = np.array(["." in name for name in names])
    parts = np.where(is_part & (tops[None, :] == kinds[kind][:, None]), shares, 0.0)
    part_share = parts.max(axis=1) / np.maximum(parts.sum(axis=1), 1e-12)
    is_called = part_share >= PART_SURE
    said = np.where(is_called, np.array(names, dtype=object)[parts.argmax(axis=1)], kinds[kind])
    return [str(name) for name in said], of_kinds.max(axis=1) * np.where(is_called, part_share, 1.0)


def softened(logits: Floats, temperature: float) -> Floats:
    """Probabilities at a temperature (Guo et al. 2017): above 1 the model is less sure of itself."""
    import numpy as np

    scaled = logits / temperature
    shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    softer: Floats = shares / shares.sum(axis=1, keepdims=True)
    return softer


def _chosen(titles: list[str], categories: list[str]) -> Any:
    """Which rows to learn from, within the limits, by the hash of the title: the same in every build."""
    import numpy as np

    ranks = [hashlib.sha256(title.encode()).digest() for title in titles]
    taken: dict[str, int] = {}
    keep = np.zeros(len(titles), dtype=bool)
    for place in sorted(range(len(titles)), key=ranks.__getitem__):
        name = categories[place]
        if taken.get(name, 0) < MOST_TEXTS_A_CATEGORY and sum(taken.values()) < MOST_TEXTS:
            taken[name] = taken.get(name, 0) + 1
            keep[place] = True
    return keep


def _counts(categories: Sequence[str]) -> dict[str, int]:
    return {name: categories.count(name) for name in set(categories)}
