"""A PagerDuty account to read, and a raw store to read it into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.pagerduty import FakePagerDuty, running
from tests.sources.pagerduty.reading import Reading
from toil.store.raw import RawStore


@pytest.fixture
def world() -> Iterator[FakePagerDuty]:
    """An account whose traffic, once the test is over, obeys PagerDuty's own description."""
    with running(FakePagerDuty()) as account:
        yield account
    assert account.problems() == []


@pytest.fixture
def reading(world: FakePagerDuty, tmp_path: Path) -> Iterator[Reading]:
    """The source, pointed at the account, and an empty store."""
    with RawStore.open(tmp_path / "store") as store:
        yield Reading(world, store)
