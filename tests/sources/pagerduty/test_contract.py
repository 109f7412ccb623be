"""What can be known of an account without reading it: the cost of a run, its census, fates, and findings."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.fakes.pagerduty import FakePagerDuty, Fault
from tests.fakes.pagerduty_world import NOW, SITE, ago, entry, incident, reference, service
from tests.sources.pagerduty.reading import Reading, rejections
from toil.sources.base import Fate, Window


@pytest.fixture(autouse=True)
def _two_services(world: FakePagerDuty) -> None:
    """Three incidents of one service, one of them too old for a first load, and one of another."""
    world.services = [service(), service("PSVC2", "search")]
    world.incidents = [incident(f"I{place}", ago(days=400 - 150 * place), status="resolved") for place in range(3)]
    other = reference("service", "PSVC2", "search")
    world.incidents.append(incident("OTHER", ago(days=3), status="resolved", service=other))
    world.log_entries = [entry("L1", "trigger", "OTHER", ago(days=3))]


def test_an_estimate_reads_no_row(reading: Reading, world: FakePagerDuty) -> None:
    """The records are the service's own count; requests and seconds follow from them at the allowed pace."""
    found = reading.source.estimate(reading.config, Window())
    assert found.records == {"incidents": 3, "log_entries": 1}
    assert found.requests == 12
    assert found.seconds == pytest.approx(0.12)
    assert {query["limit"][0] for query in world.queries("/incidents")} == {"1"}


@pytest.mark.parametrize(("full", "totals"), [(False, [2, 1]), (True, [3, 1])])
def test_a_census_counts_each_service(reading: Reading, full: bool, totals: list[int]) -> None:
    """Each service is counted over several windows that share no second: since the first load, or since ever."""
    found = list(reading.source.census(reading.config, Window(full=full)))
    assert [(one.scope, one.name) for one in found] == [("PSVC1", "checkout"), ("PSVC2", "search")]
    assert [one.total for one in found] == totals
    assert {one.since for one in found} == {None if full else NOW - timedelta(days=365)}
    assert {(one.site, one.kind, one.is_exact, one.owner_ids) for one in found} == {(SITE, "incident", True, None)}


def test_a_census_keeps_to_the_services_that_are_read(reading: Reading) -> None:
    """Services that the settings leave out are not counted."""
    reading.options["services"] = ["PSVC2"]
    assert [one.scope for one in reading.source.census(reading.config, Window())] == ["PSVC2"]


def test_fates_are_what_the_service_answers(reading: Reading, world: FakePagerDuty) -> None:
    """An incident that answers is present, 404 is deleted, 403 is out of sight."""
    world.faults = [Fault("/incidents/I2", 403)]
    assert list(reading.source.fates(reading.config, ["NONE", "I1", "I2"])) == [
        Fate("I1", "present", "HTTP 200"), Fate("I2", "access_lost", "HTTP 403"), Fate("NONE", "deleted", "HTTP 404"),
    ]  # fmt: skip


@pytest.mark.parametrize(("is_user_key", "said"), [(True, "the key of Ana Berg"), (False, "an account's API key")])
def test_an_inspection_finds_what_hinders(reading: Reading, world: FakePagerDuty, is_user_key: bool, said: str) -> None:
    """The key, the clock of another year, analytics, references and unknown services are told with what to do."""
    world.is_user_key, world.analytics_allowed, world.knows_references = is_user_key, False, False
    reading.options |= {"services": ["PSVC1", "PNONE"], "teams": ["PTEAM9"]}
    found = {one.name: one for one in reading.source.inspect(reading.config)}
    assert {name: one.status for name, one in found.items()} == {
        "key": "ok", "account": "ok", "clock": "warning", "analytics": "warning", "external references": "warning",
        "services PSVC1": "ok", "services PNONE": "error", "teams PTEAM9": "error",
    }  # fmt: skip
    assert found["key"].message.startswith(said)
    assert SITE in found["account"].message
    assert ("user's key needs" in found["analytics"].do) == is_user_key
    assert all(one.do for one in found.values() if one.status != "ok")


def test_a_days_quota_of_analytics_is_not_waited_for(reading: Reading, world: FakePagerDuty) -> None:
    """T33: With the day's quota used up the run goes on at once, says so, and its cursor stays."""
    used_up = {"daily-ratelimit-remaining": "0", "daily-ratelimit-reset": "40000", "ratelimit-reset": "40000"}
    world.faults = [Fault("/analytics/raw/incidents", 429, headers=used_up)]
    pages = reading.run()
    assert any("read by the next run" in reason for reason in rejections(pages))
    assert sum(reading.slept) < 10
    assert f"{SITE}/analytics" not in reading.store.cursors("pagerduty")


def test_nothing_new_costs_fewer_than_ten_requests(reading: Reading, world: FakePagerDuty) -> None:
    """A run with nothing to bring asks once a stream; users and services are read once a day."""
    reading.run()
    world.now += timedelta(hours=6)
    world.asked.clear()
    assert [record for page in reading.run() for record in page.records if record.kind != "account"] == []
    assert len(world.asked) < 10
    assert world.queries("/services") == []
    world.now += timedelta(hours=20)
    reading.run()
    assert len(world.queries("/services")) == 1


def test_types_stay_where_a_column_is_all_null(reading: Reading, world: FakePagerDuty) -> None:
    """T36: Where no incident was ever resolved, its time is a timestamp and not whatever null suggests."""
    wanted = "select column_name, data_type from information_schema.columns where table_name like 'staged_%' order by 1"
    before = reading.rows(wanted)
    world.incidents = [incident("NULLS", ago(days=2), teams=[], urgency=None, priority=None, resolved_at=None)]
    reading.run()
    assert reading.rows("select typeof(resolved_at), resolved_at from staged_items") == [("TIMESTAMP", None)]
    assert reading.rows(wanted) == before
    world.asked.clear()
