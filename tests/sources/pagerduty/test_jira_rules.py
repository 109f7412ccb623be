"""The Jira extension's rules: read once a day, needed by nothing, and what they say of fields is staged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.pagerduty import JIRA, FakePagerDuty, Fault
from tests.fakes.pagerduty_world import ago, incident
from tests.sources.pagerduty.reading import Reading, rejections

FIELDS = "select field, target_prefix from staged_link_fields"


def rule(rule_id: str, **fields: str) -> dict[str, Any]:
    """A rule that fills these fields of an issue, each with the named fact of the incident."""
    filled = [{"type": "attribute", "target_issue_field": field, "target_issue_field_name": field,
               "source_incident_field": fact} for field, fact in fields.items()]  # fmt: skip
    return {"id": rule_id, "name": rule_id, "config": {"service": {"id": "PSVC1"}, "jira": {"custom_fields": filled}}}


@pytest.fixture(autouse=True)
def one_incident(world: FakePagerDuty) -> None:
    """There is something to read besides."""
    world.incidents = [incident("I1", ago(days=1))]


def test_the_field_that_holds_the_number_is_known(reading: Reading, world: FakePagerDuty) -> None:
    """Method 2 of sources.md 5: of all that rules fill, the custom field with the incident's number is staged."""
    world.jira_rules = [
        rule("R1", customfield_10050="incident_number", customfield_10051="incident_html_url"),
        rule("R2", customfield_10050="incident_number", summary="incident_number"),
        {"id": "R3", "config": {"jira": {"custom_fields": 7}}},
    ]
    assert rejections(reading.run()) == []
    assert reading.held("jira_rule") == ["R1", "R2", "R3"]
    assert reading.rows(FIELDS) == [("customfield_10050", "#")]


def test_rules_are_read_once_a_day(reading: Reading, world: FakePagerDuty) -> None:
    """A second run on the same day asks nothing; one on the next day does."""
    world.jira_rules = [rule("R1")]
    reading.run()
    asked = len(world.queries(f"{JIRA}/PMAP/rules"))
    reading.run()
    assert len(world.queries(f"{JIRA}/PMAP/rules")) == asked == 1
    world.now += timedelta(days=1, minutes=1)
    reading.run()
    assert len(world.queries(f"{JIRA}/PMAP/rules")) == 2


def test_an_account_without_the_extension_is_told_of_nothing(reading: Reading) -> None:
    """Most have none: no rule, no rejection."""
    assert rejections(reading.run()) == []
    assert reading.held("jira_rule") == []


@pytest.mark.parametrize("status", [401, 503])
def test_rules_that_cannot_be_read_stop_nothing(reading: Reading, world: FakePagerDuty, status: int) -> None:
    """A key that is not accepted there, or a service that is down, is told once, and the incidents are read."""
    world.faults = [Fault(JIRA, status, times=99)]
    reasons = rejections(reading.run())
    assert sum("rules of the Jira extension" in reason for reason in reasons) == 1
    assert reading.held("incident") == ["I1"]
