"""The effort room's relations made in their order from frames, with what an earlier build had learned or without."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from toil.effort import RELATIONS
from toil.settings import Settings

AS_OF = pd.Timestamp("2026-11-02")


def built(
    evidence: pd.DataFrame,
    fullness: pd.DataFrame,
    *,
    after: Mapping[str, pd.DataFrame] | None = None,
    as_of: pd.Timestamp = AS_OF,
) -> dict[str, pd.DataFrame]:
    """Every relation of the room by its name; `after` are those of the build before."""
    frames = {"effort_evidence": evidence, "day_fullness": fullness, "build_info": pd.DataFrame({"as_of": [as_of]})}
    for relation in RELATIONS:
        nothing = pd.DataFrame(columns=list(relation.columns))
        frames[f"last_{relation.name}"] = after[relation.name] if after else nothing
    for relation in RELATIONS:
        assert relation.compute is not None
        frames[relation.name] = relation.compute(frames, Settings())
    return frames
