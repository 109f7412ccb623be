"""Which issues Jira shows at all, and what became of the others."""

from __future__ import annotations

import pytest

from tests.sources.jira.world import config, issue, reachable, source
from toil.errors import SourceUnavailable
from toil.sources.base import Window

both = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])


@both
def test_a_census_holds_every_id_of_every_project(cloud: bool) -> None:
    """T17: one census a live project, with the ids of all its issues, however many pages they take."""
    world = [*(issue(n, n) for n in range(1, 8)), issue(20, 1, project="NET"), issue(30, 1, project="OLD")]
    with reachable(cloud=cloud, issues=world, max_page=3, project_status={"OLD": "archived", "NIL": "live"}) as jira:
        found = list(source().census(config(jira), Window()))
    assert {one.name: sorted(one.owner_ids or ()) for one in found} == {
        "NET": ["20"], "NIL": [], "OPS": [str(n) for n in range(1, 8)],
    }  # fmt: skip
    assert [(one.kind, one.total, one.is_exact) for one in found if one.name == "OPS"] == [("issue", 7, True)]


@both
def test_the_settings_narrow_the_census(cloud: bool) -> None:
    """T23: projects that are not asked for are not counted; their keys are quoted, since keys may be words of JQL."""
    world = [issue(1, 1), issue(2, 2, project="AND")]
    with reachable(cloud=cloud, issues=world) as jira:
        (found,) = source().census(config(jira, projects=["AND"]), Window())
        asked = [one.query["jql"][0] for one in jira.asked if "jql" in one.query]
    assert found.owner_ids == {"2"}
    assert asked == ['project in ("AND") AND updated >= 0 ORDER BY key ASC']


def test_a_census_that_goes_round_in_circles_is_none() -> None:
    """T6, T17: where a token comes again, the ids behind it are unknown, and nothing may be taken for deleted."""
    world = [issue(n, n) for n in range(1, 12)]
    stuck = reachable(issues=world, stuck_token=True, max_page=5)
    with stuck as jira, pytest.raises(SourceUnavailable, match="again and again"):
        list(source().census(config(jira), Window()))


@both
def test_each_fate_is_told_apart(cloud: bool) -> None:
    """T17, T18: moved, deleted, archived, in the trash and hidden issues are five different things."""
    world = [issue(1, 1, project="NEW"), issue(3, 1, project="OLD")]
    states = {"OPS": "live", "OLD": "archived", "BIN": "deleted"}
    with reachable(cloud=cloud, issues=world, project_status=states) as jira:
        lost = {"1": "OPS", "2": "OPS", "3": "OLD", "4": "OLD", "5": "BIN", "6": "GONE"}
        fates = {one.owner_id: one.state for one in source().fates(config(jira), lost)}
    trashed = "trashed" if cloud else "access_lost"  # Data Center has no trash: such a project is simply not shown
    assert fates == {"1": "present", "2": "deleted", "3": "archived", "4": "archived", "5": trashed, "6": "access_lost"}


def test_a_moved_issue_is_found_under_its_new_key() -> None:
    """T18: a move changes the key and not the id; the fate names where the issue is now."""
    with reachable(issues=[issue(1, 1, project="NEW")]) as jira:
        (fate,) = source().fates(config(jira, projects=["OPS"]), {"1": "OPS"})
    assert (fate.state, "NEW-1" in fate.evidence) == ("present", True)
