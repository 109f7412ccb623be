"""What the team's work may grow with: customers, who grow as two kinds of work do, and deploys, which do not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sample_data.generator.files import write_csv
from sample_data.generator.world import World

DRIVERS = "drivers.csv"
GROWTH_PER_WEEK = 0.04


def write_drivers(world: World, folder: Path) -> dict[str, int]:
    """The file; returns its rows by name. No die is thrown, so that the rest of the world stays as it is."""
    mondays = [world.horizon.first_day + timedelta(weeks=week) for week in range(world.horizon.weeks)]
    rows = [("customers", f"{day:%G-W%V}", str(round(180 * (1 + GROWTH_PER_WEEK) ** week)))
            for week, day in enumerate(mondays)]  # fmt: skip
    rows += [("deploys", f"{day:%G-W%V}", str(38 + week * 7 % 11)) for week, day in enumerate(mondays)]
    write_csv(folder / DRIVERS, ("name", "week", "value"), rows)
    return {DRIVERS: len(rows)}
