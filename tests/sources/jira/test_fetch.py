"""Which issues come, in which pages, and which cursor each page leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.sources.jira.world import START, config, cursor, ids, issue, reachable, records, source, stamp
from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.base import Window
from toil.sources.jira.records import epoch_ms

DAY = 24 * 60
STREAM = "issues@127.0.0.1"
both = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])


def ms(minutes: float) -> str:
    return str(epoch_ms(START + timedelta(minutes=minutes)))


@both
def test_a_first_load_brings_every_issue_once(cloud: bool) -> None:
    """A first load brings every issue once, in the order of updates, with statuses and the server's time."""
    world = [issue(n, n) for n in range(1, 24)]
    with reachable(cloud=cloud, issues=world) as jira:
        pages = list(source().fetch(config(jira, page_size=5), Window()))
    assert ids(pages) == [str(n) for n in range(1, 24)]
    assert ids(pages, "status") == ["1", "3", "6"]
    assert [record.owner_id for record in records(pages, "status")] == ["", "", ""]
    assert str(pages[-1].as_of) == "2026-11-23 12:00:00+00:00"
    assert {page.site for page in pages} == {"127.0.0.1"}


@both
def test_each_page_carries_its_cursor(cloud: bool) -> None:
    """The cursor of a page is the newest update up to it, in milliseconds of the server's clock."""
    with reachable(cloud=cloud, issues=[issue(n, n) for n in range(1, 7)]) as jira:
        pages = list(source().fetch(config(jira, page_size=3), Window()))
    cursors = [page.cursor for page in pages if page.stream == STREAM]
    assert cursors == sorted(cursors)
    assert (cursors[0], cursors[-1]) == (ms(3), ms(6))


@both
@pytest.mark.parametrize("killed_after", [1, 2, 3, 4])
def test_a_killed_run_goes_on_where_it_stopped(cloud: bool, killed_after: int) -> None:
    """Whatever page a run is killed after, the next one brings the rest."""
    world = [issue(n, n * DAY / 4) for n in range(1, 24)]
    with reachable(cloud=cloud, issues=world) as jira:
        settings = config(jira, page_size=5)
        saved, cursors = [], {}
        for page, _ in zip(
            source().fetch(settings, Window()), range(killed_after + 4), strict=False
        ):  # statuses, fields, two cursors of worklogs
            saved.append(page)
            cursors |= {page.stream: page.cursor} if page.cursor else {}
        rest = list(source().fetch(settings, Window(cursors=cursors)))
    assert set(ids([*saved, *rest])) == {str(n) for n in range(1, 24)}
    assert len(ids(rest)) < 23


def test_an_incremental_run_looks_behind_its_cursor() -> None:
    """What the search index showed late is still found: a run begins lookback_hours before its cursor."""
    world = [issue(1, 0), issue(2, 2 * DAY - 700), issue(3, 2 * DAY - 760), issue(4, 2 * DAY)]
    with reachable(issues=world) as jira:
        pages = list(source().fetch(config(jira, lookback_hours=12), Window(cursors={STREAM: ms(2 * DAY)})))
    assert ids(pages) == ["2", "4"]
    assert cursor(pages) == ms(2 * DAY)


def test_the_lower_bound_is_in_milliseconds() -> None:
    """T1: no date is written into JQL, where it would be read in the user's own zone; and no search is unbounded."""
    with reachable(issues=[issue(1, 5)]) as jira:
        list(source().fetch(config(jira, projects=["OPS", "AND"], jql="labels != x"), Window(since=START)))
    (search,) = (one for one in jira.asked if one.path.endswith("/search/jql"))
    bound = epoch_ms(START)
    assert search.query["jql"] == [
        f'project in ("AND", "OPS") AND (labels != x) AND updated >= {bound} ORDER BY updated ASC, key ASC'
    ]


def test_a_window_that_leaves_a_gap_moves_no_cursor() -> None:
    """`--since` after the cursor reads without moving it, so that the gap between is read later."""
    with reachable(issues=[issue(1, DAY), issue(2, 5 * DAY)]) as jira:
        window = Window(cursors={STREAM: ms(0)}, since=START + timedelta(days=3))
        pages = list(source().fetch(config(jira), window))
    assert ids(pages) == ["2"]
    assert cursor(pages) is None


def test_other_projects_are_another_stream() -> None:
    """A project added later is read from its start, because the cursor's name holds the projects."""
    with reachable(issues=[issue(1, 1), issue(2, 2, project="NEW")]) as jira:
        first = list(source().fetch(config(jira, projects=["OPS"]), Window()))
        cursors = {page.stream: page.cursor for page in first if page.cursor}
        second = list(source().fetch(config(jira, projects=["OPS", "NEW"]), Window(cursors=cursors)))
    assert ids(first) == ["1"]
    assert ids(second) == ["1", "2"]


@both
def test_an_issue_that_changes_while_we_read_hides_no_other(cloud: bool) -> None:
    """A new time at an old place of the order does not become the cursor: the issues behind it still come."""
    now = {**issue(3, 22 * DAY), "indexed": stamp(3)}
    world = [issue(1, 1), issue(2, 2), now, *(issue(n, n) for n in range(4, 9))]
    with reachable(cloud=cloud, issues=world) as jira:
        pages = list(source().fetch(config(jira, page_size=3), Window()))
    assert set(ids(pages)) == {str(n) for n in range(1, 9)}
    assert next(page.cursor for page in pages if page.stream == STREAM) == ms(2)


def test_a_full_page_within_one_moment_is_passed() -> None:
    """T5: on Data Center more issues of one moment than fit into a page are all read."""
    world = [issue(n, 7) for n in range(1, 12)] + [issue(20, 8)]
    with reachable(cloud=False, issues=world) as jira:
        pages = list(source().fetch(config(jira, page_size=4), Window()))
    assert sorted(map(int, ids(pages))) == [*range(1, 12), 20]
    assert len(ids(pages)) == 12


def test_short_pages_do_not_end_the_search() -> None:
    """T6: the server may give fewer issues than asked for; only a missing token ends a search on Cloud."""
    with reachable(issues=[issue(n, n) for n in range(1, 12)], max_page=2) as jira:
        assert len(ids(list(source().fetch(config(jira), Window())))) == 11


def test_a_token_that_repeats_ends_the_run_with_an_error() -> None:
    """A server that gives the same page for ever is left."""
    world = [issue(n, n) for n in range(1, 12)]
    stuck = reachable(issues=world, stuck_token=True, max_page=5)
    with stuck as jira, pytest.raises(SourceUnavailable, match="again and"):
        list(source().fetch(config(jira, page_size=5), Window()))


def test_no_issue_where_there_were_some_is_an_error() -> None:
    """An account that has lost its sight of everything is not taken for a quiet week."""
    with reachable(issues=[]) as jira, pytest.raises(CredentialsError, match="no issue at all"):
        list(source().fetch(config(jira), Window(cursors={STREAM: ms(0)})))


@both
def test_counting_asks_the_server(cloud: bool) -> None:
    """The count is the server's own, for the same condition, without reading an issue."""
    with reachable(cloud=cloud, issues=[issue(n, n * DAY) for n in range(1, 8)]) as jira:
        assert source().estimate(config(jira), Window()).records == {"issues": 7}
        assert source().estimate(config(jira), Window(since=START + timedelta(days=5))).records == {"issues": 3}
    assert not any("bulkfetch" in path for path in jira.paths())
