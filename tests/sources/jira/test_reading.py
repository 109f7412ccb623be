"""What is listed is read in bulk, once, and whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from tests.fakes.jira import Fault
from tests.sources.jira.world import START, config, cursor, history, ids, issue, reachable, rejections, source, stamp
from toil.sources.base import Window
from toil.sources.jira.records import epoch_ms

DAY = 24 * 60
STREAM = "issues@127.0.0.1"


def ms(minutes: float) -> str:
    return str(epoch_ms(START + timedelta(minutes=minutes)))


def holding(**minutes: float) -> Window:
    """A window over a store that holds these issues as they were so many minutes after the world's start."""
    held = {name.removeprefix("i"): START + timedelta(minutes=at) for name, at in minutes.items()}

    def known(site: str, owner_ids: Collection[str]) -> Mapping[str, datetime | None]:
        return {one: held[one] for one in owner_ids if one in held}

    return Window(cursors={STREAM: ms(2 * DAY)}, held=known)


def test_issues_are_read_a_hundred_at_a_time() -> None:
    """Two hundred and fifty issues take one listing, three bulk reads and one request for their changelogs."""
    world = [issue(n, n, histories=[history(n, n, 0, 2)]) for n in range(1, 251)]
    with reachable(issues=world, max_page=5000) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert len(ids(pages)) == 250
    names = [path.rsplit("/", 2)[-2:] for path in jira.paths()]
    assert (names.count(["search", "jql"]), names.count(["issue", "bulkfetch"])) == (1, 3)


def test_what_is_held_is_not_read_again() -> None:
    """T3: the look behind the cursor costs a listing; only what the store does not hold as it is now is read."""
    world = [issue(n, 2 * DAY - n) for n in (1, 2, 3)]
    window = holding(i1=2 * DAY - 1, i2=2 * DAY - 60)
    with reachable(issues=world, max_page=5000) as jira:
        pages = list(source().fetch(config(jira), window))
    assert sorted(ids(pages)) == ["2", "3"]
    assert cursor(pages) == ms(2 * DAY)


def test_full_reads_everything_again() -> None:
    """`--full` reads what is held, too."""
    window = Window(full=True, held=holding(i1=DAY).held)
    with reachable(issues=[issue(1, DAY)]) as jira:
        assert ids(list(source().fetch(config(jira), window))) == ["1"]


def test_the_long_look_behind_comes_once_a_day() -> None:
    """T3, T4: twelve hours are looked behind once in a day of the server's clock, half an hour in every other run."""
    world = [issue(1, 2 * DAY - 700), issue(2, 2 * DAY - 20)]
    with reachable(issues=world) as jira:
        first = list(source().fetch(config(jira), Window(cursors={STREAM: ms(2 * DAY)})))
        deep = cursor(first, f"deep {STREAM}")
        assert deep == str(jira.now_ms())
        second = list(source().fetch(config(jira), Window(cursors={STREAM: ms(2 * DAY), f"deep {STREAM}": deep})))
        assert (ids(first), ids(second)) == (["1", "2"], ["2"])
        assert cursor(second, f"deep {STREAM}") is None
        jira.date = "Tue, 24 Nov 2026 12:00:00 GMT"
        third = list(source().fetch(config(jira), Window(cursors={STREAM: ms(2 * DAY), f"deep {STREAM}": deep})))
    assert ids(third) == ["1", "2"]


def test_no_hour_lies_between_two_long_looks() -> None:
    """T3: what the index showed late between two long looks is found by the second, however far the cursor went on."""
    cursors = {STREAM: ms(3 * DAY), f"deep {STREAM}": ms(2 * DAY)}
    late = [issue(1, 2 * DAY - 700), issue(2, 2 * DAY + 60), issue(3, 3 * DAY)]
    with reachable(issues=late) as jira:
        pages = list(source().fetch(config(jira), Window(cursors=cursors)))
    assert (ids(pages), cursor(pages)) == (["1", "2", "3"], ms(3 * DAY))


def test_no_bound_lies_above() -> None:
    """T2: a search has no upper bound, so an issue that is updated all the time is still collected."""
    busy = issue(1, 5)
    with reachable(issues=[busy]) as jira:
        for minute in range(3):
            busy["fields"]["updated"] = stamp(60 * DAY + minute)
            assert ids(list(source().fetch(config(jira), Window(cursors={STREAM: ms(5)})))) == ["1"]
        asked = [one.query["jql"][0] for one in jira.asked if one.path.endswith("/search/jql")]
    assert not any("updated <" in jql for jql in asked)


def test_an_empty_changelog_is_looked_for_elsewhere() -> None:
    """T9: where the bulk endpoint has nothing for an issue that was changed, its embedded changelog is taken."""
    told = issue(1, 90, histories=[history(7, 30, 0, 2)])
    fresh = issue(2, 0, status={"id": "1", "name": "To Do", "statusCategory": {"id": 2, "key": "new", "name": "To Do"}})
    with reachable(issues=[told, fresh], histories_only_embedded={"1", "2"}) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert ids(pages, "changelog") == ["7"]
    assert [page.tallies for page in pages if page.tallies] == [{"crosschecked": 1, "crosscheck_found": 1}]


def test_a_long_changelog_that_shows_only_embedded_is_read_whole() -> None:
    """T7, T9: an embedded changelog holds forty entries at the most; the others are read from the issue's own list."""
    told = issue(1, 90, histories=[history(100 + n, n, n % 2, 1 - n % 2) for n in range(60)])
    with reachable(issues=[told], histories_only_embedded={"1"}) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert len(ids(pages, "changelog")) == 60
    assert "/rest/api/3/issue/1/changelog" in jira.paths()


def test_an_issue_too_large_for_a_bulk_answer_is_read_by_itself() -> None:
    """T24: an issue that Jira leaves out of a bulk answer with an error is asked for singly."""
    with reachable(issues=[issue(1, 1), issue(2, 2)], too_large={"1"}) as jira:
        pages = list(source().fetch(config(jira), Window()))
    assert sorted(ids(pages)) == ["1", "2"]
    assert rejections(pages) == []


def test_an_issue_that_vanishes_between_listing_and_reading_ends_nothing() -> None:
    """T24: a 404 on the one issue that cannot be read in bulk leaves the others as they are."""
    faults = [Fault("/rest/api/3/issue/1", 404, times=9)]
    with reachable(issues=[issue(1, 1), issue(2, 2)], too_large={"1"}, faults=faults) as jira:
        assert ids(list(source().fetch(config(jira), Window()))) == ["2"]
