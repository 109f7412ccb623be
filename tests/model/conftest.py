"""The fixture that tests of the model share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    """An empty world at noon of Friday, 20 November 2026, UTC; one team."""
    return World(tmp_path)
