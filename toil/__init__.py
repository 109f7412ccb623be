"""An SRE team's toil, measured from Jira and PagerDuty, talked over once a week, and automated away."""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_FOR_NOTEBOOKS = ("candidate_chart", "category_chart", "open_store", "weekly_chart")


def __getattr__(name: str) -> Any:
    """What notebooks use, imported when it is first asked for: the command line starts without it."""
    if name in _FOR_NOTEBOOKS:
        from toil import notebook

        return getattr(notebook, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_FOR_NOTEBOOKS])
