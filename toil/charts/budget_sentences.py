"""How a team stands with its toil budget, in sentences that the app and the reports say in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toil.charts.facts import LOW_COVERAGE
from toil.charts.headlines import week_label
from toil.locales import Words
from toil.locales.numbers import MISSING, count, hours, hours_range, is_missing, percent, percent_range

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]


def budget_of(rows: pd.DataFrame, week: str) -> dict[str, Any] | None:
    """The row of one team's `toil_budget` at `week`, else at the last complete week before it; None without one."""
    known = rows[rows["week"] <= week].sort_values("week")
    return None if known.empty else {str(name): value for name, value in known.iloc[-1].items()}


def budget_sentences(row: Row, words: Words, *, policy: str = "") -> list[str]:
    """What is left, how fast it goes, what on call takes of it, and – where it is spent – what applies.

    `row` is a row of `toil_budget`; `policy` is the team's own text, empty for the usual steps.
    """
    state = str(row["state"])
    if state == "unknown":
        return [words("budget.unknown", week=week_label(str(row["week"]), words))]
    sentences = [_standing(row, state, words)]
    if not is_missing(row["burn_fast"]):
        sentences.append(
            words("budget.burn", fast=rate(row["burn_fast"]), slow=rate(row["burn_slow"]),
                  fast_weeks=count(row["fast_weeks"]), slow_weeks=count(row["slow_weeks"]))
        )  # fmt: skip
    if float(row["floor_share"]) > 0:
        key = "budget.below_floor" if row["is_below_floor"] else "budget.floor"
        sentences.append(
            words(key, target=percent(row["target_share"]), floor=percent(row["floor_share"]),
                  shifts=count(row["on_call_shifts"]), people=count(row["people"]))
        )  # fmt: skip
    if not is_missing(row["coverage"]) and float(row["coverage"]) < LOW_COVERAGE:
        sentences.append(words("budget.reference", coverage=percent(row["coverage"])))
    if state == "spent":
        sentences.append(words("budget.policy", policy=policy or words("budget.usual_policy")))
    return sentences


def rate(burn: Any) -> str:
    """A burn rate with two digits after the point."""
    return MISSING if is_missing(burn) else f"{float(burn):.2f}"


def _standing(row: Row, state: str, words: Words) -> str:
    week = week_label(str(row["week"]), words)
    left, low, high = (row[f"remaining_{end}hours"] for end in ("", "low_", "high_"))
    return words(
        f"budget.{state}",
        until=words("budget.until", weeks=count(row["weeks"]), week=week),
        share=percent(row["toil_share"]),
        range=percent_range(row["low_share"], row["high_share"]),
        target=percent(row["target_share"]),
        left=hours(left, words),
        between=hours_range(low, high, words),
        over=hours(-float(left), words),
    )
