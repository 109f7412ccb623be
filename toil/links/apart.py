"""Which links to cut so that items which people keep apart do not meet, not even through a third."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

Pair = tuple[str, str]


def link_cuts(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The relation `link_cuts`: links of `link_disputes` that do not count, each with the event that forbids it.

    Columns: item_id, linked_item_id, apart_item_id, apart_linked_item_id, apart_event_id (of the journal).
    """
    import pandas as pd

    links = frames["link_disputes"].sort_values("place")
    said = frames["said_links"]
    apart = said[said["is_apart"].astype(bool)]
    events = {
        (str(one), str(other)): int(event)
        for one, other, event in zip(apart["item_id"], apart["linked_item_id"], apart["event_id"], strict=True)
    }
    pairs = [(str(one), str(other)) for one, other in zip(links["item_id"], links["linked_item_id"], strict=True)]
    rows = [(*link, *kept, events[kept]) for link, kept in cut(pairs, events).items()]
    columns = ["item_id", "linked_item_id", "apart_item_id", "apart_linked_item_id", "apart_event_id"]
    return pd.DataFrame(rows, columns=columns)


def cut(links: Iterable[Pair], apart: Iterable[Pair]) -> dict[Pair, Pair]:
    """The links to leave out, with the pair that forbids each; `links` are given the strongest first.

    Links are taken in this order, and one that would join the groups of two items kept apart is left out: so what
    connected them is broken at its weakest link. That is Kruskal's maximum spanning forest (Kruskal, On the shortest
    spanning subtree of a graph, 1956) under the "cannot-link" constraints of Wagstaff et al. (Constrained k-means
    clustering, 2001). Equal input gives equal output.
    """
    groups = _Groups(apart)
    return {link: forbidden for link in links if (forbidden := groups.join(*link)) is not None}


class _Groups:
    """Disjoint groups of items that grow together unless a pair that is kept apart would meet."""

    def __init__(self, apart: Iterable[Pair]) -> None:
        self._above: dict[str, str] = {}
        self._apart: dict[str, set[Pair]] = {}  # by root: the pairs that one of the group's items is part of
        for pair in apart:
            for item in pair:
                self._apart.setdefault(item, set()).add(pair)

    def join(self, one: str, other: str) -> Pair | None:
        """Make one group of two items' groups, or tell the first pair that forbids it."""
        here, there = self._root(one), self._root(other)
        if here == there:
            return None
        shared = self._apart.get(here, set()) & self._apart.get(there, set())
        if shared:
            return min(shared)
        if len(self._apart.get(here, ())) < len(self._apart.get(there, ())):
            here, there = there, here
        self._above[there] = here
        if moved := self._apart.pop(there, set()):
            self._apart.setdefault(here, set()).update(moved)
        return None

    def _root(self, item: str) -> str:
        root = item
        while (above := self._above.get(root)) is not None:
            root = above
        while (above := self._above.get(item)) is not None:
            self._above[item], item = root, above
        return root
