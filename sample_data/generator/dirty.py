"""Plants the dirt that real sites hold, a little of each, and writes down where it is and what should become of it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sample_data.generator.files import json_line
from sample_data.generator.jira_payload import JiraFiles, Payload

FORMULA = '=HYPERLINK("https://example.com/steal","Click to see the runbook")'
TITLES = {
    "empty title": ("", "kept, shown with a stand-in for the title"),
    "10,000 characters in a title": ("Very long title " * 625, "kept, cut only where it is shown"),
    "right-to-left title": ("\u202bبطء في صفحة الدفع 🐢 منذ الصباح\u202c", "kept as written"),
    "emoji title": ("🔥🔥 prod 🙈 → 👩🏽‍💻 please 🙏", "kept as written"),
    "formula as a title": (FORMULA, "kept as text; no export may make a live formula of it"),
}


@dataclass(frozen=True)
class Planted:
    """One planted piece of dirt: the file, the subject (key or id), what it is, what is expected."""

    file: str
    subject: str
    what: str
    expected: str


def plant_jira(files: JiraFiles) -> tuple[list[str], list[Planted], list[Payload]]:
    """Dirties the Jira payloads; returns the lines of the issues file, what was planted, and issues added as valid."""
    planted = _dirty_worklogs(files) + _dirty_history(files)
    model = next(issue for issue in files.issues if not issue["changelog"]["histories"] and issue["key"][:3] == "SRE")
    added: list[Payload] = []
    for what, (title, expected) in TITLES.items():
        extra = _clone(files, model, added, title)
        planted.append(Planted("jira_issues", extra["key"], what, expected))
    unknown = _clone(files, model, added, "Ticket from a deleted workflow")
    unknown["fields"]["status"] = {
        "self": "https://example-sre.atlassian.net/rest/api/3/status/99999",
        "id": "99999",
        "name": "Parked",
    }
    planted.append(Planted("jira_issues", unknown["key"], "unknown status", "kept with an unknown status, counted"))
    valid = list(added)
    dateless = _clone(files, model, added, "Issue without a date")
    del dateless["fields"]["created"]
    planted.append(Planted("jira_issues", dateless["key"], "no created", "rejected and counted"))
    odd = _clone(files, model, added, "Issue with an unreadable date")
    odd["fields"]["created"] = "26/13/2026 25:61"
    planted.append(Planted("jira_issues", odd["key"], "unreadable created", "rejected and counted"))
    lines = [json_line(issue) for issue in [*files.issues, *added]]
    lines.insert(len(lines) // 2, lines[0][: len(lines[0]) // 2])
    planted.append(
        Planted(
            "jira_issues", f"line {len(lines) // 2 + 1}", "a line that is not JSON", "rejected with its line number"
        )
    )
    return lines, planted, valid


def plant_pagerduty(incidents: list[Payload], entries: list[Payload]) -> list[Planted]:
    """Dirties the incidents in place: one twice, one without a service; names one with overlapping responders."""
    twice = incidents[len(incidents) // 3]
    incidents.insert(len(incidents) // 3 + 4, copy.deepcopy(twice))
    homeless = next(
        i for i in incidents[len(incidents) // 4 :] if i["status"] == "resolved" and not i["external_references"]
    )
    del homeless["service"]
    overlapping = _two_responders(entries)
    return [
        Planted("pagerduty_incidents", twice["id"], "the same incident twice", "counted once"),
        Planted("pagerduty_incidents", homeless["id"], "no service", "kept without a service"),
        Planted(
            "pagerduty_log_entries",
            overlapping,
            "overlapping acknowledgements of two people",
            "each person's time once",
        ),
    ]


def _clone(files: JiraFiles, model: Payload, added: list[Payload], title: str) -> Payload:
    """An untouched issue once more, with an id, a key and a title of its own."""
    extra = copy.deepcopy(model)
    number = 90_001 + len(added)
    extra["id"], extra["key"] = str(number), f"OPS-{number}"
    extra["self"] = model["self"].replace(model["id"], extra["id"])
    fields = extra["fields"]
    fields["summary"], fields["description"] = title, None
    fields["project"] = next(i["fields"]["project"] for i in files.issues if i["key"].startswith("OPS"))
    fields.pop("parent", None)
    added.append(extra)
    return extra


def _dirty_worklogs(files: JiraFiles) -> list[Planted]:
    """A worklog in the future, one with negative time, one whose author was deleted."""
    logged = [i for i in files.issues if 0 < i["fields"]["worklog"]["total"] < 15]
    future, negative, nobody = (logged[len(logged) * place // 100] for place in (1, 3, 5))
    _add_log(future, "2031-01-06T10:00:00.000+0900", 5400)
    _add_log(negative, negative["fields"]["worklog"]["worklogs"][0]["started"], -1800)
    log = nobody["fields"]["worklog"]["worklogs"][0]
    log["author"] = log["updateAuthor"] = None
    return [
        Planted("jira_issues", future["key"], "worklog in the future", "not counted as effort, reported"),
        Planted("jira_issues", negative["key"], "worklog of negative seconds", "not counted as effort, reported"),
        Planted("jira_issues", nobody["key"], "worklog of a deleted user", "effort of the work, of no known person"),
    ]


def _add_log(issue: Payload, started: str, seconds: int) -> None:
    page: dict[str, Any] = issue["fields"]["worklog"]
    log = copy.deepcopy(page["worklogs"][0])
    log["id"] = str(int(issue["id"]) * 100 + 99)
    log["self"] = log["self"].rsplit("/", 1)[0] + "/" + log["id"]
    log["started"], log["timeSpentSeconds"], log["timeSpent"] = started, seconds, f"{seconds // 60}m"
    page["worklogs"].append(log)
    page["total"] += 1


def _dirty_history(files: JiraFiles) -> list[Planted]:
    """A change by a deleted user, and histories of the bulk endpoint whose times are epoch milliseconds."""
    changed = next(i for i in files.issues[len(files.issues) // 8 :] if len(i["changelog"]["histories"]) > 2)
    changed["changelog"]["histories"][0]["author"] = None
    planted = [Planted("jira_issues", changed["key"], "change by a deleted user", "kept, of no known person")]
    if files.changelogs:
        bulk = files.changelogs[0]
        for history in bulk["changeHistories"]:
            history["created"] = _epoch_ms(history["created"])
        what = "bulkfetch with epoch milliseconds, as in the vendor's example, in place of the schema's text"
        planted.append(Planted("jira_changelogs", bulk["issueId"], what, "read like the others"))
    return planted


def _epoch_ms(written: str) -> int:
    return round(datetime.strptime(written, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp() * 1000)


def _two_responders(entries: list[Payload]) -> str:
    """An incident that two people had acknowledged at once: neither was assigned it by the other."""
    people: dict[str, set[str]] = {}
    handed = {entry["incident"]["id"] for entry in entries if _is_handover(entry)}
    for entry in entries:
        number = str(entry["incident"]["id"])
        if entry["type"] == "acknowledge_log_entry" and number not in handed:
            people.setdefault(number, set()).add(entry["agent"]["id"])
            if len(people[number]) == 2:
                return number
    return ""


def _is_handover(entry: Payload) -> bool:
    return bool(entry["type"] == "assign_log_entry" and entry["agent"]["type"] == "user_reference")
