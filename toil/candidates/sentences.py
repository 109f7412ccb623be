"""Why a candidate is one, in sentences, from the figures and ids of its row; pages, exports and the build use them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toil.locales import Words
from toil.locales.numbers import count, hours, hours_range, in_weeks, is_missing, percent

Row = Mapping[str, Any]


def evidence(row: Row, words: Words) -> str:
    """All sentences of a row of `automation_candidates`, as one text."""
    return words.after_each_other(evidence_sentences(row, words))


def evidence_sentences(row: Row, words: Words) -> list[str]:
    """What the work takes, why this remedy, what that gives back and costs, when it pays back, and its quadrant."""
    return [_arithmetic(row, words), reason(row, words), _costs(row, words), _payback(row, words), quadrant(row, words)]


def reason(row: Row, words: Words) -> str:
    """Why this remedy and no other."""
    return words(
        f"reason.{row['reason']}", remedy=words.or_else(f"remedy.{row['remedy']}", str(row["remedy"])),
        because=words.or_else(f"because.{row['remedy']}", ""), noise=percent(row["noise_share"]),
        slo="" if is_missing(row["slo_case"]) else words(f"slo_case.{row['slo_case']}"),
    )  # fmt: skip


def quadrant(row: Row, words: Words) -> str:
    """In which quadrant it lies, and against which thresholds."""
    return words(
        f"candidates.quadrant_{row['quadrant_basis']}", quadrant=words(f"quadrant.{row['quadrant']}"),
        often=f"{row['often_per_week']:.2g}", long=_short(row["long_hours"], words),
    )  # fmt: skip


def _arithmetic(row: Row, words: Words) -> str:
    return words(
        "candidates.arithmetic", per_week=_number(row["per_week"]), each=_short(row["hours_per_occurrence"], words),
        known=count(row["measured_count"]), people=_number(row["people_per_occurrence"]),
        hours=hours(row["hours_per_year"], words),
        range=hours_range(row["low_hours_per_year"], row["high_hours_per_year"], words),
    )  # fmt: skip


def _costs(row: Row, words: Words) -> str:
    costs = {name: float(row[f"{name}_hours_per_year"]) for name in ("residual", "failure", "pushed", "upkeep")}
    less = [words(f"candidates.less_{name}", hours=hours(cost, words)) for name, cost in costs.items() if cost > 0]
    return words(
        "candidates.costs" if less else "candidates.no_costs", coverage=percent(row["coverage"]),
        less=("、" if words.language == "ja" else ", ").join(less), net=hours(row["net_hours_per_year"], words),
        range=hours_range(row["low_net_hours_per_year"], row["high_net_hours_per_year"], words),
    )  # fmt: skip


def _payback(row: Row, words: Words) -> str:
    weeks = row["payback_weeks"]
    key = "never" if is_missing(weeks) else "at_once" if weeks == 0 else "pays_back"
    return words(
        f"candidates.{key}", whose=words(f"candidates.estimated_by_{row['estimated_by']}"),
        build=hours(row["expected_build_hours"], words),
        range=hours_range(row["build_low_hours"], row["build_high_hours"], words),
        weeks="" if is_missing(weeks) else in_weeks(weeks, words), between=_between(row, words),
        chance=percent(row["payback_probability"]),
    )  # fmt: skip


def _between(row: Row, words: Words) -> str:
    """The range of the payback; without an end where some worlds never pay back. Frames of before have none."""
    low, high = row.get("low_payback_weeks"), row.get("high_payback_weeks")
    if is_missing(low):
        return ""
    key = "payback_open" if is_missing(high) else "payback_between"
    return words(f"candidates.{key}", low=count(low), high="" if is_missing(high) else count(high))


def _number(value: Any) -> str:
    return f"{float(value):.1f}"


def _short(value: Any, words: Words) -> str:
    """Hours with two digits that count: an occurrence may take minutes."""
    return words("unit.hours", number=f"{float(value):.2g}")
