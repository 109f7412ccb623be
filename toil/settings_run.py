"""The table of toil.toml about `toil run`, which nobody watches."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from toil.settings_time import Section


class RunSettings(Section):
    """What `toil run` does beside reading and building, and how often somebody expects it."""

    notify: bool = Field(
        False, description="Send each week's digest to SLACK_WEBHOOK_URL and TEAMS_WEBHOOK_URL, as far as they are set."
    )
    expected_hours: float = Field(
        80.0, ge=0, description="The app warns when no run began for so long (80: every weekday); 0: never."
    )
    metrics_file: Path | None = Field(
        None, description="Prometheus text file that each run writes anew, e.g. for the node exporter."
    )
