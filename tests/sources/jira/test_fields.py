"""Fields, statuses and texts that sites name and shape by themselves."""

from __future__ import annotations

from typing import Any

from tests.sources.conftest import Stager
from tests.sources.jira.world import config, cursor, history, ids, issue, reachable, records, source, stamp, worklog
from toil.sources.base import Record, Window
from toil.sources.jira.records import issue_record, reference_record

SITE = "example.atlassian.net"
OWN = {"id": "10050", "name": "Waiting for vendor", "statusCategory": {"id": 4, "key": "indeterminate", "name": "x"}}


def field(number: int, name: str) -> dict[str, Any]:
    return {"id": f"customfield_{number}", "key": f"customfield_{number}", "name": name, "custom": True}


def staged(stager: Stager, payload: Any, *fields: Any) -> dict[str, Any]:
    """The staged item of one issue on a site with these fields."""
    taken = [issue_record(payload, "test"), *(reference_record("field", one, "test") for one in fields)]
    (row,) = stager.load_records("jira", SITE, [one for one in taken if isinstance(one, Record)]).rows(
        "select * from staged_items"
    )
    return row


def test_team_managed_projects_have_statuses_of_their_own() -> None:
    """T11: the statuses of a project that was touched are read once a day, under their ids, not their names."""
    touched = issue(1, 1)
    touched["fields"]["project"]["id"] = "10000"
    with reachable(issues=[touched], own_statuses={"10000": [OWN]}) as jira:
        first = list(source().fetch(config(jira), Window()))
        cursors = {page.stream: page.cursor for page in first if page.cursor}
        list(source().fetch(config(jira), Window(cursors=cursors)))
    assert "10050" in ids(first, "status")
    assert cursor(first, "statuses of 10000@127.0.0.1") is not None
    assert sum(path.endswith("/project/10000/statuses") for path in jira.paths()) == 1


def test_fields_of_projects_are_read_too() -> None:
    """T23: what `/field` leaves out, `/field/search` has; both together are read once a day."""
    common, special = [field(1, "Story Points")], [field(n, f"Own {n}") for n in range(2, 7)]
    with reachable(issues=[issue(1, 1)], fields=common, project_fields=special) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert ids(pages, "field") == [f"customfield_{n}" for n in range(1, 7)]


def test_story_points_have_several_fields(stager: Stager) -> None:
    """T23: classic and team-managed projects keep story points in different fields; the one that is filled counts."""
    payload = issue(1, 1, customfield_10016=None, customfield_10026=5.0)
    row = staged(stager, payload, field(10016, "Story point estimate"), field(10026, "Story Points"))
    assert row["story_points"] == 5.0


def test_a_sprint_is_an_object_or_a_text(stager: Stager) -> None:
    """T23: Cloud gives a list of objects, Data Center the text of a Java object; the last sprint counts."""
    java = "com.atlassian.greenhopper.service.sprint.Sprint@1f[id=7,state=ACTIVE,name=Sprint 7,startDate=2026-11-01]"
    cloud = issue(1, 1, customfield_10020=[{"id": 6, "name": "Sprint 6"}, {"id": 7, "name": "Sprint 7"}])
    assert staged(stager, cloud, field(10020, "Sprint"))["sprint"] == "Sprint 7"
    assert staged(stager, issue(1, 2, customfield_10020=[java]), field(10020, "Sprint"))["sprint"] == "Sprint 7"


def test_a_document_is_read_as_text(stager: Stager) -> None:
    """T20: emoji, mentions, cards, media, tasks, panels and expands of a document keep their words, in their order."""
    nodes = [
        {"type": "emoji", "attrs": {"shortName": ":fire:", "text": "🔥"}},
        {"type": "mention", "attrs": {"id": "u1", "text": "@Tanaka"}},
        {"type": "inlineCard", "attrs": {"url": "https://wiki.example/x"}},
        {"type": "media", "attrs": {"type": "file", "id": "f", "alt": "graph.png"}},
        {"type": "taskList", "content": [{"type": "taskItem", "content": [{"type": "text", "text": "restart it"}]}]},
        {"type": "panel", "content": [{"type": "text", "text": "careful"}]},
        {"type": "expand", "attrs": {"title": "Details"}, "content": [{"type": "text", "text": "inside"}]},
    ]
    row = staged(stager, issue(1, 1, description={"type": "doc", "version": 1, "content": nodes}))
    assert row["description"] == "🔥 @Tanaka https://wiki.example/x graph.png restart it careful Details inside"


def test_sums_over_subtasks_are_not_effort(stager: Stager) -> None:
    """T15: an issue's sum over its sub-tasks, and what Jira estimates to remain, declare nothing; worklogs do."""
    payload = issue(1, 1, worklogs=[worklog(1, "1", 600)], aggregatetimespent=7200, timespent=600, timeestimate=900)
    taken = issue_record(payload, "test")
    assert isinstance(taken, Record)
    rows = stager.load_records("jira", SITE, [taken]).rows("select seconds from staged_declarations")
    assert rows == [{"seconds": 600}]


def test_remote_links_are_read_where_the_changelog_tells_of_them() -> None:
    """One request for an issue whose changelog tells of a remote link, and none for the others."""
    item = {"field": "RemoteIssueLink", "fieldtype": "jira", "from": None, "fromString": None, "to": "1",
            "toString": "This issue links to \"Incident (PagerDuty)\""}  # fmt: skip
    linked = issue(1, 1, histories=[{**history(1, 1, 0, 1), "items": [item]}])
    link = {"id": 1, "object": {"url": "https://acme.pagerduty.com/incidents/Q1", "title": "Incident"}}
    world = [linked, issue(2, 2, histories=[history(2, 2, 0, 1)])]
    for setting, asked in (("changed", 1), ("all", 2), ("off", 0)):
        with reachable(issues=world, remote_links={"1": [link]}) as jira:
            pages = list(source().fetch(config(jira, remote_links=setting), Window()))
        assert sum(path.endswith("/remotelink") for path in jira.paths()) == asked
        assert len(records(pages, "remote_link")) == min(asked, 1)


def test_a_deleted_worklog_goes_though_its_issue_still_embeds_it(stager: Stager) -> None:
    """T13: what the feed names as deleted is declared no more, also where the issue was not read again."""
    payload = issue(1, 1, worklogs=[worklog(7, "1"), worklog(8, "1")], updated=stamp(1))
    with reachable(issues=[payload]) as jira:
        stager.load("jira", source().fetch(config(jira), Window()))
        cursors = stager.store.cursors("jira")
        payload["fields"]["worklog"]["worklogs"].pop(0)
        jira.deleted_worklogs[7] = int(cursors["worklogs deleted@127.0.0.1"]) + 1000
        jira.date = "Mon, 23 Nov 2026 14:00:00 GMT"
        stager.load("jira", source().fetch(config(jira), Window(cursors=cursors, held=lambda site, wanted: {})))
    rows = stager.rows("select split_part(declaration_id, ':', 3) as worklog from staged_declarations")
    assert rows == [{"worklog": "8"}]
