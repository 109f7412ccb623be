"""`toil candidates --hours`: what to build with the hours there are, and what becomes of each team's toil budget."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from toil.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from toil.candidates.outlook import Outlook
    from toil.candidates.portfolio import Portfolio
    from toil.store.published import Published

SCHEMA = "toil.portfolio/1"


def plan(
    store: Published, candidates: pd.DataFrame, hours: float, target: float | None, lang: str, *, least: int
) -> tuple[pd.DataFrame, list[str], dict[str, Any]]:
    """The chosen rows of `automation_candidates`, the sentences on them, and all of it as a document.

    Teams of fewer than `least` people have no outlook. Raises UsageError where `target` is below an on-call floor.
    """
    from toil.candidates.portfolio import choose_portfolio, frontier_of_hours
    from toil.charts.portfolio import outlook_sentence, portfolio_sentence
    from toil.locales import words

    chosen = choose_portfolio(candidates, hours)
    rows = candidates[candidates["recurrence_id"].isin(chosen.recurrence_ids)]
    outlooks = _outlooks(store, rows, set(candidates["team"]), target, least)
    spoken = words(lang)
    sentences = {team: outlook_sentence(team, found, spoken) for team, found in outlooks.items()}
    for team, found in outlooks.items():
        if target is not None and found.refused == "below_floor":
            raise UsageError(
                sentences[team], where="--target", do=f"ask for {ceil(100 * found.floor_share) / 100:.2f} or more"
            )
    document = {"schema": SCHEMA, "hours": hours, **_figures(chosen),
                "frontier": frontier_of_hours(candidates).to_dict("records"),
                "teams": {team: vars(found) for team, found in outlooks.items()},
                "candidates": rows.sort_values("rank").to_dict("records")}  # fmt: skip
    return rows, [portfolio_sentence(chosen, hours, spoken), *sentences.values()], document


def as_json(document: dict[str, Any]) -> str:
    """The document of `plan` as text."""
    import json

    from toil.exports.cells import json_ready

    return json.dumps(json_ready(document), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _outlooks(
    store: Published, chosen: pd.DataFrame, teams: set[str], target: float | None, least: int
) -> dict[str, Outlook]:
    from toil.candidates.outlook import outlook

    newest = store.read("toil_budget").sort_values("week").drop_duplicates("team", keep="last").sort_values("team")
    shown = newest[newest["team"].isin(teams) & ((newest["people"] == 0) | (newest["people"] >= least))]
    return {
        str(row["team"]): outlook({str(name): value for name, value in row.items()},
                                  chosen[chosen["team"] == row["team"]], target)
        for row in shown.to_dict("records")
    }  # fmt: skip


def _figures(chosen: Portfolio) -> dict[str, float]:
    return {"build_hours": chosen.build_hours, "net_hours_per_year": chosen.net_hours_per_year}
