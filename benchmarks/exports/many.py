"""Many candidates and the work behind them: names in two languages, with what spreadsheets and markup act on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from toil.candidates.quadrant import QUADRANTS
from toil.candidates.ranking import COLUMNS
from toil.candidates.remedy import REMEDIES

NAMES = (
    "証明書の更新 {0}（本番）🔥",
    'Grant access to "repository {0}"',
    "=1+1 | disk {0} full, *again*",
    "𠮷野家 {0}",
)


def many_candidates(count: int, seed: int = 1) -> pd.DataFrame:
    """`count` rows of `automation_candidates`, all of its columns filled."""
    rng = np.random.default_rng(seed)
    doubles = {name: rng.uniform(0, 500, count) for name, kind in COLUMNS.items() if kind == "double"}
    shares = {name: rng.uniform(0, 1, count) for name in ("payback_probability", "coverage", "noise_share",
                                                          "toil_probability", "upkeep_share")}  # fmt: skip
    texts = {
        "recurrence_id": [f"r{number:06}" for number in range(count)],
        "name": [NAMES[number % len(NAMES)].format(number) for number in range(count)],
        "category": "REQ.access", "evidence": "told from the figures", "reason": "cheapest", "slo_case": None,
        "remedy": rng.choice(sorted(REMEDIES), count), "quadrant": rng.choice(sorted(QUADRANTS.values()), count),
        "quadrant_basis": "team", "estimated_by": "default", "team": "sre",
    }  # fmt: skip
    counts = {"rank": range(1, count + 1), "measured_count": rng.integers(3, 400, count)}
    return pd.DataFrame({**doubles, **shares, **texts, **counts})[list(COLUMNS)]


def relations_of(candidates: pd.DataFrame, pieces: int) -> dict[str, pd.DataFrame]:
    """`recurrence_work` with so many pieces of work a candidate, and `build_info`."""
    work = candidates.loc[candidates.index.repeat(pieces), ["recurrence_id", "name"]].reset_index(drop=True)
    numbers = pd.Series(range(len(work)))
    created = pd.Timestamp("2026-01-05") + pd.to_timedelta(numbers * 7, unit="min")
    work = work.assign(
        work_id="w" + numbers.astype(str), item_key="OPS-" + numbers.astype(str), title=work["name"],
        url="https://jira.example.com/browse/OPS-" + numbers.astype(str), created_at=created,
        resolved_at=created + pd.Timedelta(hours=3), hours=1.5,
    )  # fmt: skip
    return {"recurrence_work": work, "build_info": pd.DataFrame({"as_of": [pd.Timestamp("2026-11-23 02:00")]})}
