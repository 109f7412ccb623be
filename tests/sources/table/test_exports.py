"""Exports of well-known trackers work without a word of mapping."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sources.table.reading import mapped_of, rejections_of, replayed, write_csv


def test_a_jira_csv_export(tmp_path: Path) -> None:
    """Jira repeats Labels and Log Work columns; worklogs keep their author and time, Won't Fix is cancelled."""
    header = ("Summary", "Issue key", "Issue id", "Parent id", "Issue Type", "Status", "Project key", "Priority",
              "Resolution", "Assignee", "Reporter", "Created", "Updated", "Resolved", "Component/s", "Labels", "Labels",
              "Description", "Log Work", "Log Work", "Time Spent", "Custom field (Team)")  # fmt: skip
    rows = [
        ("Rotate; key", "OPS-1", "10001", "", "Task", "Done", "OPS", "High", "Done", "Ann", "Ben", "04/May/26 1:05 PM",
         "05/May/26 9:00 AM", "05/May/26 8:59 AM", "DNS", "keys", "toil", "text", "did;it;04/May/26 2:00 PM;ann-1;3600",
         ";04/May/26 4:00 PM;ben-2;1800", "5400", "SRE"),
        ("Old", "OPS-2", "10002", "10001", "Bug", "Closed", "OPS", "Low", "Won't Fix", "", "Ben", "04/May/26 1:06 PM",
         "", "", "", "", "", "", "", "", "", ""),
    ]  # fmt: skip
    pages = replayed(write_csv(tmp_path / "jira.csv", [header, *rows]))
    first, second = mapped_of(pages)
    assert rejections_of(pages) == []
    assert (first["id"], first["key"], first["labels"], first["team"], first["service"]) == (
        "10001", "OPS-1", ["keys", "toil"], "SRE", "DNS",
    )  # fmt: skip
    assert [(w["started_at"], w["person"]["id"], w["seconds"]) for w in first["worklogs"]] == [
        ("2026-05-04T14:00:00Z", "ann-1", 3600), ("2026-05-04T16:00:00Z", "ben-2", 1800),
    ]  # fmt: skip
    assert (first["effort_seconds"], first["status"], first["resolved_at"]) == (5400, "done", "2026-05-05T08:59:00Z")
    assert (second["status"], second["parent"], second["assignee"]) == ("cancelled", "10001", None)


def test_a_servicenow_export(tmp_path: Path) -> None:
    """ServiceNow's list export: numbers are keys, groups are teams, states are known."""
    header = ("Number", "Short description", "State", "Priority", "Opened", "Opened by", "Resolved", "Assigned to",
              "Assignment group", "Configuration item")  # fmt: skip
    row = (
        "INC0012345",
        "Disk full on db1",
        "On Hold",
        "2 - High",
        "2026-05-04 13:05:00",
        "Ann",
        "",
        "Ben",
        "SRE",
        "db1",
    )
    pages = replayed(write_csv(tmp_path / "sn.csv", [header, row], encoding="cp1252"), zone="Asia/Tokyo")
    (mapped,) = mapped_of(pages)
    assert (mapped["id"], mapped["status"], mapped["team"], mapped["service"]) == ("INC0012345", "todo", "SRE", "db1")
    assert (mapped["requester"]["name"], mapped["assignee"]["name"]) == ("Ann", "Ben")
    assert mapped["created_at"] == "2026-05-04T04:05:00Z"


def test_a_japanese_redmine_export_in_shift_jis(tmp_path: Path) -> None:
    """Redmine writes Shift_JIS for Japanese users: hours, statuses and people arrive."""
    header = (
        "#",
        "プロジェクト",
        "トラッカー",
        "ステータス",
        "題名",
        "作成者",
        "担当者",
        "作業時間",
        "作成日",
        "終了日",
        "更新日",
    )
    row = ("42", "運用", "依頼", "終了", "アカウント発行の依頼", "佐藤 花子", "鈴木 一郎", "0.75", "2026/05/04 13:05",
           "2026/05/04 15:00", "2026/05/04 15:00")  # fmt: skip
    pages = replayed(write_csv(tmp_path / "issues.csv", [header, row], encoding="cp932"), zone="Asia/Tokyo")
    (mapped,) = mapped_of(pages)
    assert (mapped["id"], mapped["title"], mapped["status"]) == ("42", "アカウント発行の依頼", "done")
    assert (mapped["effort_seconds"], mapped["assignee"]["id"]) == (2700, "鈴木 一郎")
    assert mapped["resolved_at"] == "2026-05-04T06:00:00Z"


def test_a_redmine_export_in_english(tmp_path: Path) -> None:
    """English Redmine writes month first with AM and PM."""
    header = ("#", "Project", "Tracker", "Parent task", "Status", "Subject", "Author", "Assignee", "Created", "Closed",
              "Spent time")  # fmt: skip
    row = ("7", "Ops", "Support", "6", "Rejected", "Reset", "Ann", "Ben", "05/14/2026 01:05 PM", "05/04/2026 02:00 PM",
           "1.50")  # fmt: skip
    (mapped,) = mapped_of(replayed(write_csv(tmp_path / "issues.csv", [header, row])))
    assert (mapped["status"], mapped["parent"], mapped["effort_seconds"]) == ("cancelled", "6", 5400)
    assert (mapped["created_at"], mapped["resolved_at"]) == ("2026-05-14T13:05:00Z", "2026-05-04T14:00:00Z")


def test_github_issues(tmp_path: Path) -> None:
    """`gh issue list --json` is one list of objects in camel case, with people and labels as objects."""
    issue = {"number": 3, "title": "Flaky job", "state": "CLOSED", "createdAt": "2026-05-04T13:05:00Z", "closed": True,
             "closedAt": "2026-05-05T00:00:00Z", "author": {"login": "octo"}, "assignees": [{"login": "cat"}],
             "labels": [{"name": "ci"}, {"name": "toil"}], "url": "https://github.com/o/r/issues/3"}  # fmt: skip
    path = tmp_path / "issues.json"
    path.write_text(json.dumps([issue]), "utf-8")
    (mapped,) = mapped_of(replayed(path))
    assert (mapped["id"], mapped["status"], mapped["labels"]) == ("3", "done", ["ci", "toil"])
    assert (mapped["requester"]["id"], mapped["assignee"]["id"]) == ("octo", "cat")
    assert (mapped["resolved_at"], mapped["url"]) == ("2026-05-05T00:00:00Z", issue["url"])
