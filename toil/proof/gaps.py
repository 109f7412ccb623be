"""Rare work as a t chart: the days between its occurrences, with the limits of chance of those before shipping.

Weeks that are mostly empty have no XmR chart worth the name. Days between rare events are skewed; their 3.6th root is
nearly normal and has the limits of an XmR chart, which are then raised back (Nelson 1994, Journal of Quality Technology
26; toil.md 3.6). The time since the last occurrence is a gap as well, which is not over yet.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from toil.proof.control_chart import limits
from toil.proof.rare import RARE_PER_WEEK
from toil.proof.weeks import automated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from toil.proof.series import Window
    from toil.relations import Frames
    from toil.settings import Settings

ROOT = 3.6
ROUNDING = 1e-9
DAY_SECONDS = 86400
COLUMNS: dict[str, str] = {
    "automation_id": "varchar", "number": "integer", "began_at": "timestamp", "ended_at": "timestamp",
    "days": "double", "phase": "varchar", "is_open": "boolean", "mean": "double", "low": "double", "high": "double",
    "signal": "varchar",
}  # fmt: skip


def automation_gaps(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row an automation of rare work × gap between two occurrences in its weeks from the baseline on, in order; the
    last one is open. `signal` is `longer` or `shorter` where a gap lies beyond the limits of those before.

    `phase` is `before`, `after`, or `across` where the gap began before the week after shipping and ended in or after
    it. The limits are null with fewer than eight gaps before. Reads journal_events, recurrence_keys, recurrences,
    proof_occurrences, proof_weeks.
    """
    import pandas as pd

    rows = [{"automation_id": one.automation_id, **row}
            for one, own, around in automated(frames) for row in gaps_of(own, around)]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def gaps_of(own: pd.DataFrame, around: Window) -> list[dict[str, Any]]:
    """The gaps of one recurrence; none where it is not rare, or came up less than twice."""
    base, after = around.before, around.after
    if base.empty or own["week"].isin(base["week"]).sum() / len(base) >= RARE_PER_WEEK:
        return []
    known = around.weeks[around.weeks["week_starts_at"] >= base["week_starts_at"].iloc[0]]
    moments = own.loc[own["week"].isin(known["week"]), "created_at"].sort_values().tolist()
    if len(moments) < 2:
        return []
    end = known["week_ends_at"].iloc[-1]
    shipped = after["week_starts_at"].iloc[0] if len(after) else end
    picked = base["week_ends_at"].iloc[-1]
    rows = [
        {"number": number, "began_at": began, "ended_at": ended, "days": (ended - began).total_seconds() / DAY_SECONDS,
         "phase": "before" if ended < shipped else "after" if began >= shipped else "across", "is_open": False}
        for number, (began, ended) in enumerate(pairwise([*moments, end]), start=1)
    ]  # fmt: skip
    rows[-1] |= {"is_open": True, "phase": "after" if rows[-1]["began_at"] >= shipped else "across"}
    usual = days_limits([row["days"] for row in rows if row["ended_at"] < picked])
    for row in rows:
        low, mean, high = usual or (None, None, None)
        row |= {"mean": mean, "low": low, "high": high, "signal": _signal(row, low, high)}
    return rows


def days_limits(days: Sequence[float]) -> tuple[float, float, float] | None:
    """The low limit, the middle and the high limit of gaps in order; None where there are fewer than eight."""
    found = limits([max(0.0, one) ** (1 / ROOT) for one in days])
    return None if found is None else (found.low**ROOT, found.mean**ROOT, found.high**ROOT)


def _signal(row: dict[str, Any], low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return ""
    if row["days"] > high * (1 + ROUNDING):
        return "longer"
    return "shorter" if row["days"] < low * (1 - ROUNDING) and not row["is_open"] else ""
