from typing import Any

import pytest

from tests.fakes.pagerduty import KEY, FakePagerDuty, Fault
from tests.fakes.pagerduty_world import SITE, ago, entry, incident
from tests.sources.pagerduty.reading import Reading, rejections
from toil.errors import CredentialsError, SettingsError, SourceUnavailable
from toil.sources.base import SourceConfig
from toil.sources.pagerduty.options import read_options


@pytest.fixture(autouse=True)
def _small(reading: Reading, world: FakePagerDuty) -> None:
    """Ten days with one incident."""
    reading.options = {"first_load_days": 10}
    world.incidents = [incident("I1", ago(days=3), status="resolved")]


def test_a_wrong_key_names_the_region(reading: Reading, world: FakePagerDuty) -> None:
    """T34: A 401 says which variable to look at and that accounts in the EU have another host, and not the key."""
    config = SourceConfig({}, {"PAGERDUTY_API_KEY": "u+wrong-key", "PAGERDUTY_API_HOST": world.url})
    with pytest.raises(CredentialsError) as caught:
        reading.source.check(config)
    assert "https://api.eu.pagerduty.com" in str(caught.value)
    assert "u+wrong-key" not in str(caught.value)


def test_no_key_is_said_before_connecting(reading: Reading, world: FakePagerDuty) -> None:
    """Without a key nothing is asked of the service."""
    assert not reading.source.configured(SourceConfig())
    with pytest.raises(CredentialsError, match="no PagerDuty API key"):
        reading.source.check(SourceConfig({}, {"PAGERDUTY_API_HOST": world.url}))
    assert world.asked == []


@pytest.mark.parametrize(
    ("is_user_key", "said"), [(True, "Ana Berg (ana@example.com)"), (False, "an account's API key")]
)
def test_check_says_who_and_where(reading: Reading, world: FakePagerDuty, is_user_key: bool, said: str) -> None:
    """A user's key names its user, an account's key says that it is one; both name the account."""
    world.is_user_key = is_user_key
    assert reading.source.check(reading.config) == f"{said} at {SITE}"


def test_a_check_asks_twice_and_no_more(reading: Reading, world: FakePagerDuty) -> None:
    """Somebody waits for a check: it asks once more where the service is busy, and then says so."""
    world.faults = [Fault("/users/me", 503, times=9)]
    with pytest.raises(SourceUnavailable, match="2 attempts"):
        reading.source.check(reading.config)
    assert len(world.asked) == 2


def test_a_rate_limit_is_waited_for(reading: Reading, world: FakePagerDuty) -> None:
    """T34: On 429 the run sleeps as long as ratelimit-reset says, then goes on."""
    world.faults = [Fault("/log_entries", 429, headers={"ratelimit-reset": "17"})]
    reading.run()
    assert [round(seconds) for seconds in reading.slept if seconds > 1] in ([17], [18])
    assert reading.held("incident") == ["I1"]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_passing_fault_is_asked_again(reading: Reading, world: FakePagerDuty, status: int) -> None:
    """A single 5xx loses nothing."""
    world.faults = [Fault("/incidents", status, after=1)]
    reading.run()
    assert reading.held("incident") == ["I1"]


def test_a_lasting_fault_ends_the_run_and_keeps_what_was_saved(reading: Reading, world: FakePagerDuty) -> None:
    """When the log stays away, incidents are kept, and the next run brings the rest."""
    world.log_entries = [entry("L1", "resolve", "I1", ago(days=2), by="PANA")]
    world.faults = [Fault("/log_entries", 503, times=50)]
    with pytest.raises(SourceUnavailable, match="did not answer"):
        reading.run()
    world.faults = []
    assert reading.held("incident") == ["I1"]
    reading.run()
    assert reading.held("log_entry") == ["L1"]


@pytest.mark.parametrize("body", ["<html>log in</html>", [], {"incidents": "many"}, {"incidents": None, "total": 3}])
def test_an_answer_of_the_wrong_shape_is_an_error(reading: Reading, world: FakePagerDuty, body: Any) -> None:
    """What is no list of incidents is never taken for an empty one."""
    world.faults = [Fault("/incidents", 200, body, times=9)]
    with pytest.raises(SourceUnavailable):
        reading.run()
    world.asked.clear()


def test_malformed_rows_are_rejected_and_the_rest_kept(reading: Reading, world: FakePagerDuty) -> None:
    """Rows without id or date, and things that are no objects, are told with their reason."""
    world.faults = [
        Fault("/users", 200, {"users": [3, {"id": ""}, {"id": "PX", "name": None}], "more": False}, after=1)
    ]
    world.log_entries = [{**entry("L1", "resolve", "I1", ago(days=2)), "incident": None}]
    reasons = rejections(reading.run())
    assert "not an object but int" in reasons
    assert "the user has no id" in reasons
    assert "the log entry does not say to which incident it belongs" in reasons
    assert reading.held("user") == ["PX"]
    world.asked.clear()


def test_a_key_without_analytics_goes_on(reading: Reading, world: FakePagerDuty) -> None:
    """Edited effort that may not be read is told, and everything else is there."""
    world.analytics_allowed = False
    assert any("may not read analytics" in reason for reason in rejections(reading.run()))
    assert reading.held("incident") == ["I1"]


def test_unknown_external_references_are_left_out(reading: Reading, world: FakePagerDuty) -> None:
    """T35: Where the undocumented include is refused, incidents are read without it, and that is told once."""
    world.knows_references = False
    reasons = rejections(reading.run())
    assert sum("external references" in reason for reason in reasons) == 1
    assert reading.held("incident") == ["I1"]


def test_external_references_become_mentions(reading: Reading, world: FakePagerDuty) -> None:
    """T35: The Jira issue that the integration linked is named by key and by URL."""
    url = "https://example.atlassian.net/browse/OPS-7"
    world.references = {"I1": [{"external_id": "OPS-7", "external_url": url}]}
    reading.run()
    wanted = "select target, method, confidence from staged_mentions order by 1"
    assert reading.rows(wanted) == [("OPS-7", "external_reference", 1.0), (url, "external_reference", 1.0)]


def test_without_a_date_header_the_run_ends(reading: Reading, world: FakePagerDuty) -> None:
    """The local clock is no substitute for the service's own."""
    world.sends_date = False
    with pytest.raises(SourceUnavailable, match="no Date header"):
        reading.run()


@pytest.mark.parametrize(
    ("options", "named"),
    [({"teams": "PT1"}, "teams"), ({"services": [3]}, "services"), ({"first_load_days": "many"}, "first_load_days"),
     ({"lookback_hours": -1}, "lookback_hours"), ({"team": []}, "team"), ({"site": 5}, "site")],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(options: dict[str, Any], named: str) -> None:
    """The error says which setting and where it stands."""
    with pytest.raises(SettingsError) as caught:
        read_options(SourceConfig(options))
    assert named in str(caught.value)
    assert "[sources.pagerduty]" in str(caught.value)


def test_plain_http_is_for_this_machine_only() -> None:
    """A host elsewhere must be https, and the message names both regions without a password in the URL."""
    assert read_options(SourceConfig({}, {"PAGERDUTY_API_HOST": "http://127.0.0.1:8/"})).host == "http://127.0.0.1:8"
    assert read_options(SourceConfig({}, {"PAGERDUTY_API_HOST": "api.eu.pagerduty.com"})).host.startswith("https://")
    with pytest.raises(SettingsError) as caught:
        read_options(SourceConfig({}, {"PAGERDUTY_API_HOST": "http://me:hush@pagerduty.example"}))
    assert "hush" not in str(caught.value)
    assert KEY not in repr(read_options(SourceConfig({}, {"PAGERDUTY_API_KEY": KEY})))
