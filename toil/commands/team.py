"""The team that `--team` names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.store.published import Published


def check_team(store: Published, team: str) -> None:
    """Nothing where there is such a team; raises UsageError, which names those there are, where there is none."""
    known = [str(name) for name in store.read("teams").sort_values("position")["team"]]
    if team not in known:
        raise UsageError(f"there is no team {team!r}", where="--team", do=f"one of: {', '.join(known)}")
