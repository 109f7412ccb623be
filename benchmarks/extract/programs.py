"""The programs that are compared, each in a process of its own.

Run `python -m benchmarks.extract.programs NAME URL FOLDER`. `plain_*` are what the libraries' documentation leads to:
every page by the library, then a request for each item.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

EMAIL, TOKEN = "sre@example.com", "not-a-secret"
Counted = dict[str, int]


def ours(source: str, url: str, folder: str) -> Counted:
    """`toil extract` into a store, its own pace apart: the service here sets no limit."""
    os.environ |= {"JIRA_URL": url, "JIRA_EMAIL": EMAIL, "JIRA_API_TOKEN": TOKEN,
                   "PAGERDUTY_API_KEY": TOKEN, "PAGERDUTY_API_HOST": url}  # fmt: skip
    from pipelines.extract import extract
    from toil.settings import Settings, StoreSettings
    from toil.store.query import number
    from toil.store.raw import RawStore

    pace = {"jira": {"requests_per_second": 1000}, "pagerduty": {"requests_per_minute": 6000}}
    settings = Settings(store=StoreSettings(folder=Path(folder)), sources=pace)
    (result,) = extract(settings, [source])
    if result.exit_code:
        raise SystemExit(result.message)
    with RawStore.open(Path(folder)) as store:
        worklogs = number(store.connection, "select count(*) from staged_declarations where evidence = 'worklog'")
        return store.held(source) | {"worklog": worklogs}


def plain_jira(url: str, _: str) -> Counted:
    """`search_issues` with changelogs, then the worklogs of each issue."""
    from jira import JIRA

    client = JIRA(server=url, basic_auth=(EMAIL, TOKEN))
    issues = client.search_issues("updated >= 0 ORDER BY updated", maxResults=False, expand="changelog")
    logs = [log for issue in issues for log in client.worklogs(issue.id)]
    histories = sum(len(issue.changelog.histories) for issue in issues)  # type: ignore[union-attr]
    return {"issue": len(issues), "changelog": histories, "worklog": len(logs)}


def plain_pagerduty(url: str, _: str) -> Counted:
    """`iter_all` over the incidents of a year, month by month, then the log entries of each."""
    from pagerduty import RestApiV2Client

    client = RestApiV2Client(TOKEN)
    client._url = url
    incidents: list[Any] = []
    end = datetime.now(UTC)
    for month in range(13):
        since, until = end - timedelta(days=30 * (month + 1)), end - timedelta(days=30 * month)
        window = {"since": since.isoformat(), "until": until.isoformat(), "time_zone": "UTC"}
        incidents += client.iter_all("incidents", params=window, page_size=100)
    once = {incident["id"] for incident in incidents}
    entries = sum(len(client.list_all(f"incidents/{one}/log_entries")) for one in once)
    return {"incident": len(once), "log_entry": entries}


PROGRAMS: dict[str, Callable[[str, str], Counted]] = {
    "toil jira": lambda url, folder: ours("jira", url, folder),
    "toil pagerduty": lambda url, folder: ours("pagerduty", url, folder),
    "plain jira": plain_jira,
    "plain pagerduty": plain_pagerduty,
}


def main(name: str, url: str, folder: str) -> None:
    """Run one program and print what it took."""
    started = time.monotonic()
    counted = PROGRAMS[name](url, folder)
    seconds = time.monotonic() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "counted": counted}))


if __name__ == "__main__":
    main(*sys.argv[1:4])
