"""Changes, worklogs and activity: embedded and separate ones together, each once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.sources.conftest import Stager
from tests.sources.jira.world import comment, config, history, issue, person, reachable, source, stamp, worklog
from toil.sources.base import Record, Window
from toil.sources.jira.records import changelog_records, issue_record, moment, worklog_list_record, worklog_record

SITE = "example.atlassian.net"
ME = f"jira:{SITE}:"


def taken(*records: object) -> list[Record]:
    assert all(isinstance(record, Record) for record in records)
    return [record for record in records if isinstance(record, Record)]


def load(stager: Stager, made: dict[str, Any], *more: object) -> Stager:
    return stager.load_records("jira", SITE, taken(issue_record(made, "test"), *more))


def values(rows: Iterable[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


def test_embedded_and_separate_changes_are_one_history(stager: Stager) -> None:
    """T10: a history that is both embedded and fetched counts once; two items of one field keep their order."""
    twice = history(20, 20, 0, 1)
    twice["items"] += history(0, 0, 1, 2)["items"]
    late = {**history(21, 20, 2, 0), "author": {"key": "JIRAUSER9"}}
    separate = changelog_records([history(9, 9, 1, 0), twice, late], "test", "1")
    load(stager, issue(1, 30, histories=[twice]), *separate)
    rows = stager.rows("select ordinal, epoch(changed_at)::int % 86400 // 60 as minute, actor_id, from_value, to_value "
                       "from staged_changes order by ordinal")  # fmt: skip
    assert values(rows) == [
        (1, 9, f"{ME}sato", "3", "1"),
        (2, 20, f"{ME}sato", "1", "3"),
        (3, 20, f"{ME}sato", "3", "6"),
        (4, 20, f"{ME}JIRAUSER9", "6", "1"),
    ]


def test_assignees_are_persons_and_other_fields_are_left_out(stager: Stager) -> None:
    """A change of assignee holds person ids; an empty side is null; ranks and sprints are not staged."""
    items = [
        {"field": "assignee", "fieldId": "assignee", "from": None, "fromString": None, "to": "u9", "toString": "Ito"},
        {"field": "Rank", "from": "", "to": ""},
        {"field": "Key", "fromString": "OLD-1", "toString": "OPS-1", "from": None, "to": None},
    ]
    load(stager, issue(1, 9, histories=[{**history(5, 5, 0, 1), "items": items}]))
    rows = stager.rows("select field, from_value, from_name, to_value, to_name from staged_changes order by ordinal")
    assert values(rows) == [
        ("assignee", None, None, f"{ME}u9", "Ito"),
        ("key", "OLD-1", "OLD-1", "OPS-1", "OPS-1"),
    ]


def test_bulk_times_may_be_numbers(stager: Stager) -> None:
    """Seconds and milliseconds since 1970 are times like those in ISO."""
    numbered = [{**history(1, 0, 0, 1), "created": 1492070429}, {**history(2, 0, 1, 2), "created": 1492070429500}]
    load(stager, issue(1, 9), *changelog_records(numbered, "test", "1"))
    rows = stager.rows("select changed_at::varchar as changed_at from staged_changes order by ordinal")
    assert values(rows) == [("2017-04-13 08:00:29",), ("2017-04-13 08:00:29.5",)]


def test_worklogs_count_once(stager: Stager) -> None:
    """A worklog that is embedded, listed and loaded again counts once; one of no time is rejected."""
    odd = [worklog(2, "1", seconds=0), worklog(3, "1", seconds=-60), {**worklog(4, "1"), "author": None}]
    made = issue(1, 50, worklogs=[worklog(1, "1"), *odd])
    shown = {**made, "fields": {**made["fields"], "worklog": {"worklogs": [worklog(1, "1")], "total": 4}}}
    listed = worklog_list_record("1", [worklog(1, "1"), *odd], moment(stamp(50)))
    load(stager, shown, listed, worklog_record(worklog(1, "1"), "test"))
    rows = stager.rows("select declaration_id, person_id, seconds, evidence from staged_declarations order by 1")
    assert values(rows) == [(f"{ME}1", f"{ME}sato", 600, "worklog"), (f"{ME}4", None, 600, "worklog")]
    assert stager.rows("select reason, count(*) as n from rejections group by all") == [
        {"reason": "seconds is missing or cannot be read", "n": 2}
    ]


def test_a_deleted_worklog_goes_away(stager: Stager) -> None:
    """A later whole list replaces what was known; a worklog written after it still counts."""
    load(stager, issue(1, 50), worklog_record({**worklog(1, "1"), "updated": stamp(40)}, "test"))
    with_list = issue(1, 60)
    with_list["fields"]["worklog"] = {"worklogs": [worklog(2, "1")], "total": 1}
    load(stager, with_list, worklog_record({**worklog(3, "1"), "updated": stamp(70)}, "test"))
    rows = stager.rows("select declaration_id from staged_declarations order by 1")
    assert values(rows) == [(f"{ME}2",), (f"{ME}3",)]


def test_activity_is_what_people_did(stager: Stager) -> None:
    """Comments and moves of people are activity; those of apps, and changes of other fields, are not."""
    other = {**history(3, 3, 0, 1), "items": [{"field": "labels"}]}
    by_app = {**history(4, 4, 0, 1), "author": person("automation", "app")}
    made = issue(1, 9, histories=[history(1, 1, 0, 1), other, by_app], comments=[comment(2)])
    load(stager, made, *changelog_records([history(1, 1, 0, 1)], "test", "1"))
    rows = stager.rows("select person_id, action from staged_activity order by acted_at")
    assert values(rows) == [(f"{ME}sato", "transition"), (f"{ME}kimura", "comment")]


def test_what_was_fetched_is_staged_whole(stager: Stager) -> None:
    """From a Jira that cuts its lists, every change and worklog reaches the staged relations once."""
    made = issue(1, 95, histories=[history(n, n, n % 2, 1 - n % 2) for n in range(90)],
                 worklogs=[worklog(n, "1") for n in range(45)])  # fmt: skip
    with reachable(issues=[made], bulk_numbers=True) as jira:
        pages = list(source().fetch(config(jira), Window()))
    stager.load("jira", pages)
    assert values(stager.rows("select count(*), max(ordinal) from staged_changes")) == [(90, 90)]
    assert values(stager.rows("select sum(seconds) from staged_declarations")) == [(45 * 600,)]


def test_staging_the_same_again_changes_nothing(stager: Stager) -> None:
    """Loading the same payloads twice gives the same rows."""
    made = issue(1, 9, histories=[history(1, 1, 0, 1)], worklogs=[worklog(1, "1")], comments=[comment(2)])
    tables = ["items", "changes", "declarations", "activity", "people", "mentions", "aliases"]
    load(stager, made)
    first = {table: stager.rows(f"select * from staged_{table} order by all") for table in tables}
    load(stager, made)
    assert {table: stager.rows(f"select * from staged_{table} order by all") for table in tables} == first
