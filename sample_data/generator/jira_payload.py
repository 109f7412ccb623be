"""Issues as GET /rest/api/3/search/jql?fields=*all&expand=changelog returns them, and what does not fit into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sample_data.generator import jira_site as site
from sample_data.generator.adf import doc, paragraph, text
from sample_data.generator.jira_history import Change, Historian, History
from sample_data.generator.jira_links import issue_links
from sample_data.generator.jira_text import comments, description
from sample_data.generator.work import Issue, Slice, dice
from sample_data.generator.world import World

EMBEDDED_HISTORIES = 40
EMBEDDED_WORKLOGS = 20
Payload = dict[str, Any]


@dataclass
class JiraFiles:
    """What Jira has to say: issues, the worklogs and histories of truncated issues, and the statuses."""

    issues: list[Payload] = field(default_factory=list)
    worklogs: list[Payload] = field(default_factory=list)
    changelogs: list[Payload] = field(default_factory=list)
    statuses: list[Payload] = field(default_factory=list)


def write_jira(world: World) -> JiraFiles:
    """Every payload of the site, issues in order of their ids."""
    out = JiraFiles(statuses=[status.payload() for status in site.statuses()])
    links = issue_links(world.issues, world.seed)
    counter = 400_000
    for issue in world.issues:
        rng = dice(world.seed, f"issue/{issue.key}")
        history = Historian(issue, world.horizon.ends_at, rng).write()
        for change in history.changes:
            counter += 1
            change.id = counter
        logs = worklogs(issue, history, world.horizon.ends_at)
        out.issues.append(_issue(issue, history, logs, world, rng))
        out.issues[-1]["fields"]["issuelinks"] = links.get(issue.key, [])
        if len(logs) > EMBEDDED_WORKLOGS:
            out.worklogs += logs
        if len(history.changes) > EMBEDDED_HISTORIES:
            whole = [_history(change, "UTC") for change in history.changes]
            out.changelogs.append({"issueId": str(issue.id), "changeHistories": whole})
    return out


def worklogs(issue: Issue, history: History, ends_at: datetime) -> list[Payload]:
    """The slices as people declared them, rounded to 5 minutes or, from an hour on, to 15; only of finished work."""
    if not issue.logs_work or not history.resolved_at:
        return []
    pieces = _joined(issue.work.slices)
    return [_worklog(issue, number, piece, ends_at) for number, piece in enumerate(pieces)]


def declared_seconds(seconds: int) -> int:
    """A duration as a person writes it down: whole 5 minutes, whole quarters from an hour on, never nothing."""
    step = 900 if seconds >= 3600 else 300
    return max(300, (seconds + step // 2) // step * step)


def _joined(slices: list[Slice]) -> list[Slice]:
    """One log a sitting: slices of a person less than three quarters of an hour apart are written down together."""
    joined: list[Slice] = []
    for piece in slices:
        last = joined[-1] if joined else None
        near = last and last.person is piece.person and piece.started_at - last.ended_at < timedelta(minutes=45)
        if last and near and last.started_at.date() == piece.started_at.date():
            joined[-1] = Slice(last.person, last.started_at, last.seconds + piece.seconds)
        else:
            joined.append(piece)
    return joined


def _worklog(issue: Issue, number: int, piece: Slice, ends_at: datetime) -> Payload:
    seconds = declared_seconds(piece.seconds)
    written = site.stamp(min(piece.ended_at + timedelta(minutes=4), ends_at), piece.person.zone)
    identity = str(issue.id * 100 + number)
    body = {
        "self": f"{site.API}/issue/{issue.id}/worklog/{identity}",
        "author": site.user(piece.person),
        "updateAuthor": site.user(piece.person),
        "created": written,
        "updated": written,
        "started": site.stamp(piece.started_at.replace(second=0), piece.person.zone),
        "timeSpent": time_spent(seconds),
        "timeSpentSeconds": seconds,
        "id": identity,
        "issueId": str(issue.id),
    }
    if number % 3 == 0:
        body["comment"] = doc(paragraph(text("作業" if issue.language == "ja" else "work")))
    return body


def time_spent(seconds: int) -> str:
    """Jira's own notation, with days of eight hours."""
    minutes = seconds // 60
    parts = [(minutes // 480, "d"), (minutes % 480 // 60, "h"), (minutes % 60, "m")]
    return " ".join(f"{count}{unit}" for count, unit in parts if count) or "0m"


def _history(change: Change, zone: str) -> Payload:
    return {
        "id": str(change.id),
        "author": site.user(change.author),
        "created": site.stamp(change.at, zone),
        "items": change.items,
    }


def _issue(issue: Issue, history: History, logs: list[Payload], world: World, rng: Random) -> Payload:
    zone = "Asia/Tokyo" if issue.project == "OPS" else "Europe/Berlin"
    newest = [_history(change, zone) for change in reversed(history.changes)]
    return {
        "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
        "id": str(issue.id),
        "self": f"{site.API}/issue/{issue.id}",
        "key": issue.key,
        "changelog": {
            "startAt": 0,
            "maxResults": EMBEDDED_HISTORIES,
            "total": len(newest),
            "histories": newest[:EMBEDDED_HISTORIES],
        },
        "fields": _fields(issue, history, logs, world, rng, zone),
    }


def _fields(issue: Issue, history: History, logs: list[Payload], world: World, rng: Random, zone: str) -> Payload:
    said = comments(issue, history.resolved_at, history.assignee, rng)
    said = [comment for comment in said if _moment(comment["created"]) < world.horizon.ends_at]
    spent = sum(log["timeSpentSeconds"] for log in logs) or None
    moments = [issue.created_at, *(c.at for c in history.changes), *(_moment(c["created"]) for c in said)]
    incident_keys = [i.key for i in issue.work.incidents if "label" in i.evidence]
    fields: Payload = {
        "summary": issue.title,
        "issuetype": site.issue_type(issue.issue_type),
        "project": site.project(issue.project),
        "status": history.status.payload(),
        "statuscategorychangedate": site.stamp(history.status_changed_at or issue.created_at, zone),
        "resolution": site.resolution(history.resolution) if history.resolution else None,
        "resolutiondate": site.stamp(history.resolved_at, zone) if history.resolved_at else None,
        "priority": site.priority(history.priority),
        "created": site.stamp(issue.created_at, zone),
        "updated": site.stamp(max(moments), zone),
        "creator": site.user(issue.creator),
        "reporter": site.user(issue.work.requester if issue.creator.account_type == "app" else issue.creator),
        "assignee": site.user(history.assignee) if history.assignee else None,
        "labels": [*issue.labels, *incident_keys],
        "components": _components(issue),
        "description": description(issue, rng),
        "environment": None,
        "duedate": None,
        "fixVersions": [],
        "versions": [],
        "subtasks": [],
        "issuelinks": [],
        "attachment": [],
        "security": None,
        "votes": {"self": f"{site.API}/issue/{issue.key}/votes", "votes": 0, "hasVoted": False},
        "watches": {"self": f"{site.API}/issue/{issue.key}/watchers", "watchCount": 1, "isWatching": False},
        "workratio": -1,
        "lastViewed": None,
        "comment": {
            "self": f"{site.API}/issue/{issue.id}/comment",
            "startAt": 0,
            "maxResults": len(said),
            "total": len(said),
            "comments": said,
        },
        "worklog": {
            "startAt": 0,
            "maxResults": EMBEDDED_WORKLOGS,
            "total": len(logs),
            "worklogs": logs[:EMBEDDED_WORKLOGS],
        },
        "customfield_10016": rng.choice((1.0, 2.0, 3.0, 5.0)) if issue.project == "SRE" else None,
        "customfield_10019": f"0|i{issue.id:05x}:",
    }
    return fields | _time_tracking(spent) | _parent(issue)


def _time_tracking(spent: int | None) -> Payload:
    tracking = {"timeSpent": time_spent(spent), "timeSpentSeconds": spent} if spent else {}
    return {
        "timespent": spent,
        "aggregatetimespent": spent,
        "timeestimate": 0 if spent else None,
        "timeoriginalestimate": None,
        "timetracking": tracking,
        "progress": {"progress": spent or 0, "total": spent or 0},
    }


def _components(issue: Issue) -> list[Payload]:
    """The service that the work was for, as the project's component."""
    if not issue.work.service or issue.project == "SRE":
        return []
    number = str(11_000 + sum(map(ord, issue.work.service)))
    return [{"self": f"{site.API}/component/{number}", "id": number, "name": issue.work.service}]


def _parent(issue: Issue) -> Payload:
    if issue.epic is None:
        return {}
    epic = issue.epic
    fields = {
        "summary": epic.title,
        "status": site.WORKFLOWS["SRE"]["active"].payload(),
        "issuetype": site.issue_type("Epic"),
    }
    return {"parent": {"id": str(epic.id), "key": epic.key, "self": f"{site.API}/issue/{epic.id}", "fields": fields}}


def _moment(written: str) -> datetime:
    return datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z")
