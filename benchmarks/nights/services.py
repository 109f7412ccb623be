"""The two services of a team that works night and day, seeded; and what they hold in truth."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from tests.fakes import jira as jira_fake
from tests.fakes import pagerduty as pagerduty_fake
from tests.fakes.jira import FakeJira
from tests.fakes.jira_server import running as running_jira
from tests.fakes.pagerduty import KEY, FakePagerDuty
from tests.sources.jira.living import ACTS, Act, Life
from tests.sources.jira.test_worlds import held as held_of_jira
from tests.sources.jira.test_worlds import tombstones
from tests.sources.jira.test_worlds import truth as truth_of_jira
from tests.sources.pagerduty.reading import Reading
from tests.sources.pagerduty.test_changing_world import CHANGES, Turn, happen
from tests.sources.pagerduty.test_changing_world import held as held_of_pagerduty
from tests.sources.pagerduty.test_changing_world import truth as truth_of_pagerduty
from toil.store.raw import RawStore

LAGS = (0, 0, 0, 0.1, 3, 11)  # hours until the search index knows of a change
JIRA_PATHS = ("/search", "bulkfetch", "/status", "/worklog", "/project")
PAGERDUTY_PATHS = ("/incidents", "/log_entries", "/analytics/raw/incidents", "/users")
STATUSES = (429, 500, 503)


@dataclass
class Services:
    """Both services, and how `toil` reaches them."""

    random: Random
    life: Life
    pagerduty: FakePagerDuty

    @property
    def environment(self) -> dict[str, str]:
        """Addresses and credentials."""
        return {"JIRA_URL": self.life.jira.url, "JIRA_EMAIL": "tanaka@example.com", "JIRA_API_TOKEN": "api-secret",
                "PAGERDUTY_API_HOST": self.pagerduty.url, "PAGERDUTY_API_KEY": KEY}  # fmt: skip

    def pass_day(self, acts: int, *, hours: float = 24.0) -> None:
        """A day's work in both: acts in Jira spread over it, a few incidents and changes of old ones."""
        draw = self.random
        self.life.pass_time(timedelta(hours=hours * 0.3))
        for _ in range(acts):
            name = draw.choice(["create", "create", "create", *ACTS])
            self.life.act(Act(name, draw.randrange(100), draw.choice((0, 1, 40_000, 600_000)), draw.choice(LAGS)))
        self.life.pass_time(timedelta(hours=hours * 0.7))
        kinds = (*CHANGES, "merge", "effort")
        changes = tuple((draw.randrange(100), draw.choice(kinds)) for _ in range(draw.randrange(5)))
        happen(self.pagerduty, Turn(round(hours), draw.randrange(4), changes, None, None))

    def break_one(self, *, forever: bool) -> str:
        """Faults at a place of one service; what was broken."""
        draw, times = self.random, 999 if forever else self.random.randrange(1, 4)
        status, after = draw.choice(STATUSES), draw.randrange(3)
        if draw.random() < 0.5:
            path = draw.choice(JIRA_PATHS)
            self.life.jira.faults = [jira_fake.Fault(path, status, times=times, after=after)]
        else:
            path = draw.choice(PAGERDUTY_PATHS)
            self.pagerduty.faults = [pagerduty_fake.Fault(path, status, times=times, after=after)]
        return f"{path} {status} × {times}"

    def mend(self) -> None:
        """No faults, and clocks that are right."""
        self.life.jira.faults, self.pagerduty.faults = [], []
        self.life.pass_time(timedelta(0))

    def differences(self, folder: Path) -> list[str]:
        """In what the raw store differs from what the services hold; nothing where it is equal."""
        found = []
        with RawStore.open(folder) as store:
            true = truth_of_jira(self.life)
            found += _differing("issue", held_of_jira(store, set(true)), true)
            gone, told = tombstones(store, self.life)
            found += _differing("tombstone", told, dict.fromkeys(gone, "deleted"))
            found += _differing("incident", held_of_pagerduty(Reading(self.pagerduty, store)),
                                truth_of_pagerduty(self.pagerduty))  # fmt: skip
        return found


def _differing(name: str, held: dict[Any, Any], true: dict[Any, Any]) -> list[str]:
    return [f"{name} {key}: held {held.get(key)}, in truth {true.get(key)}"
            for key in {**held, **true} if held.get(key) != true.get(key)]  # fmt: skip


@contextmanager
def serving(seed: int, days: int) -> Iterator[Services]:
    """Services whose `days` days end about now."""
    begin = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days + 3)
    jira, pagerduty = FakeJira(), FakePagerDuty(now=begin)
    with running_jira(jira), pagerduty_fake.running(pagerduty):
        yield Services(Random(seed), Life(jira, now=begin), pagerduty)
