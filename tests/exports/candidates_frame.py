"""Candidates whose names try everything: formulas, quotes, line breaks, markup, emoji, rare kanji, Arabic."""

from __future__ import annotations

import pandas as pd

HOSTILE_NAMES = (
    '=HYPERLINK("http://evil.example","click")',
    "+1+1",
    "-2+3|cmd",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "＝1+1",
    "'=already quoted",
    'say "hello", then\r\nnext line',
    "a | b \\ c",
    "# heading <script>alert(1)</script> [x](javascript:alert(1)) **bold**",
    "🔥 certificate 証明書の更新 𠮷野家 髙﨑",
    "تجديد الشهادة",
    "[red]not markup[/red]",
    "bell\x07 escape\x1b[31m nul\x00",
)


def hostile_candidates() -> pd.DataFrame:
    """The public columns of `automation_candidates`, a row for each hostile name, ranks in reverse order."""
    count = len(HOSTILE_NAMES)
    return pd.DataFrame(
        {
            "recurrence_id": [f"r{number:03}" for number in range(count)],
            "rank": range(count, 0, -1),
            "name": HOSTILE_NAMES,
            "category": ["REQ.access"] * count,
            "per_week": [1.25] * count,
            "hours_per_occurrence": [0.5] * count,
            "hours_per_year": [-32.5] * count,
            "low_hours_per_year": [20.0] * count,
            "high_hours_per_year": [float("nan")] * count,
            "remedy": ["self_service"] * count,
            "build_hours": [16.0] * count,
            "payback_weeks": [None] * count,
            "payback_probability": [0.875] * count,
            "evidence": ["seen 12 times"] * count,
            "quadrant": ["batch"] * count,
        }
    )
