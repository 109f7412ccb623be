from datetime import datetime, timedelta

import pytest

from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty_world import SITE, ago, analytics, entry, incident, text
from tests.sources.pagerduty.reading import Reading, rejections
from toil.errors import SourceUnavailable


def _fill(world: FakePagerDuty, count: int, *, days: float = 300) -> None:
    """Incidents spread evenly over the last days, each with the entry that opened it."""
    for place in range(count):
        at = ago(days=days * (place + 1) / (count + 1))
        world.incidents.append(incident(f"I{place:03}", at, status="resolved", resolved_at=text(at)))
        world.log_entries.append(entry(f"L{place:03}", "trigger", f"I{place:03}", at, channel={"type": "api"}))


def test_a_first_load_holds_everything(reading: Reading, world: FakePagerDuty) -> None:
    """T27: A year of incidents, log entries, users, services and analytics arrives over many windows, once each."""
    _fill(world, 40)
    world.analytics = [analytics(one["id"], ago(days=9)) for one in world.incidents]
    pages = reading.run()
    assert reading.held("incident") == sorted(one["id"] for one in world.incidents)
    assert reading.held("log_entry") == sorted(one["id"] for one in world.log_entries)
    assert len(reading.held("analytics")) == 40
    assert (len(reading.held("user")), len(reading.held("service"))) == (3, 1)
    assert rejections(pages) == []
    assert {page.site for page in pages} == {SITE}


def test_every_window_is_short_and_says_its_zone(reading: Reading, world: FakePagerDuty) -> None:
    """T26: No request spans more than 179 days or leaves its zone to the account."""
    _fill(world, 3)
    reading.run()
    ranged = [query for path in ("/incidents", "/log_entries") for query in world.queries(path) if "since" in query]
    assert len(ranged) > 10
    lengths = [datetime.fromisoformat(q["until"][0]) - datetime.fromisoformat(q["since"][0]) for q in ranged]
    assert max(lengths) <= timedelta(days=179)
    assert {query["time_zone"][0] for query in ranged} == {"UTC"}
    assert all(query["since"][0].endswith("Z") and query["until"][0].endswith("Z") for query in ranged)


def test_a_window_over_the_row_limit_is_halved(reading: Reading, world: FakePagerDuty) -> None:
    """T25: More incidents in a month than PagerDuty pages through are all read."""
    world.row_limit, world.largest_page = 10, 4
    _fill(world, 60, days=20)
    pages = reading.run()
    assert len(reading.held("incident")) == len(reading.held("log_entry")) == 60
    assert rejections(pages) == []


def test_a_second_over_the_row_limit_fails(reading: Reading, world: FakePagerDuty) -> None:
    """T25: Where one second holds more than can be read, the run fails aloud instead of losing rows."""
    world.row_limit = 5
    world.incidents = [incident(f"I{place}", ago(days=3)) for place in range(7)]
    with pytest.raises(SourceUnavailable, match="7 incidents within one second"):
        reading.run()


def test_boundary_seconds_give_nothing_twice(reading: Reading, world: FakePagerDuty) -> None:
    """T28: An incident at the very second where two windows meet is held once, and missed by neither."""
    world.incidents = [incident("EDGE", ago(days=10), status="resolved")]
    reading.options = {"first_load_days": 40}
    reading.run()
    assert reading.held("incident") == ["EDGE"]
    met = [
        query
        for query in world.queries("/incidents")
        if text(ago(days=10)) in {*query.get("since", []), *query.get("until", [])}
    ]
    assert len(met) == 4


def test_a_list_that_repeats_rows_gives_each_once(reading: Reading, world: FakePagerDuty) -> None:
    """T28: A repeated incident is one record, and what the repetition displaced is told."""
    one = incident("I1", ago(days=3), status="resolved")
    world.incidents = [one, one]
    pages = reading.run()
    assert reading.held("incident") == ["I1"]
    assert rejections(pages) == ["the service counts 2 incidents and gave 1"]
    assert sum(page.truncated for page in pages) == 1


def test_open_incidents_older_than_the_first_load_are_read(reading: Reading, world: FakePagerDuty) -> None:
    """T29: What is open now is read however old it is, even past the row limit; what was closed long ago is not."""
    world.row_limit = 4
    world.incidents = [incident(f"O{place}", ago(days=500 + place)) for place in range(6)]
    world.incidents.append(incident("GONE", ago(days=700), status="resolved"))
    reading.run()
    assert reading.held("incident") == [f"O{place}" for place in range(6)]


def test_full_goes_back_to_the_oldest_incident(reading: Reading, world: FakePagerDuty) -> None:
    """A full run reads from the first incident the account ever had."""
    world.incidents = [incident("OLD", ago(days=900), status="resolved"), incident("NEW", ago(days=2))]
    world.log_entries = [entry("L1", "resolve", "OLD", ago(days=899), by="PANA")]
    reading.run(full=True)
    assert reading.held("incident") == ["NEW", "OLD"]
    assert reading.held("log_entry") == ["L1"]


def test_an_entry_of_an_older_incident_brings_the_incident(reading: Reading, world: FakePagerDuty) -> None:
    """A log entry within the first load never stands without its incident, even one created before."""
    world.incidents = [incident("OLD", ago(days=400), status="resolved")]
    world.log_entries = [entry("L1", "resolve", "OLD", ago(days=100), by="PANA")]
    reading.run()
    assert reading.held("incident") == ["OLD"]
