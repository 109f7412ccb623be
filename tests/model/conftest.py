"""The fixtures that tests of the model share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.world import ANN, BOB, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty world at noon of Friday, 20 November 2026, UTC; one team."""
    return World(tmp_path)


@pytest.fixture
def team(world: World) -> World:
    """Ann and Bob in UTC (9 to 18, eight hours worked), and the statuses of their Jira."""
    world.statuses()
    world.person(ANN)
    world.person(BOB)
    return world
