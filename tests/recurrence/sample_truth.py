"""The planted truth of the sample data, and the titles it is about, read straight from the files."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

SAMPLE = Path(__file__).parents[2] / "sample_data"


def sample_items(folder: Path = SAMPLE) -> pd.DataFrame:
    """Items of the sample with a truth: title, item_type, labels, service, flags, and the planted kind and category."""
    truth = dict(_truth(folder))
    rows = [
        row | truth[row["item_id"]]
        for row in (*_issues(folder), *_incidents(folder))
        if row["item_id"] in truth and row["title"]
    ]
    frame = pd.DataFrame(rows).drop_duplicates("item_id").reset_index(drop=True)
    epics = frame.loc[frame["item_type"] == "Epic", "item_id"]
    in_project = frame["item_id"].isin(epics) | frame["parent"].isin(epics)
    return frame.assign(project=None, is_planned=None, is_project_work=in_project)


def sample_works(folder: Path = SAMPLE) -> pd.DataFrame:
    """One row a planted piece of work: its first item; an incident and its issue are one occurrence."""
    return sample_items(folder).drop_duplicates("work").reset_index(drop=True)


def is_japanese(titles: pd.Series[str]) -> pd.Series[bool]:
    """Whether a title is written in Japanese."""
    return titles.str.contains(r"[\u3041-\u30ff\u4e00-\u9fff]")


def _truth(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with (folder / "truth" / "work.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for item_id in re.findall(r"\w+", f"{row['jira_issue_ids']} {row['pagerduty_incident_ids']}"):
                yield item_id, {"work": row["work"], "kind": row["kind"], "truth": row["category"]}


def _issues(folder: Path) -> Iterator[dict[str, Any]]:
    for issue in _payloads(folder / "jira_issues.jsonl.gz"):
        fields = issue.get("fields") or {}
        yield {"item_id": str(issue.get("id")), "title": fields.get("summary"), "labels": fields.get("labels"),
               "item_type": (fields.get("issuetype") or {}).get("name"), "service": None,
               "is_machine_made": None, "parent": str((fields.get("parent") or {}).get("id"))}  # fmt: skip


def _incidents(folder: Path) -> Iterator[dict[str, Any]]:
    for incident in _payloads(folder / "pagerduty_incidents.jsonl.gz"):
        yield {"item_id": str(incident.get("id")), "title": incident.get("title"), "labels": None,
               "item_type": "incident", "service": (incident.get("service") or {}).get("summary"),
               "is_machine_made": True}  # fmt: skip


def _payloads(file: Path) -> Iterator[dict[str, Any]]:
    """The payloads of a file; lines that were spoilt on purpose are passed over."""
    with gzip.open(file, "rt", encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                payload = json.loads(line)
            except ValueError:
                continue
            if isinstance(payload, dict):
                yield payload
