"""What `toil automation` says: a plan in a sentence, and an automation with its outcome in lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toil.proof.plan import Plan

_TROUBLE = {
    "thin": "There are too few weeks before it to compare with: no verdict can fall.",
    "never": "The work did not come up in these weeks: no verdict can fall.",
    "blunt": "So small a promise for so rare work is unlikely to show by then.",
}


def sentence_of_plan(plan: Plan | None) -> str:
    """Metric, baseline and verdict date; what stands against a verdict."""
    if plan is None:
        return "the newest build cannot plan the verdict; `toil build`, and it will be planned from the data"
    metric = "hours" if plan.metric == "hours" else "days between occurrences" if plan.is_rare else "occurrences"
    parts = [f"metric: {metric}", f"baseline: {plan.baseline_weeks} weeks"]
    if plan.baseline_first and plan.baseline_last:
        parts[-1] += f" from {plan.baseline_first} to {plan.baseline_last}"
    parts.append(f"{plan.per_week:.1f} a week, {plan.hours_per_week:.1f} h a week")
    parts.append(f"verdict by {plan.verdict_on} (after {plan.planned_weeks} weeks)")
    return "; ".join(parts) + (f". {_TROUBLE[plan.trouble]}" if plan.trouble else "")


def lines_of(row: Mapping[str, Any]) -> list[str]:
    """An automation: what was registered and its verdict; its evidence; what came of it since."""
    found: Mapping[str, Any] = row.get("outcome") or {}
    promise = f"promised {row.get('promised_hours_per_week', 0)} h/week"
    first = (row["automation_id"], row.get("shipped_on"), row.get("name"), promise, row["verdict"] or "not built yet")
    lines = ["\t".join(str(part or "") for part in first)]
    since = [str(found[key]) for key in ("evidence",) if found.get(key)]
    if _is_known(found.get("measured_hours_per_week")):
        returned = _range(found, "hours_returned", "hours_returned_low", "hours_returned_high")
        since.append(f"Saved {_range(found, 'measured_hours_per_week', 'low', 'high')} h a week; "
                     f"returned {returned} h so far, invested {_number(found.get('hours_invested'))} h.")  # fmt: skip
    if found.get("missed_count"):
        since.append(f"Done by hand {found['missed_count']} times since, {found['missed_hours']:.1f} h.")
    if _is_known(found.get("regressed_week")):
        since.append(f"Lost again in {found['regressed_week']}.")
    if _is_known(found.get("is_stated_before")) and not found["is_stated_before"]:
        since.append("Registered only after it had shipped.")
    return [*lines, *(f"\t{text}" for text in since)]


def totals_line(totals: Mapping[str, Any]) -> str:
    """All automations in a line."""
    returned = _range(totals, "hours_returned", "hours_returned_low", "hours_returned_high")
    return (f"in all\t{totals['automations']} automations, {totals['proven']} proven; returned {returned} h so far, "
            f"invested {_number(totals['hours_invested'])} h; done by hand {totals['missed_count']} times")  # fmt: skip


def _range(row: Mapping[str, Any], middle: str, low: str, high: str) -> str:
    return f"{_number(row.get(middle))} ({_number(row.get(low))} to {_number(row.get(high))})"


def _number(value: Any) -> str:
    return f"{value:.1f}" if _is_known(value) else "?"


def _is_known(value: Any) -> bool:
    return value is not None and value == value and str(value) not in ("<NA>", "NaT")
