"""When what was learned is learned anew: where enough has changed, and not for one more declaration.

A model that is learned in every build moves every estimate a little whenever anything comes in, last year's too. So it
stays as it is until there is `GROWTH` more or less to learn from, or it is a week old. Settings, the taxonomy, code and
the packages that calculate are no matter of degree: where they differ, the build hands in nothing of the earlier one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

GROWTH = 0.05
OLDEST = timedelta(days=7)
LEARNING = {"learned_at": "timestamp", "seen_count": "bigint", "said": "varchar", "now_count": "bigint"}
"""The columns of a relation of one row that says when something was learned."""
_SAME = ("learned_at", "seen_count", "said")


def learning(last: pd.DataFrame, count: int, as_of: pd.Timestamp, *, said: str = "") -> pd.DataFrame:
    """One row: learned_at (when, in the data's time), seen_count (from how much), said, now_count (how much there is).

    That of the earlier build (`last`, with the same columns; empty: nothing was learned) stays unless it is worn.
    `said` is a digest of what people said that has to be learned at once.
    """
    import pandas as pd

    if not last.empty and not _is_worn(last.iloc[0], count, as_of, said):
        return last.head(1).assign(now_count=count)
    return pd.DataFrame([{"learned_at": as_of, "seen_count": count, "said": said, "now_count": count}])


def is_kept(now: pd.DataFrame, last: pd.DataFrame) -> bool:
    """Whether this build goes on with what the earlier one had learned; both are rows of `learning`."""
    return not last.empty and all(now[name].iloc[0] == last[name].iloc[0] for name in _SAME)


def _is_worn(last: pd.Series[Any], count: int, as_of: pd.Timestamp, said: str) -> bool:
    is_fresh = timedelta(0) <= as_of - last["learned_at"] < OLDEST
    seen = int(last["seen_count"])
    return not is_fresh or abs(count - seen) > GROWTH * seen or said != str(last["said"])
