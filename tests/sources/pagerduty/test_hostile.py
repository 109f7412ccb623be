"""What no PagerDuty should answer, and a clock that jumps: nothing is lost without a word, and no run stands still."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.pagerduty import FakePagerDuty, Fault
from tests.fakes.pagerduty_world import NOW, SITE, ago, analytics, entry, incident, text
from tests.sources.pagerduty.reading import Reading, rejections
from toil.errors import SourceUnavailable

PATHS = ["/users", "/incidents", "/log_entries", "/analytics/raw/incidents"]


@pytest.fixture(autouse=True)
def one_incident(world: FakePagerDuty) -> None:
    world.incidents = [incident("I1", ago(days=3), status="resolved")]
    world.log_entries = [entry("L1", "resolve", "I1", ago(days=2), by="PANA")]
    world.analytics = [analytics("I1", ago(days=3))]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, {"Content-Length": "99999", "Connection": "close"}, '{"users": ['),
        (200, {"Content-Encoding": "gzip"}, "no gzip at all"),
        (429, {"Retry-After": "Mon, 23 Nov 2026 12:01:00 GMT"}, "{}"),
        (408, {}, ""),
        (200, {}, '{"users": ['),
    ],
    ids=["cut", "garbled", "busy until a date", "too slow", "cut unseen"],
)
def test_what_passes_costs_only_time(
    reading: Reading, world: FakePagerDuty, path: str, status: int, headers: dict[str, str], body: str
) -> None:
    """An answer that breaks off, cannot be unpacked or asks to wait is asked for again, up to five times."""
    world.faults = [Fault(path, status, body, headers, times=5)]
    reading.run()
    world.asked = [one for one in world.asked if isinstance(one.answer, dict)]
    assert (reading.held("incident"), reading.held("log_entry"), reading.held("analytics")) == (["I1"], ["L1"], ["I1"])


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, "<html>Log in</html>", "other than"),
        (200, '{"users": [', "breaks off"),
        (302, "moved", "other than"),
        (200, "null", "other than"),
        (200, '{"a":' * 50_000, "other than"),
    ],
    ids=["html", "half", "redirect", "null", "deep"],
)
def test_what_is_no_answer_ends_the_run(
    reading: Reading, world: FakePagerDuty, path: str, status: int, body: str, said: str
) -> None:
    """A page in place of data, a redirect and half a document are errors for people; nothing is made of them."""
    world.faults = [Fault(path, status, body, {"Location": "/login"}, times=99)]
    with pytest.raises(SourceUnavailable, match=said):
        reading.run()
    world.asked.clear()


def test_log_entries_that_were_counted_and_not_given_are_told(reading: Reading, world: FakePagerDuty) -> None:
    """T25: a log of which fewer entries come than the service counts is cut, and says so."""
    short = {"log_entries": [], "limit": 100, "offset": 0, "more": False, "total": 1}
    world.faults = [Fault("/log_entries", 200, short, after=1)]
    pages = reading.run()
    assert "the service counts 1 log entries and gave 0" in rejections(pages)
    assert sum(page.truncated for page in pages) == 1
    world.asked.clear()


@pytest.mark.parametrize("window", [{}, {"full": True}], ids=["next run", "full run"])
def test_a_clock_that_jumped_ahead_does_not_stop_the_runs(
    reading: Reading, world: FakePagerDuty, window: dict[str, Any]
) -> None:
    """T4: a run under a clock of 2031 leaves cursors in the future; the next reads what they would pass over."""
    world.now = NOW + timedelta(days=1500)
    reading.run()
    world.now = NOW + timedelta(days=2)
    world.incidents.append(incident("I2", NOW + timedelta(days=1), status="resolved"))
    world.log_entries.append(entry("L2", "resolve", "I2", NOW + timedelta(days=1, hours=1), by="PANA"))
    reading.run(**window)
    assert (reading.held("incident"), reading.held("log_entry")) == (["I1", "I2"], ["L1", "L2"])
    assert reading.store.cursors("pagerduty")[f"{SITE}/incidents"] == text(world.now)


def test_a_clock_that_is_minutes_off_costs_nothing(reading: Reading, world: FakePagerDuty) -> None:
    """A service whose machines differ by some minutes is not read from its beginning each time."""
    reading.run()
    world.now = NOW - timedelta(minutes=10)
    world.asked.clear()
    reading.run()
    assert not [query for query in world.queries("/incidents") if query.get("since", ["9"])[0] < text(ago(days=2))]
