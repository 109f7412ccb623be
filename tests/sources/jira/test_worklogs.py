"""The worklog feeds: what was written, changed and deleted since the last run, on the whole site."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes.jira import Fault
from tests.sources.jira.world import SITE, START, config, cursor, ids, issue, reachable, rejections, source, worklog
from toil.sources.base import Page, Window
from toil.sources.jira.records import epoch_ms

DAY = 24 * 60
UPDATED, DELETED = f"worklogs updated@{SITE}", f"worklogs deleted@{SITE}"
both = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])


def ms(minutes: float) -> int:
    return epoch_ms(START + timedelta(minutes=minutes))


def since(minutes: float, **held: Any) -> Window:
    """A window after a first run, over a store that holds issue 1 and no other."""
    at = str(ms(minutes))
    cursors = {f"issues@{SITE}": str(ms(30 * DAY)), UPDATED: at, DELETED: at}
    return Window(cursors=cursors, held=lambda site, wanted: {one: None for one in wanted if one == "1"})


def removed(pages: list[Page]) -> list[tuple[str, str]]:
    return [one for page in pages for one in page.removed]


@both
def test_a_first_run_only_sets_the_cursors(cloud: bool) -> None:
    """T12: a first run has read every worklog with its issue; the feeds begin a minute before the server's now."""
    with reachable(cloud=cloud, issues=[issue(1, 5, worklogs=[worklog(1, "1")])]) as jira:
        pages = list(source().fetch(config(jira), Window()))
        expected = str(jira.now_ms() - 60_000)
    assert (cursor(pages, UPDATED), cursor(pages, DELETED)) == (expected, expected)
    assert not any("/worklog/" in path for path in jira.paths())


@both
def test_a_first_run_that_is_killed_has_set_the_cursors(cloud: bool) -> None:
    """T12, T13: a worklog that changes after a first run was killed is in the next one's feed, its issue unread."""
    with reachable(cloud=cloud, issues=[issue(1, 5, worklogs=[worklog(1, "1")])]) as jira:
        saved = [page for page, _ in zip(source().fetch(config(jira), Window()), range(5), strict=False)]
        assert ids(saved) == ["1"]
        kept = {page.stream: page.cursor for page in saved if page.cursor}
        jira.deleted_worklogs[1] = jira.now_ms() + 1000
        jira.date = "Mon, 23 Nov 2026 18:00:00 GMT"
        known = Window(cursors=kept, held=lambda site, wanted: {one: START + timedelta(minutes=5) for one in wanted})
        assert removed(list(source().fetch(config(jira), known))) == [("worklog", "1")]


@both
def test_a_changed_worklog_comes_without_its_issue(cloud: bool) -> None:
    """T12: a worklog written since the cursor arrives although its issue was not updated; others' issues stay out."""
    mine, other = issue(1, 5, worklogs=[worklog(90, "1")]), issue(2, 5, worklogs=[worklog(91, "2")])
    with reachable(cloud=cloud, issues=[mine, other]) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert ids(pages, "worklog") == ["90"]
    assert cursor(pages, UPDATED) == str(ms(91) + 1)


@both
def test_the_feeds_come_before_the_issues(cloud: bool) -> None:
    """T12: a worklog of an issue that is not held yet is left to the issue, which is read after the feed, and whole."""
    new = issue(2, 31 * DAY, worklogs=[worklog(91, "2")])
    with reachable(cloud=cloud, issues=[new]) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert (ids(pages, "worklog"), ids(pages)) == ([], ["2"])
    feed = next(place for place, path in enumerate(jira.paths()) if "/worklog/" in path)
    search = jira.paths().index("/rest/api/3/search/jql" if cloud else "/rest/api/2/search")
    assert feed < search


@both
def test_the_feed_is_followed_by_its_until(cloud: bool) -> None:
    """T12: pages of two are followed to the end by their `until`, whatever number of rows the list gives back."""
    logs = [worklog(n, "1") for n in range(100, 107)]
    with reachable(cloud=cloud, issues=[issue(1, 5, worklogs=logs)], feed_page=2) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert sorted(set(ids(pages, "worklog"))) == [str(n) for n in range(100, 107)]


@both
def test_a_page_that_ends_within_a_millisecond_hides_nothing(cloud: bool) -> None:
    """T12: two worklogs of one millisecond, the first at the end of a page: the second comes with the next page."""
    logs = [worklog(n, "1") for n in range(100, 107)]
    logs[3]["updated"] = logs[2]["updated"]
    with reachable(cloud=cloud, issues=[issue(1, 5, worklogs=logs)], feed_page=3) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert set(ids(pages, "worklog")) == {str(n) for n in range(100, 107)}


@both
def test_more_of_a_millisecond_than_a_page_holds_is_told(cloud: bool) -> None:
    """T12: what cannot be asked for is not passed over in silence, and what comes after it is still read."""
    crowd = [{**worklog(n, "1"), "updated": worklog(100, "1")["updated"]} for n in range(100, 107)]
    with reachable(cloud=cloud, issues=[issue(1, 5, worklogs=[*crowd, worklog(120, "1")])], feed_page=3) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert ids(pages, "worklog")[-1] == "120"
    (told,) = rejections(pages)
    assert "within one millisecond" in told.reason


@both
def test_deleted_worklogs_are_named_by_the_feed_alone(cloud: bool) -> None:
    """T13: a deletion is what the feed of deletions says, and never that something is missing from a list."""
    with reachable(cloud=cloud, issues=[issue(1, 5)], deleted_worklogs={77: ms(80), 12: ms(10)}) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert removed(pages) == [("worklog", "77")]
    assert cursor(pages, DELETED) == str(ms(80) + 1)


def test_without_the_right_to_read_the_feed_the_run_goes_on() -> None:
    """A feed that is refused leaves its cursor where it was; everything else is read."""
    with reachable(issues=[issue(1, 31 * DAY)], faults=[Fault("/worklog/", 403, times=9)]) as jira:
        pages = list(source().fetch(config(jira), since(60)))
    assert ids(pages) == ["1"]
    assert (cursor(pages, UPDATED), cursor(pages, DELETED)) == (None, None)
