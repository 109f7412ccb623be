"""What the model reads of a piece of work: its title's words and letters, and the fields beside the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.classify.phrases import term_pattern
from toil.classify.rules import lists
from toil.classify.taxonomy import Category, folded
from toil.recurrence.flags import is_true
from toil.recurrence.masking import masked, normal
from toil.recurrence.words import content_words

if TYPE_CHECKING:
    import pandas as pd

COMPONENTS = 100
LETTERS_WEIGHT = 0.7
WORD = r"\S+"


def texts_of(work: pd.DataFrame, titles: list[str]) -> list[str]:
    """One text a row: the masked title, a tab, and its words with the fields (`type=bug` …) as further words."""
    columns = [work[name].fillna("").astype(str) for name in ("item_type", "service", "project")]
    flags = [is_true(work[name]) for name in ("is_machine_made", "is_planned")]
    rows = zip(titles, lists(work["labels"]), *columns, *flags, strict=True)
    return [_text(*row) for row in rows]


def without_rule_words(title: str, category: Category) -> str:
    """A title without the words by which the rules of a category know it.

    The model only decides titles in which no rule found a word; trained and judged on titles as they are, it would
    learn the rules by heart and be judged on what it will never see.
    """
    terms = tuple(sorted({term for phrase in category.words for alternatives in phrase for term in alternatives}))
    return term_pattern(terms).sub(" ", folded(title)) if terms else title


def vectoriser() -> Any:
    """TF-IDF of words (1–2) and of letters within words (2–5), reduced by SVD (latent semantic analysis)."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.preprocessing import Normalizer

    words = TfidfVectorizer(preprocessor=_words, token_pattern=WORD, ngram_range=(1, 2), sublinear_tf=True,
                            max_features=30_000)  # fmt: skip
    letters = TfidfVectorizer(preprocessor=_title, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True,
                              max_features=30_000)  # fmt: skip
    union = make_union(words, letters)
    union.transformer_weights = {"tfidfvectorizer-1": 1.0, "tfidfvectorizer-2": LETTERS_WEIGHT}
    return make_pipeline(union, TruncatedSVD(COMPONENTS, random_state=0), Normalizer(copy=False))


def _text(
    title: str, labels: list[str], item_type: str, service: str, project: str, machine: bool, planned: bool
) -> str:
    text = masked(normal(title))
    fields = [("type", item_type), ("service", service), ("project", project), *(("label", label) for label in labels)]
    words = [*content_words(text), *(f"{name}={folded(value).replace(' ', '_')}" for name, value in fields if value)]
    words += ["machine_made"] * machine + ["planned"] * planned
    return f"{text}\t{' '.join(words)}"


def _title(text: str) -> str:
    return text.split("\t")[0]


def _words(text: str) -> str:
    return text.split("\t")[1]
