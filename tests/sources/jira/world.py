"""Issues, changes, worklogs and people as Jira writes them, for the tests to put together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.jira import STATUSES, FakeJira
from tests.fakes.jira_server import running
from tests.fakes.jira_site import project_id
from toil.sources.base import Page, Record, Rejection, SourceConfig
from toil.sources.jira import JiraSource

START = datetime(2026, 11, 1, tzinfo=UTC)
SITE = "127.0.0.1"


def stamp(minutes: float) -> str:
    """A time as Jira writes it, this many minutes after the world's start."""
    return (START + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"


def person(name: str, kind: str = "atlassian") -> dict[str, Any]:
    return {"accountId": name, "accountType": kind, "displayName": name.title(), "timeZone": "Asia/Tokyo"}


def history(number: int, minutes: float, before: int, after: int, who: str = "sato") -> dict[str, Any]:
    """A move from one status of the fake's list to another."""
    old, new = STATUSES[before], STATUSES[after]
    item = {"field": "status", "fieldtype": "jira", "fieldId": "status", "from": old["id"],
            "fromString": old["name"], "to": new["id"], "toString": new["name"]}  # fmt: skip
    return {"id": str(number), "author": person(who), "created": stamp(minutes), "items": [item]}


def worklog(number: int, issue_id: str, seconds: int = 600) -> dict[str, Any]:
    return {"id": str(number), "issueId": issue_id, "author": person("sato"), "created": stamp(number),
            "updated": stamp(number), "started": stamp(number), "timeSpentSeconds": seconds}  # fmt: skip


def comment(number: int, body: Any = "done") -> dict[str, Any]:
    return {"id": str(number), "author": person("kimura"), "body": body, "created": stamp(number)}


def issue(number: int, minutes: float, *, histories: Sequence[Any] = (), worklogs: Sequence[Any] = (),
          comments: Sequence[Any] = (), project: str = "OPS", **fields: Any) -> dict[str, Any]:  # fmt: skip
    """An issue whole, as the server holds it; the fake cuts its lists when it shows it."""
    return {
        "id": str(number),
        "key": f"{project}-{number}",
        "self": f"https://{SITE}/rest/api/3/issue/{number}",
        "changelog": {"histories": list(histories)},
        "fields": {
            "summary": f"Disk full on db{number}", "project": {"id": project_id(project), "key": project},
            "status": STATUSES[2],
            "created": stamp(0), "updated": stamp(minutes), "reporter": person("sato"), "labels": [],
            "worklog": {"worklogs": list(worklogs)}, "comment": {"comments": list(comments)}, **fields,
        },
    }  # fmt: skip


def config(jira: FakeJira, **options: Any) -> SourceConfig:
    """Settings that reach the fake: basic log-in on Cloud, a personal token on Data Center."""
    cloud = {"JIRA_EMAIL": "tanaka@example.com", "JIRA_API_TOKEN": "api-secret"}
    secrets = cloud if jira.cloud else {"JIRA_PERSONAL_TOKEN": "pat-secret"}
    return SourceConfig({"requests_per_second": 1000, **options}, {"JIRA_URL": jira.url, **secrets})


@contextmanager
def reachable(*, cloud: bool = True, **world: Any) -> Iterator[FakeJira]:
    with running(FakeJira(cloud=cloud, **world)) as jira:
        yield jira


def source(sleep: Callable[[float], None] = lambda seconds: None) -> JiraSource:
    """The source with a clock that only sleeping moves, and a sleep that never waits."""
    now = [0.0]

    def pass_time(seconds: float) -> None:
        sleep(seconds)
        now[0] += seconds

    return JiraSource(clock=lambda: now[0], sleep=pass_time)


def records(pages: Sequence[Page], kind: str = "issue") -> list[Record]:
    return [record for page in pages for record in page.records if record.kind == kind]


def rejections(pages: Sequence[Page]) -> list[Rejection]:
    return [rejection for page in pages for rejection in page.rejections]


def cursor(pages: Sequence[Page], stream: str = f"issues@{SITE}") -> str | None:
    """The cursor that a stream has once these pages are saved."""
    return next((page.cursor for page in reversed(pages) if page.stream == stream and page.cursor), None)


def ids(pages: Sequence[Page], kind: str = "issue") -> list[str]:
    return [record.record_id for record in records(pages, kind)]
