"""What came of an automation, in sentences: the verdict first, then what it rests on and what happened since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toil.charts.headlines import week_label
from toil.locales import Words
from toil.locales.numbers import count, hours, hours_range, in_weeks, is_missing, sure

Row = Mapping[str, Any]


def impact_sentences(row: Row, words: Words) -> list[str]:
    """The sentences of a row of `automation_outcomes`."""
    found = [verdict_sentence(row, words)]
    if not is_missing(row["measured_hours_per_week"]):
        found += [_promise(row, words), _so_far(row, words), words(f"impact.by_{row['method']}",
                  number=count(row["sibling_count"]))]  # fmt: skip
    found += _change(row, words)
    if row["missed_count"]:
        found.append(
            words("impact.missed_since", number=count(row["missed_count"]), hours=hours(row["missed_hours"], words))
        )
    if not is_missing(row["regressed_week"]):
        found.append(words("impact.regressed", week=week_label(str(row["regressed_week"]), words)))
    if not is_missing(row["is_stated_before"]) and not row["is_stated_before"]:
        found.append(words("impact.late"))
    return found


def verdict_sentence(row: Row, words: Words) -> str:
    """The verdict with its figures, or why there is none."""
    until = in_weeks(row["weeks_to_verdict"], words)
    if row["trouble"]:
        return words(f"impact.{row['trouble']}", day=f"{row['shipped_at']:%Y-%m-%d}", weeks=until)
    if is_missing(row["rate_ratio"]):
        return words("impact.too_early_yet", weeks=until)
    by_hours = row["metric"] == "hours"
    after, expected = (
        words("impact.count_a_week", number=hours(row[f"hours_{one}_per_week"], words)) if by_hours
        else words("impact.count_a_week", number=f"{row[f'{one}_per_week']:.1f}")
        for one in ("after", "expected")
    )  # fmt: skip
    change = words("impact.change", middle=_percent(row["rate_ratio"]), low=_percent(row["rate_ratio_low"]),
                   high=_percent(row["rate_ratio_high"]), sure=sure(row["confidence"]))  # fmt: skip
    return words(f"impact.{row['verdict']}", after=after, expected=expected, change=change, weeks=until,
                 decided=count(row["decided_after_weeks"]))  # fmt: skip


def _promise(row: Row, words: Words) -> str:
    saved, between = hours(row["measured_hours_per_week"], words), hours_range(row["low"], row["high"], words)
    if is_missing(row["promised_hours_per_week"]):
        return words("impact.no_promise", saved=saved, range=between)
    return words("impact.promise", promised=hours(row["promised_hours_per_week"], words), saved=saved, range=between)


def _so_far(row: Row, words: Words) -> str:
    between = hours_range(row["hours_returned_low"], row["hours_returned_high"], words)
    key = "impact.so_far_open" if is_missing(row["hours_invested"]) else "impact.so_far"
    invested = hours(row["hours_invested"], words)
    return words(key, returned=hours(row["hours_returned"], words), range=between, invested=invested)


def _change(row: Row, words: Words) -> list[str]:
    if is_missing(row["is_change_near"]):
        return []
    if is_missing(row["change_week"]):
        return [words("impact.change_none")]
    week = week_label(str(row["change_week"]), words)
    return [words("impact.change_near" if row["is_change_near"] else "impact.change_far", week=week)]


def _percent(ratio: Any) -> str:
    """A ratio as a change: 0.25 is −75%; without an upper end, ∞."""
    return "+∞" if is_missing(ratio) else f"{(float(ratio) - 1) * 100:+.0f}%".replace("-", "−")
