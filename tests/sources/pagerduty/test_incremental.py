from datetime import timedelta

import pytest

from tests.fakes.pagerduty import FakePagerDuty
from tests.fakes.pagerduty_world import NOW, SITE, ago, analytics, entry, incident, text
from tests.sources.pagerduty.reading import Reading, rejections
from toil.sources.base import Window


@pytest.fixture(autouse=True)
def _short(reading: Reading) -> None:
    """A first load of 40 days is long enough here."""
    reading.options = {"first_load_days": 40}


def _later(world: FakePagerDuty, **more: float) -> None:
    """Time passes in the account."""
    world.now += timedelta(**more)
    world.asked.clear()


def test_an_old_incident_resolved_later_is_updated(reading: Reading, world: FakePagerDuty) -> None:
    """T29: A change of an incident created long before the cursor arrives, although `since` cannot see it."""
    world.incidents = [incident("I1", ago(days=30), status="acknowledged")]
    reading.run()
    _later(world, days=2)
    world.incidents = [incident("I1", ago(days=30), status="resolved", updated_at=text(NOW), resolved_at=text(NOW))]
    world.log_entries = [entry("L1", "resolve", "I1", NOW, by="PANA")]
    reading.run()
    assert reading.rows("select status, resolved_at from staged_items") == [("done", NOW.replace(tzinfo=None))]


def test_a_second_run_asks_only_for_what_is_new(reading: Reading, world: FakePagerDuty) -> None:
    """The next run begins at the cursor less the lookback, and brings nothing that it holds."""
    world.incidents = [incident("I1", ago(days=3), status="resolved")]
    reading.run()
    _later(world, days=1)
    world.incidents.append(incident("I2", NOW + timedelta(hours=3), status="resolved"))
    pages = reading.run()
    assert [r.record_id for page in pages for r in page.records if r.kind == "incident"] == ["I2"]
    sinces = [query["since"][0] for query in world.queries("/incidents") if "since" in query]
    assert min(sinces) == text(NOW - timedelta(hours=2))


def test_late_edited_effort_arrives(reading: Reading, world: FakePagerDuty) -> None:
    """T33: Effort that somebody edits a week after the incident becomes a declaration."""
    world.incidents = [incident("I1", ago(days=9), status="resolved")]
    world.analytics = [analytics("I1", ago(days=9), acknowledged_user_ids=["PANA"])]
    reading.run()
    assert reading.rows("select * from staged_declarations") == []
    _later(world, days=2)
    edited = text(NOW + timedelta(days=1)).rstrip("Z")
    world.analytics = [
        analytics(
            "I1", ago(days=9), acknowledged_user_ids=["PANA"], user_defined_effort_seconds=5400, updated_at=edited
        )
    ]
    reading.run()
    assert reading.rows("select person_id, seconds from staged_declarations") == [(f"pagerduty:{SITE}:PANA", 5400)]
    assert world.asked[-1].body["filters"]["updated_after"] == text(ago(days=10, hours=2))


def test_the_cursor_is_the_services_time(reading: Reading, world: FakePagerDuty) -> None:
    """Cursors and as_of come from the Date header, never from this machine's clock."""
    world.incidents = [incident("I1", ago(days=3), status="resolved")]
    pages = reading.run()
    assert reading.store.cursors("pagerduty")[f"{SITE}/incidents"] == text(NOW)
    assert {page.as_of for page in pages} == {NOW}


def test_killed_after_any_page_nothing_is_lost_or_doubled(world: FakePagerDuty, reading: Reading) -> None:
    """Wherever a first load is cut off, the next run ends with exactly what an unbroken one holds."""
    world.largest_page, world.users = 1, []
    reading.options = {"first_load_days": 10}
    world.incidents = [incident("OLD", ago(days=90), status="resolved")]
    for place in range(2):
        world.incidents.append(incident(f"I{place}", ago(days=9 - 2 * place), status="resolved"))
        world.log_entries.append(entry(f"L{place}", "trigger", f"I{place}", ago(days=9 - 2 * place)))
    world.log_entries.append(entry("LOLD", "resolve", "OLD", ago(days=1), by="PANA"))
    world.analytics = [analytics(f"I{place}", ago(days=9 - place)) for place in range(2)]
    whole = len(list(reading.source.fetch(reading.config, Window())))
    for cut in range(1, whole):
        reading.store.connection.execute("delete from payloads; delete from watermarks; delete from stale_owners")
        reading.run(pages=cut, staging=False)
        reading.run(staging=False)
        assert reading.held("incident") == ["I0", "I1", "OLD"], cut
        assert reading.held("log_entry") == ["L0", "L1", "LOLD"], cut
        assert reading.held("analytics") == ["I0", "I1"], cut


def test_since_reads_a_part_and_leaves_the_cursor(reading: Reading, world: FakePagerDuty) -> None:
    """`--since` after the cursor must not let the next run skip what lies between."""
    reading.run()
    _later(world, days=10)
    world.incidents = [incident("GAP", NOW + timedelta(days=1), status="resolved")]
    reading.run(since=world.now - timedelta(days=2))
    assert reading.held("incident") == []
    assert reading.store.cursors("pagerduty")[f"{SITE}/incidents"] == text(NOW)
    reading.run()
    assert reading.held("incident") == ["GAP"]


def test_an_incident_that_is_gone_is_told(reading: Reading, world: FakePagerDuty) -> None:
    """A log entry whose incident answers 404 is a rejection and not the end of the run."""
    world.log_entries = [entry("L1", "resolve", "GONE", ago(days=3), by="PANA")]
    assert any("HTTP 404" in reason for reason in rejections(reading.run()))
    assert reading.held("log_entry") == ["L1"]


def test_services_narrow_the_log_too(reading: Reading, world: FakePagerDuty) -> None:
    """With `services`, entries of other services' incidents stay out, though the log cannot be filtered by them."""
    other = {"id": "PSVC2", "type": "service_reference", "summary": "search"}
    world.incidents = [incident("OURS", ago(days=50), status="resolved"),
                       incident("THEIRS", ago(days=3), status="resolved", service=other)]  # fmt: skip
    world.log_entries = [entry("L1", "resolve", "OURS", ago(days=2), by="PANA"),
                         entry("L2", "resolve", "THEIRS", ago(days=2), by="PBEN")]  # fmt: skip
    reading.options["services"] = ["PSVC1"]
    reading.run()
    assert (reading.held("incident"), reading.held("log_entry")) == (["OURS"], ["L1"])
