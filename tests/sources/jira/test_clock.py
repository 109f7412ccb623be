"""T4: clocks that jump and issues of impossible times: no run stands still, and nothing is passed over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from tests.fakes.jira import FakeJira
from tests.sources.jira.world import SITE, config, cursor, ids, issue, reachable, source, worklog
from toil.sources import staging_sql
from toil.sources.base import Page, Window
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.search import condition
from toil.store.raw import RawStore
from toil.store.staging import stage

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = 1440
both = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])


def read(jira: FakeJira, folder: Path, now: datetime) -> list[Page]:
    """One run at this time of the server, saved."""
    jira.date = format_datetime(now, usegmt=True)
    with RawStore.open(folder) as store:
        run = store.begin_run("jira", "fetch")
        pages = list(source().fetch(config(jira), Window(store.cursors("jira"))))
        for page in pages:
            store.save(run, page)
        stage(store, "jira", staging_sql("jira"))
    return pages


def held(folder: Path, sql: str) -> list[str]:
    with RawStore.open(folder) as store:
        return [row[0] for row in store.connection.execute(sql).fetchall()]


@both
def test_a_first_run_under_a_clock_far_ahead(tmp_path: Path, cloud: bool) -> None:
    """After a run under a clock of 2031, new issues and deleted worklogs are seen, and every cursor is of today."""
    logged = issue(1, 1, worklogs=[worklog(5, "1"), worklog(6, "1")])
    with reachable(cloud=cloud, issues=[logged]) as jira:
        read(jira, tmp_path, NOON + timedelta(days=1500))
        jira.issues.append(issue(2, 22 * DAY))
        del logged["fields"]["worklog"]["worklogs"][0]
        jira.deleted_worklogs = {5: jira.ms("2026-11-22T00:00:00+00:00")}
        pages = read(jira, tmp_path, NOON)
    assert "2" in ids(pages)
    assert held(tmp_path, "select declaration_id from staged_declarations") == [f"jira:{SITE}:6"]
    latest = str(round(NOON.timestamp() * 1000))
    assert held(tmp_path, f"select stream from watermarks where cursor > '{latest}'") == []


@both
def test_an_issue_from_the_future_does_not_hide_the_others(tmp_path: Path, cloud: bool) -> None:
    """An issue that was updated in 2099 is read, and the next run still finds what happens today."""
    with reachable(cloud=cloud, issues=[issue(1, 73 * 365 * DAY)]) as jira:
        assert ids(read(jira, tmp_path, NOON)) == ["1"]
        jira.issues.append(issue(2, 22.5 * DAY + 2))
        assert "2" in ids(read(jira, tmp_path, NOON + timedelta(minutes=5)))


@both
def test_an_issue_whose_future_is_put_right_is_taken(tmp_path: Path, cloud: bool) -> None:
    """T4: what is saved under a time that was ahead does not keep out the same issue of today."""
    with reachable(cloud=cloud, issues=[issue(1, 73 * 365 * DAY)]) as jira:
        read(jira, tmp_path, NOON)
        jira.issues[0] = issue(1, 22.5 * DAY + 2, summary="put right")
        read(jira, tmp_path, NOON + timedelta(minutes=5))
    assert held(tmp_path, "select title from staged_items") == ["put right"]


@both
@pytest.mark.parametrize("updated", ["0001-01-01T00:00:00.000+0000", "9999-12-31T23:59:59.999-0900"])
def test_times_at_the_ends_of_the_calendar(tmp_path: Path, cloud: bool, updated: str) -> None:
    """An issue of the year 1, or past the year 9999, is held beside the others, and runs go on."""
    odd = issue(1, 1)
    with reachable(cloud=cloud, issues=[odd, issue(2, 22 * DAY)]) as jira:
        read(jira, tmp_path, NOON)
        odd["fields"] |= {"updated": updated}
        odd["indexed"] = "2026-11-23T11:00:00.000+0000"
        read(jira, tmp_path, NOON + timedelta(minutes=5))
        jira.issues.append(issue(3, 22 * DAY + 100))
        assert "3" in ids(read(jira, tmp_path, NOON + timedelta(minutes=10)))
    assert held(tmp_path, "select distinct record_id from payloads where kind = 'issue' order by 1") == ["1", "2", "3"]


def test_no_bound_before_1970() -> None:
    """A negative number would be taken by Jira for minutes before now."""
    assert condition(JiraOptions(), datetime(1, 1, 2, tzinfo=UTC)) == "updated >= 0"


def test_minutes_ahead_are_no_jump(tmp_path: Path) -> None:
    """Machines of one service differ by minutes: a run does not begin anew for that, nor does a cursor go back."""
    with reachable(issues=[issue(1, 22 * DAY)]) as jira:
        first = cursor(read(jira, tmp_path, NOON))
        read(jira, tmp_path, NOON - timedelta(minutes=10))
        asked = [one.query["jql"][0] for one in jira.asked if one.path.endswith("/search/jql")]
    assert "updated >= 0" in asked[0]
    assert first is not None
    assert int(asked[-1].split()[2]) > int(first) - 24 * 3_600_000
