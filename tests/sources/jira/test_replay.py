"""Saved answers give the same records as the network did."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.sources.conftest import Stager
from tests.sources.jira.world import (
    SITE,
    config,
    history,
    ids,
    issue,
    person,
    reachable,
    records,
    rejections,
    source,
    worklog,
)
from toil.sources.base import Page, SourceConfig, Window


def replay(path: Path, lines: list[Any] | None = None, **options: Any) -> list[Page]:
    if lines is not None:
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return list(source().replay(path, SourceConfig(options)))


def kinds(pages: list[Page]) -> dict[tuple[str, str], int]:
    return dict(Counter((record.kind, page.site) for page in pages for record in page.records))


def test_a_replay_brings_what_a_fetch_brought(tmp_path: Path) -> None:
    """Answers saved from the wire hold the same issues when they are read again."""
    with reachable(issues=[issue(n, n, histories=[history(n, n, 0, 1)]) for n in range(1, 8)]) as jira:
        fetched = list(source().fetch(config(jira, page_size=3), Window()))
    saved = [one.answer for one in jira.asked if one.path.endswith("/issue/bulkfetch")]
    replayed = replay(tmp_path / "answers.jsonl", saved)
    assert records(replayed) == records(fetched)
    assert kinds(replayed) == {("issue", SITE): 7}


def test_every_shape_is_known_by_its_form(tmp_path: Path) -> None:
    """Issues, worklogs, changelogs of both forms, statuses, users and remote links are told apart."""
    root = f"https://{SITE}/rest/api/3"
    bulk = {"issueId": "1", "changeHistories": [history(1, 1, 0, 1), history(2, 2, 1, 2)]}
    lines = [
        issue(1, 1),
        {"worklogs": [worklog(1, "1")]},
        {**worklog(2, "1"), "issueId": None, "self": f"{root}/issue/1/worklog/2"},
        {"issueChangeLogs": [bulk]},
        {**history(3, 3, 0, 1), "issueId": "1"},
        {"id": "3", "name": "Doing", "self": f"{root}/status/3", "statusCategory": {"key": "new"}},
        person("sato"),
        {"id": 8, "self": f"{root}/issue/1/remotelink/8", "object": {"url": "https://x.example"}},
        {"id": "9", "self": f"{root}/issue/1/comment/9", "body": "ok"},
    ]
    pages = replay(tmp_path / "a.jsonl", lines)
    found = {"issue": 1, "worklog": 2, "changelog": 3, "status": 1, "user": 1, "remote_link": 1, "comment": 1}
    assert kinds(pages) == {(kind, SITE): count for kind, count in found.items()}
    assert {record.owner_id for page in pages for record in page.records} == {"1", ""}
    assert rejections(pages) == []


def test_homeless_changelog_entries_are_looked_for_in_the_file(tmp_path: Path) -> None:
    """An entry that names no issue belongs to the issue that embeds it; where none does, it is rejected."""
    whole = issue(1, 1, histories=[history(5, 5, 0, 1)])
    pages = replay(tmp_path / "a.jsonl", [history(5, 5, 0, 1), history(6, 6, 0, 1), whole])
    assert [(one.record_id, one.owner_id) for one in records(pages, "changelog")] == [("5", "1")]
    (rejection,) = rejections(pages)
    assert rejection.where == "a.jsonl:2"
    assert "does not say which issue" in rejection.reason


def test_what_jira_never_sends_is_rejected_with_its_line(tmp_path: Path) -> None:
    """A flat issue, an issue without an id and anything else are rejected with the reason."""
    no_id = {"fields": {"summary": "x"}}
    flat = {"key": "A-1", "summary": "x", "comments": [{"body": "y"}]}
    pages = replay(tmp_path / "a.jsonl", [flat, no_id, {"a": 1}, {"issues": [5, issue(1, 1)]}])
    assert [(one.where, one.reason.split(":")[0].split(",")[0]) for one in rejections(pages)] == [
        ("a.jsonl:1", "an issue in a flat shape"),
        ("a.jsonl:2", "an issue without an id"),
        ("a.jsonl:3", "not a shape that Jira's REST API sends"),
        ("a.jsonl:4 issues 1", "an issue that is not an object but int"),
    ]
    assert ids(pages) == ["1"]


def test_the_site_is_in_the_address_or_in_the_settings(tmp_path: Path) -> None:
    """Issues of two sites in one file stay apart; without an address the setting names the site."""
    other = {**issue(2, 2), "self": "https://other.example/rest/api/2/issue/2"}
    bare = {key: value for key, value in issue(3, 3).items() if key != "self"}
    assert kinds(replay(tmp_path / "a.jsonl", [bare], site="old.example")) == {("issue", "old.example"): 1}
    assert kinds(replay(tmp_path / "b.jsonl", [bare, issue(1, 1), other])) == {
        ("issue", "import"): 1,
        ("issue", SITE): 1,
        ("issue", "other.example"): 1,
    }


@pytest.mark.shared_data
def test_real_cloud_files_replay(shared: Path, stager: Stager) -> None:
    """The real Cloud issues and worklogs stage without a rejection; real changelogs without issues are named."""
    data = shared / "data"
    for name in ("jira_cloud_issues_with_changelog.jsonl", "jira_cloud_worklogs.jsonl"):
        stager.load("jira", replay(data / name))
    counts = stager.rows("select (select count(*) from staged_items) as items, (select count(*) from staged_changes) "
                         "as changes, (select count(*) from staged_declarations) as worklogs")  # fmt: skip
    assert counts == [{"items": 33, "changes": 206, "worklogs": 30}]
    assert stager.rows("select * from rejections") == []
    assert len(rejections(replay(data / "jira_cloud_changelogs.jsonl"))) == 279


@pytest.mark.shared_data
def test_a_real_archive_replays_in_pages(shared: Path) -> None:
    """All 29,057 issues of a real archive arrive, 500 a page, and none is rejected."""
    sizes, newest = [], None
    for page in source().replay(shared / "data" / "jira_titanium_issues.jsonl.gz", SourceConfig()):
        sizes.append(len(page.records))
        newest = page.as_of
        assert (page.site, page.rejections) == ("import", ())
    assert (sum(sizes), max(sizes), str(newest)) == (29_057, 500, "2021-12-02 13:33:55+00:00")


@pytest.mark.shared_data
def test_the_flat_archive_is_rejected_line_by_line(shared: Path) -> None:
    """A file in a shape of its own is told to go through `toil import`."""
    pages = replay(shared / "data" / "jira_fluid_issues.jsonl.gz")
    assert sum(len(page.rejections) for page in pages) == 10_052
    assert all("toil import" in one.reason for one in rejections(pages))
