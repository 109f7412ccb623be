"""What grows, and when the budget breaks, in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from toil.charts.headlines import week_label
from toil.locales import Words
from toil.locales.numbers import count, is_missing, percent, percent_range

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]
HALF = 0.5


def forecast_sentence(row: Row, words: Words) -> str:
    """The sentence of a row of `budget_forecast`; with a driver it begins with it."""
    if row["state"] == "unknown":
        return words("forecast.unknown")
    if row["driver"]:
        driver = words.or_else(f"driver.{row['driver']}", str(row["driver"]))
        return words("forecast.by_driver", driver=driver, said=forecast_sentence({**row, "driver": ""}, words))
    first, last = (_week(row[name], words) for name in ("earliest_week", "latest_week"))
    return words(
        f"forecast.{row['state']}",
        weeks=count(row["weeks"]),
        share=percent(row["share_now"]),
        range=percent_range(row["low_share_now"], row["high_share_now"]),
        target=percent(row["target_share"]),
        growth=signed_percent(row["weekly_growth"]),
        growth_range=f"{signed_percent(row['low_growth'])} – {signed_percent(row['high_growth'])}",
        week=_week(row["break_week"], words),
        between=words("forecast.between", first=first, last=last),
        chance=percent(row["break_probability"]),
    )


def growth_class(low: Any, high: Any, *, with_driver: bool) -> str:
    """What a range of slopes allows to say: linear, some, none, unclear; with the calendar grows, shrinks, unclear."""
    if is_missing(low) or is_missing(high):
        return "unclear"
    if not with_driver:
        return "grows" if low > 0 else ("shrinks" if high < 0 else "unclear")
    if low > HALF:
        return "linear"
    if high < HALF:
        return "none"
    return "some" if low > 0 and high < 1 else "unclear"


def growth_headline(rows: pd.DataFrame, words: Words, *, driver: str) -> str:
    """How many of the measured `rows` (with `growth_class`) grow; `driver` is empty for the calendar."""
    grown = count(rows["growth_class"].isin(["linear", "grows"]).sum())
    if driver:
        return words("growth.headline", number=grown, all=count(len(rows)),
                     driver=words.or_else(f"driver.{driver}", driver))  # fmt: skip
    return words("growth.headline_calendar", number=grown, all=count(len(rows)))


def not_measured(reasons: pd.Series[str], words: Words) -> str:
    """How many series have no slope and why; empty where all have one."""
    keys = {"rare": "growth.too_rare", "few_weeks": "growth.few_weeks", "constant": "growth.constant"}
    counts = reasons[reasons != ""].value_counts()
    parts = [words(keys[str(reason)], number=count(number)) for reason, number in counts.items()]
    return words("growth.not_measured", list=words("seen.and").join(parts)) if parts else ""


def signed_percent(change: Any) -> str:
    """A change with its sign and one digit after the point."""
    return (
        "–"
        if is_missing(change) or not math.isfinite(float(change))
        else f"{float(change) * 100:+.1f}%".replace("-", "−")
    )


def _week(week: Any, words: Words) -> str:
    return words("forecast.later") if is_missing(week) else week_label(str(week), words)
