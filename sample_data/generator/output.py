"""Writes the files of the sample into a folder."""

from __future__ import annotations

from pathlib import Path

from sample_data.generator.dirty import plant_jira, plant_pagerduty
from sample_data.generator.drivers import write_drivers
from sample_data.generator.files import json_line, write_gzip_lines, write_lines
from sample_data.generator.jira_payload import Payload, write_jira
from sample_data.generator.journal import events, settings
from sample_data.generator.leave import write_leave
from sample_data.generator.pagerduty_analytics import analytics
from sample_data.generator.pagerduty_payload import incident_payload, log_entries
from sample_data.generator.pagerduty_site import services, users
from sample_data.generator.truth import write_truth
from sample_data.generator.world import World


def write_all(world: World, folder: Path) -> dict[str, int]:
    """Every file; returns its lines or rows by name."""
    folder.mkdir(parents=True, exist_ok=True)
    jira = write_jira(world)
    issue_lines, planted, added = plant_jira(jira)
    incidents = [incident_payload(incident) for incident in world.incidents]
    entries = _newest_first([entry for incident in world.incidents for entry in log_entries(incident)])
    planted += plant_pagerduty(incidents, entries)
    files = {
        "jira_issues": issue_lines,
        "jira_worklogs": _lines(jira.worklogs),
        "jira_changelogs": _lines(jira.changelogs),
        "jira_statuses": _lines(jira.statuses),
        "pagerduty_incidents": _lines(incidents),
        "pagerduty_log_entries": _lines(entries),
        "pagerduty_analytics": _lines([analytics(incident) for incident in world.incidents]),
        "pagerduty_users": _lines(users(world.people)),
        "pagerduty_services": _lines(services()),
    }
    for name, lines in files.items():
        write_gzip_lines(folder / f"{name}.jsonl.gz", lines)
    said = _lines(events(world))
    write_lines(folder / "journal.jsonl", said)
    write_lines(folder / "toil.toml", [settings(world)])
    left = write_leave(world, folder) | write_drivers(world, folder)
    counts = {f"{name}.jsonl.gz": len(lines) for name, lines in files.items()} | {"journal.jsonl": len(said)} | left
    return counts | write_truth(world, folder / "truth", planted, added)


def _lines(payloads: list[Payload]) -> list[str]:
    return [json_line(payload) for payload in payloads]


def _newest_first(entries: list[Payload]) -> list[Payload]:
    return sorted(entries, key=lambda entry: (entry["created_at"], entry["id"]), reverse=True)
