"""The methods that are compared; each takes the same masked titles and gives a group a title."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from toil.recurrence.grouping import group_keys
from toil.recurrence.masking import masked, normal
from toil.recurrence.words import key_of_words, title_key

Groups = list[str]
SPEAKING = frozenset(("名詞", "動詞", "形容詞", "形状詞", "副詞"))
"""Nouns, verbs, adjectives and adverbs."""


def exact_title(titles: Sequence[str]) -> Groups:
    """Titles that are equal."""
    return list(titles)


def masked_title(titles: Sequence[str]) -> Groups:
    """Titles that are equal once masked."""
    return [masked(normal(title)) for title in titles]


def ours(titles: Sequence[str]) -> Groups:
    """What the product does."""
    return _grouped([title_key(title) for title in titles])


def sudachi(titles: Sequence[str]) -> Groups:
    """Our grouping of the content words that Sudachi finds in Japanese titles, instead of runs of one script."""
    from sudachipy import Dictionary

    reader = Dictionary(dict="small").tokenizer(mode="A")

    def key(title: str) -> tuple[str, ...]:
        text = normal(title)
        if text.isascii():
            return title_key(title)
        found = (part for part in reader.tokenize(masked(text)) if part.part_of_speech()[0] in SPEAKING)
        return key_of_words(tuple(part.normalized_form().lower() for part in found)) or (f"={text.lower()}",)

    return _grouped([key(title) for title in titles])


def drain3(titles: Sequence[str]) -> Groups:
    """Drain (He et al. 2017) with its defaults, over masked titles."""
    from drain3 import TemplateMiner
    from drain3.template_miner_config import TemplateMinerConfig

    miner = TemplateMiner(config=TemplateMinerConfig())
    return [str(miner.add_log_message(masked(normal(title)) or "-")["cluster_id"]) for title in titles]


def minhash(titles: Sequence[str]) -> Groups:
    """MinHash LSH over key words at a Jaccard similarity of .7, joined to components."""
    from datasketch import MinHash, MinHashLSH

    keys = [title_key(title) for title in titles]
    index, parent = MinHashLSH(threshold=0.7, num_perm=128), {key: key for key in keys}
    for key in parent:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([word.encode() for word in key])
        for near in index.query(sketch):
            parent[_root(parent, near)] = _root(parent, key)
        index.insert(key, sketch)
    return [" ".join(_root(parent, key)) for key in keys]


def tfidf_components(titles: Sequence[str]) -> Groups:
    """TF-IDF of key words, pairs at a cosine of .8 joined to components."""
    from scipy.sparse.csgraph import connected_components

    keys, vectors = _tfidf(titles)
    graph = vectors @ vectors.T
    graph.data[graph.data < 0.8] = 0
    graph.eliminate_zeros()
    _, labels = connected_components(graph, directed=False)
    place = {key: str(label) for key, label in zip(dict.fromkeys(keys), labels, strict=True)}
    return [place[key] for key in keys]


def average_link(titles: Sequence[str]) -> Groups:
    """Average-link clustering of the TF-IDF of key words, cut at a cosine distance of .4."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    keys, vectors = _tfidf(titles)
    likeness = (vectors @ vectors.T).toarray()
    distances = squareform((1 - likeness).clip(0), checks=False)
    labels = fcluster(linkage(distances, "average"), 0.4, "distance")
    place = {key: str(label) for key, label in zip(dict.fromkeys(keys), labels, strict=True)}
    return [place[key] for key in keys]


def _grouped(keys: Sequence[tuple[str, ...]]) -> Groups:
    leaders = group_keys(Counter(key for key in keys if key))
    return [" ".join(leaders[key]) if key else f"empty {place}" for place, key in enumerate(keys)]


def _tfidf(titles: Sequence[str]) -> tuple[list[tuple[str, ...]], Any]:
    from sklearn.feature_extraction.text import TfidfVectorizer

    keys = [title_key(title) or ("=",) for title in titles]
    return keys, TfidfVectorizer(analyzer=lambda key: key).fit_transform(list(dict.fromkeys(keys)))


def _root(parent: dict[tuple[str, ...], tuple[str, ...]], key: tuple[str, ...]) -> tuple[str, ...]:
    while parent[key] != key:
        key = parent[key]
    return key


METHODS: dict[str, Callable[[Sequence[str]], Groups]] = {
    "exact title": exact_title, "masked title": masked_title, "Drain3": drain3, "MinHash LSH": minhash,
    "TF-IDF + components": tfidf_components, "average link": average_link,
    "words by Sudachi": sudachi, "toil": ours,
}  # fmt: skip
