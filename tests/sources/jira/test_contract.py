"""The fake and our requests are held to Atlassian's own descriptions."""

from __future__ import annotations

import pytest

from tests.fakes.openapi import load_spec
from tests.sources.jira.test_topup import long_issue
from tests.sources.jira.world import config, issue, reachable, source
from toil.sources.base import Window

SPECS = {True: ("jira-cloud-platform-v3.2025-12.json.gz", ""), False: ("jira-datacenter-10.3.json.gz", "/rest")}
UNDESCRIBED = "/rest/api/2/serverInfo"  # asked of both before it is known which one answers


@pytest.mark.shared_data
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
@pytest.mark.parametrize("has_bulk", [True, False], ids=["bulk", "single"])
def test_what_goes_over_the_wire_is_as_described(cloud: bool, has_bulk: bool) -> None:
    """Every request we send and every answer of the fake fits the vendor's OpenAPI description."""
    name, prefix = SPECS[cloud]
    spec = load_spec(name, prefix=prefix)
    if spec is None:
        pytest.skip("needs ../shared/specs")
    with reachable(cloud=cloud, issues=[long_issue(1), issue(2, 2)], has_bulk=has_bulk) as jira:
        list(source().fetch(config(jira, page_size=1), Window()))
        source().estimate(config(jira), Window())
        list(source().inspect(config(jira, projects=["OPS"])))
        list(source().census(config(jira), Window()))
        list(source().fates(config(jira), {"1": "OPS", "404": "OPS"}))
    judged = [one for one in jira.asked if one.path != UNDESCRIBED]
    asked = [spec.request_problems(one.method, one.path, one.query, one.body) for one in judged]
    told = [spec.response_problems(one.method, one.path, one.status, one.answer) for one in judged if one.status == 200]
    assert [problem for found in [*asked, *told] for problem in found] == []
    assert len(told) >= 7


@pytest.mark.shared_data
def test_the_description_catches_what_is_wrong() -> None:
    """The judge is no rubber stamp: a wrong parameter, type, body and answer are each found."""
    spec = load_spec(SPECS[True][0])
    if spec is None:
        pytest.skip("needs ../shared/specs")
    search = "/rest/api/3/search/jql"
    assert spec.request_problems("GET", search, {"startAt": ["0"]})
    assert spec.request_problems("GET", search, {"maxResults": ["many"]})
    assert spec.request_problems("POST", "/rest/api/3/changelog/bulkfetch", {}, {"issues": ["1"]})
    assert spec.response_problems("GET", search, 200, {"issues": {}})
    assert spec.response_problems("GET", search, 200, {"total": 3})
    assert spec.request_problems("GET", "/rest/api/3/nowhere", {})
