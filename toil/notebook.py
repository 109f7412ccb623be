"""For notebooks and scripts: open what was built, read any relation, and draw what the app draws.

`import toil` gives `open_store`, `weekly_chart`, `category_chart` and `candidate_chart`; see `docs/notebook.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from toil.store.published import Published, open_published

if TYPE_CHECKING:
    from toil.charts.picture import Picture

__all__ = ["candidate_chart", "category_chart", "open_store", "weekly_chart"]


@contextmanager
def open_store(folder: Path | str | None = None) -> Iterator[Published]:
    """The newest build: of this folder, else of the store that toil.toml or TOIL_STORE names.

    `read(relation, column=value)` gives a DataFrame, `arrow(…)` an Arrow table, `cursor()` a read-only DuckDB cursor.
    Raises StoreMissing where nothing was built, SettingsError where toil.toml cannot be used.
    """
    from toil.settings import load_settings

    with open_published(Path(folder) if folder is not None else load_settings().store.folder) as store:
        yield store


def weekly_chart(store: Published, team: str, *, week: str | None = None, lang: str = "en") -> Picture:
    """Toil against the budget week by week; `week` is the one that is marked, by default the last complete one.

    Raises UsageError where the team has no such week.
    """
    from toil.charts.facts import week_facts
    from toil.charts.weekly_toil import weekly_toil
    from toil.locales import words

    weeks = store.read("toil_by_week", team=team).sort_values("week")
    return weekly_toil(weeks, week_facts(weeks, _week(store, team, week)), words(lang))


def category_chart(store: Published, team: str, *, week: str | None = None, lang: str = "en") -> Picture:
    """Where a week's hours went, toil first."""
    from toil.charts.category_hours import category_hours, category_rows
    from toil.charts.facts import team_names
    from toil.locales import words

    rows = store.read("toil_by_category", team=team, week=_week(store, team, week))
    return category_hours(category_rows(rows, team_names(store.read, team, lang)), words(lang))


def candidate_chart(store: Published, *, lang: str = "en") -> Picture:
    """What automation would save against what it would cost to build, a point a candidate."""
    from toil.charts.frontier import frontier
    from toil.locales import words

    return frontier(store.read("automation_candidates"), words(lang))


def _week(store: Published, team: str, week: str | None) -> str:
    from toil.errors import UsageError

    weeks = store.read("team_weeks", team=team)
    weeks = weeks[weeks["is_complete"].astype(bool)] if week is None else weeks[weeks["week"] == week]
    if weeks.empty:
        raise UsageError(f"there is no week {week or 'that is complete'} of a team {team!r}",
                         do="store.read('team_weeks') lists them")  # fmt: skip
    return str(weeks["week"].max())
