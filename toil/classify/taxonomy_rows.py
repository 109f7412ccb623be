"""The taxonomies as relations: every category, each team's, and what teams changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.classify.taxonomy import load_taxonomy
from toil.classify.team_taxonomy import difference, taxonomies

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from toil.classify.taxonomy import Category
    from toil.relations import Frames
    from toil.settings import Settings

_WORDS = (
    "category", "parent", "name_en", "name_ja", "meaning_en", "meaning_ja", "toil_probability", "default_minutes",
    "remedy", "google_class", "kubell", "examples", "counter_examples",
)  # fmt: skip


def categories(frames: Frames, settings: Settings) -> pd.DataFrame:
    """Every category that some team has, in its order; `remedy` holds the remedies that may help, best first."""
    import pandas as pd

    return pd.DataFrame(_rows(taxonomies(settings).categories))


def team_categories(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The categories of each team, in their order, with `origin` (shipped, changed, added); reads `teams`."""
    import pandas as pd

    known = taxonomies(settings)
    rows = []
    for team in frames["teams"]["team"]:
        changes = difference(load_taxonomy(), known.of(team))
        origins = dict.fromkeys(changes.changed, "changed") | dict.fromkeys(changes.added, "added")
        for row in _rows(known.of(team).categories):
            rows.append({"team": team, **row, "origin": origins.get(str(row["category"]), "shipped")})
    return pd.DataFrame(rows)


def taxonomy_rows(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a team: the version of its taxonomy, and what differs from the shipped one; reads `teams`."""
    import pandas as pd

    known = taxonomies(settings)
    rows = [
        {"team": team, "version": known.of(team).version,
         **{name: list(ids) for name, ids in vars(difference(load_taxonomy(), known.of(team))).items()}}
        for team in frames["teams"]["team"]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["team", "version", "added", "changed", "removed"])


def _rows(ones: Iterable[Category]) -> list[dict[str, object]]:
    return [
        {name: _plain(getattr(category, name)) for name in _WORDS} | {"position": place}
        for place, category in enumerate(ones, start=1)
    ]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
