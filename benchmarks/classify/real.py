"""Learning curves on real changes: the file family that a change touched stands for the label a person would give.

The last third in time is judged. Answers are about the first two thirds, in three orders: single titles at random, the
biggest groups first, and the queue's order (ten biggest, then uncertainty × √size, asked again as answers come in). A
label on a group reaches its members.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd

from toil.classify.features import texts_of
from toil.classify.model import Examples, Model
from toil.recurrence.grouping import group_keys
from toil.recurrence.keys import title_keys

ANSWERS = (10, 50, 200, 1000)
SEEDS = (1, 2, 3)
FILE = "changes_openstack_project_config.csv.gz"
FEWEST_JUDGED = 5  # families with fewer changes in the last third are not judged
SPREAD_UNTIL = 50  # beyond so many answers spreading a label over its group hurts (shared/learning.md, section 2)


@dataclass(frozen=True)
class Changes:
    """The changes: text and group of each, its family, and whether it is among those that are judged."""

    texts: np.ndarray
    groups: np.ndarray
    families: np.ndarray
    is_judged: np.ndarray


def read(folder: Path) -> Changes:
    """The shared records, oldest first."""
    table = pd.read_csv(folder / FILE).dropna(subset=["title", "family"])
    table = table.assign(at=pd.to_datetime(table["created_at"], utc=True)).sort_values(["at", "id"])
    titles = table["title"].tolist()
    keys = title_keys(list(dict.fromkeys(titles)))
    leaders = group_keys(Counter(keys[title] for title in titles if keys[title]))
    bare = pd.DataFrame({"labels": [[]] * len(titles)} | dict.fromkeys(
        ("item_type", "service", "project", "is_machine_made", "is_planned")), index=range(len(titles)))  # fmt: skip
    groups = [str(leaders.get(keys[title], title)) for title in titles]
    late = np.arange(len(titles)) >= len(titles) * 2 // 3
    return Changes(np.array(texts_of(bare, titles)), np.array(groups), table["family"].to_numpy(), late)


def curve(changes: Changes, order: str, count: int, seed: int) -> float:
    """Macro-F1 over the judged families after so many answers in an order."""
    from sklearn.metrics import f1_score

    labels = ORDERS[order](changes, count, Random(seed))
    found = predicted(changes, labels)
    judged = changes.families[changes.is_judged]
    names = [name for name, size in Counter(judged).items() if size >= FEWEST_JUDGED]
    return float(f1_score(judged, found[changes.is_judged], labels=names, average="macro", zero_division=0))


def predicted(changes: Changes, labels: dict[int, str]) -> np.ndarray:
    """Each change's family by the model that learnt from these labels (place → family)."""
    found = np.full(len(changes.texts), next(iter(Counter(labels.values()).most_common(1)))[0], dtype=object)
    if len(set(labels.values())) > 1:
        logits, names = _model(changes, labels)
        found[:] = np.array(names)[logits.argmax(axis=1)]
    return found


def at_random(changes: Changes, count: int, chance: Random) -> dict[int, str]:
    """Single changes, whichever."""
    places = np.flatnonzero(~changes.is_judged)
    return {int(one): changes.families[one] for one in chance.sample(list(places), count)}


def by_group(changes: Changes, count: int, chance: Random) -> dict[int, str]:
    """One change of each of the biggest groups."""
    return _spread(changes, [_one_of(changes, name, chance) for name in _sizes(changes)[:count]])


def by_queue(changes: Changes, count: int, chance: Random) -> dict[int, str]:
    """The ten biggest groups, then by uncertainty × √size, each group once; the model learns again at each doubling."""
    asked = [_one_of(changes, name, chance) for name in _sizes(changes)[:10]]
    sizes = Counter(changes.groups[~changes.is_judged])
    while len(asked) < count:
        logits, _ = _model(changes, _spread(changes, asked))
        sure = pd.Series(np.exp(logits.max(axis=1))).groupby(changes.groups).mean()
        done = {changes.groups[one] for one in asked}
        worth = {name: (1 - sure[name]) * size**0.5 for name, size in sizes.items() if name not in done}
        best = sorted(worth, key=lambda name: (-worth[name], name))[: min(len(asked), count - len(asked))]
        if not best:
            break
        asked += [_one_of(changes, name, chance) for name in best]
    return _spread(changes, asked)


ORDERS: dict[str, Callable[[Changes, int, Random], dict[int, str]]] = {
    "random": at_random, "groups": by_group, "queue": by_queue,
}  # fmt: skip


def _model(changes: Changes, labels: dict[int, str]) -> tuple[np.ndarray, list[str]]:
    places = sorted(labels)
    texts = changes.texts[places].tolist()
    model = Model(Examples(texts, texts, [labels[one] for one in places], [pd.NaT] * len(texts)))
    return model.logits(changes.texts.tolist()), model.names


def _sizes(changes: Changes) -> list[str]:
    counts = Counter(changes.groups[~changes.is_judged])
    return sorted(counts, key=lambda name: (-counts[name], name))


def _one_of(changes: Changes, group: str, chance: Random) -> int:
    return int(chance.choice(list(np.flatnonzero((changes.groups == group) & ~changes.is_judged))))


def _spread(changes: Changes, asked: list[int]) -> dict[int, str]:
    """The labels of these changes, and where they are few those of their groups' members."""
    labels = {one: changes.families[one] for one in asked}
    if len(asked) > SPREAD_UNTIL:
        return labels
    by_name = {changes.groups[one]: family for one, family in labels.items()}
    members = np.flatnonzero(np.isin(changes.groups, list(by_name)) & ~changes.is_judged)
    return {int(one): by_name[changes.groups[one]] for one in members}


def print_curves(folder: Path) -> None:
    """The table: an order a row, means over seeds."""
    changes = read(folder)
    print(f"\n| order | {' | '.join(f'{count:,} answers' for count in ANSWERS)} |\n|---{'|---' * len(ANSWERS)}|")
    for order in ORDERS:
        row = [np.mean([curve(changes, order, count, seed) for seed in SEEDS]) for count in ANSWERS]
        print(f"| {order} | {' | '.join(f'{value:.2f}' for value in row)} |", flush=True)
