"""How services stand with their error budgets, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toil.locales import Words
from toil.locales.numbers import count, hours, is_missing, percent

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]


def error_budget_headline(rows: pd.DataFrame, words: Words) -> str:
    """How many of the services with an objective have used it up, or will; `rows` of `error_budgets` with one."""
    states = rows["state"].value_counts()
    return words("error_budget.headline", all=count(len(rows)), spent=count(states.get("spent", 0)),
                 burning=count(states.get("burning", 0)))  # fmt: skip


def service_sentences(row: Row, words: Words, *, least: int) -> list[str]:
    """One service with an objective: its budget, where the bad minutes come from, and its toil."""
    promise = {"service": row["service"], "objective": objective(row["objective"]), "days": count(row["window_days"])}
    if row["state"] == "unknown":
        return [words("error_budget.unknown", **promise), _toil(row, words, least)]
    key = "overspent" if row["state"] == "spent" else "standing"
    origin = (
        words("error_budget.from_sli", share=percent(row["known_share"]))
        if row["bad_from"] == "sli"
        else words("error_budget.from_incidents", count=count(row["item_count"]))
    )
    return [
        words(f"error_budget.{key}", **promise, bad=count(row["bad_minutes"]), budget=count(row["budget_minutes"]),
              left=percent(row["remaining_share"])),
        origin,
        _toil(row, words, least),
    ]  # fmt: skip


def objective(share: Any) -> str:
    """An objective with all its nines: 99.95%, not 100%."""
    return f"{float(share) * 100:.6g}%"


def _toil(row: Row, words: Words, least: int) -> str:
    if is_missing(row["toil_hours"]):
        return words("error_budget.toil_hidden", least=least)
    return words("error_budget.toil", hours=hours(row["hours"], words), toil=hours(row["toil_hours"], words))
