"""Answers that no Jira should give: cut, garbled, misdirected or of the wrong shape; none is taken for an empty one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fakes.jira import FakeJira, Fault
from tests.sources.jira.world import comment, config, ids, issue, reachable, records, rejections, source, worklog
from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.base import Page, Window

CUT = {"Content-Length": "99999", "Connection": "close"}
GARBLED = {"Content-Encoding": "gzip"}
IN_A_MINUTE = {"Retry-After": "Mon, 23 Nov 2026 12:01:00 GMT"}
DEEP = '{"a":' * 50_000


def read(jira: FakeJira, **window: Any) -> list[Page]:
    return list(source().fetch(config(jira), Window(**window)))


@pytest.mark.parametrize("path", ["/myself", "/search/jql", "/issue/bulkfetch", "/changelog/bulkfetch"])
@pytest.mark.parametrize(
    ("status", "headers", "body"),
    [
        (200, CUT, '{"issues": ['),
        (200, GARBLED, "no gzip at all"),
        (429, IN_A_MINUTE, ""),
        (0, {}, ""),
        (200, {}, '{"issues": ['),
    ],
    ids=["cut", "garbled", "busy until a date", "hung up", "cut unseen"],
)
def test_what_passes_costs_only_time(path: str, status: int, headers: dict[str, str], body: str) -> None:
    """An answer that breaks off, cannot be unpacked or asks to wait is asked for again, up to five times."""
    faults = [Fault(path, status, headers, body, times=5)]
    with reachable(issues=[issue(1, 1)], faults=faults) as jira:
        assert ids(read(jira)) == ["1"]


@pytest.mark.parametrize("path", ["/myself", "/search/jql", "/issue/bulkfetch", "/changelog/bulkfetch"])
@pytest.mark.parametrize(
    ("body", "said"),
    [("<html>Log in</html>", "other than JSON"), ('{"issues": [', "breaks off"), ("", "breaks off"),
     (DEEP, "other than JSON")],
    ids=["html", "half", "no", "deep"],
)  # fmt: skip
def test_what_is_no_json_ends_the_run(path: str, body: str, said: str) -> None:
    """A page in place of data, half a document and one of endless depth are named; nothing is made of them."""
    with (
        reachable(issues=[issue(1, 1)], faults=[Fault(path, 200, body=body, times=99)]) as jira,
        pytest.raises(SourceUnavailable, match=said),
    ):
        read(jira)


@pytest.mark.parametrize("body", ["{}", "[]", "null", '{"issues": null}', '{"errorMessages": ["busy"]}'])
@pytest.mark.parametrize("path", ["/search/jql", "/issue/bulkfetch"])
def test_an_answer_without_its_list_is_not_an_empty_one(path: str, body: str) -> None:
    """A 200 that holds no list of issues must not move the cursor past them."""
    with (
        reachable(issues=[issue(1, 1)], faults=[Fault(path, 200, body=body, times=99)]) as jira,
        pytest.raises(SourceUnavailable),
    ):
        read(jira)


@pytest.mark.parametrize("body", ["{}", "null", '{"worklogs": {}, "total": 0}'])
@pytest.mark.parametrize("name", ["worklog", "comment"])
def test_a_list_that_does_not_come_takes_nothing_away(name: str, body: str) -> None:
    """T7: where the whole list of an issue comes as something else, the 25 entries are not replaced by none."""
    logs, comments = [worklog(n, "1") for n in range(25)], [comment(n) for n in range(25)]
    faults = [Fault(f"/issue/1/{name}", 200, body=body, times=99)]
    with (
        reachable(issues=[issue(1, 1, worklogs=logs, comments=comments)], faults=faults) as jira,
        pytest.raises(SourceUnavailable),
    ):
        read(jira)


@pytest.mark.parametrize("body", ["{}", "null"])
def test_changed_worklogs_that_do_not_come_are_asked_for_again(body: str) -> None:
    """T12: the feed's cursor stays where worklogs were named and not given."""
    cursors = {"worklogs updated@127.0.0.1": "0"}
    faults = [Fault("/worklog/list", 200, body=body, times=99)]
    with (
        reachable(issues=[issue(1, 1, worklogs=[worklog(5, "1")])], faults=faults) as jira,
        pytest.raises(SourceUnavailable),
    ):
        read(jira, cursors=cursors)


def test_a_login_page_behind_a_redirect_is_named() -> None:
    """A single sign-on that sends the request to its own page is not taken for Jira, and gets no token."""
    faults = [
        Fault("/search/jql", 302, {"Location": "/login"}, times=99),
        Fault("/login", 200, body="<html>Log in</html>", times=99),
    ]
    with (
        reachable(issues=[issue(1, 1)], faults=faults) as jira,
        pytest.raises(SourceUnavailable, match="log-in page"),
    ):
        read(jira)


def test_empty_pages_are_passed_and_do_not_go_on_for_ever() -> None:
    """T6: a page may be empty and not the last; a Jira that gives nothing but such pages is given up."""
    empty = [Fault("/search/jql", 200, body=json.dumps({"issues": [], "isLast": False, "nextPageToken": "0"}))]
    with reachable(issues=[issue(1, 1)], faults=empty) as jira:
        assert ids(read(jira)) == ["1"]
    endless = [
        Fault("/search/jql", 200, body=json.dumps({"issues": [], "isLast": False, "nextPageToken": f"t{n}"}))
        for n in range(2000)
    ]
    with reachable(issues=[issue(1, 1)], faults=endless) as jira, pytest.raises(SourceUnavailable, match="empty pages"):
        read(jira)
    with reachable(issues=[issue(1, 1)], faults=endless[:1] * 3) as jira:
        endless[0].times = 3
        with pytest.raises(SourceUnavailable, match="same page again"):
            read(jira)


@pytest.mark.parametrize("token", [["a"], {"b": 1}, 7])
def test_a_token_that_is_no_text_is_none_that_can_be_followed(token: Any) -> None:
    """Whatever stands in a token's place is no reason to break down."""
    body = json.dumps({"issues": [], "nextPageToken": token})
    with (
        reachable(issues=[issue(1, 1)], faults=[Fault("/search/jql", 200, body=body, times=99)]) as jira,
        pytest.raises(SourceUnavailable),
    ):
        read(jira)


def test_ids_may_be_numbers() -> None:
    """Ids that come as numbers, in searches, bulk answers and feeds, are those that come as text."""
    one = issue(1, 1, worklogs=[worklog(5, "1")])
    one["id"] = 1
    one["fields"]["worklog"]["worklogs"][0] |= {"id": 5, "issueId": 1}
    with reachable(issues=[one]) as jira:
        jira.by_id = lambda issue_id: one if str(one["id"]) == issue_id else None  # type: ignore[method-assign]
        pages = read(jira)
    (found,) = records(pages)
    assert (found.record_id, found.owner_id, rejections(pages)) == ("1", "1", [])


def test_feeds_may_name_worklogs_in_text() -> None:
    """A worklog whose id comes as text is asked for like any other."""
    page = json.dumps({"values": [{"worklogId": "5", "updatedTime": 1}], "until": 2, "lastPage": True})
    faults = [Fault("/worklog/updated", 200, body=page)]
    with reachable(issues=[issue(1, 1, worklogs=[worklog(5, "1")])], faults=faults) as jira:
        window = Window({"worklogs updated@127.0.0.1": "0"}, held=lambda site, owners: dict.fromkeys(owners))
        assert ids(list(source().fetch(config(jira), window)), "worklog") == ["5"]


@pytest.mark.parametrize("value", [10**30, -(10**30), "soon", None, True])
def test_times_of_a_feed_that_cannot_be(value: Any) -> None:
    """A time that no calendar holds ends the feed where it is, and the run goes on."""
    page = json.dumps({"values": [{"worklogId": 5, "updatedTime": value}], "until": value, "lastPage": True})
    faults = [Fault("/worklog/updated", 200, body=page), Fault("/worklog/deleted", 200, body=page)]
    cursors = {"worklogs updated@127.0.0.1": "77", "worklogs deleted@127.0.0.1": "77"}
    with reachable(issues=[issue(1, 1)], faults=faults) as jira:
        pages = read(jira, cursors=cursors)
    assert ids(pages) == ["1"]
    assert {page.cursor for page in pages if page.stream.startswith("worklogs") and page.cursor} == {"77"}


def test_a_token_that_expires_in_the_middle() -> None:
    """Where Jira gives none of many issues that it has just listed, the log-in is tried, and a refusal told."""
    nothing = Fault("/issue/bulkfetch", 200, body='{"issues": [], "issueErrors": []}', times=99)
    refused = Fault("/myself", 401, times=99, after=1)
    world = [issue(n, n) for n in range(1, 21)]
    with reachable(issues=world, faults=[nothing, refused]) as jira, pytest.raises(CredentialsError, match="401"):
        read(jira)
    with reachable(issues=world, faults=[nothing]) as jira:
        assert ids(read(jira)) == []


@pytest.mark.parametrize("status", [413, 414])
def test_a_request_that_is_too_long_says_what_to_shorten(status: int) -> None:
    """A search that a server finds too long is refused with advice to ask for less."""
    with (
        reachable(issues=[issue(1, 1)], faults=[Fault("/search/jql", status)]) as jira,
        pytest.raises(SourceUnavailable, match=r"ask for less at once"),
    ):
        read(jira)


def test_a_huge_wait_is_told_and_not_begun() -> None:
    """A wish to wait for years ends the run at once, with a number of digits that can be read."""
    waits: list[float] = []
    faults = [Fault("/search/jql", 429, {"Retry-After": "9" * 300})]
    with reachable(issues=[issue(1, 1)], faults=faults) as jira, pytest.raises(SourceUnavailable) as caught:
        list(source(waits.append).fetch(config(jira), Window()))
    assert sum(waits) < 5
    assert len(str(caught.value)) < 400


def test_a_data_center_without_totals_that_stands_still_is_left() -> None:
    """A server that counts nothing and gives one page whatever place it is asked for would be read for ever."""
    page = json.dumps({"issues": [issue(1, 1), issue(2, 1)]})
    with reachable(cloud=False, issues=[issue(1, 1)], faults=[Fault("/search", 200, body=page, times=9)]) as jira:
        with pytest.raises(SourceUnavailable, match="same page again"):
            read(jira)
        with pytest.raises(SourceUnavailable, match="same page again"):
            list(source().census(config(jira), Window()))
