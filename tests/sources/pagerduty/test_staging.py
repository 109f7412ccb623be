from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.pagerduty_world import SITE, analytics, entry, incident, person, reference, service, text, user
from tests.sources.pagerduty.reading import staged
from toil.store.raw import RawStore

AT = datetime.fromisoformat("2026-11-16T00:00:00+00:00")
P = f"pagerduty:{SITE}:"
Stage = Callable[..., Callable[[str], list[tuple[Any, ...]]]]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Replays payloads into a store and gives queries on what was staged."""
    with RawStore.open(tmp_path / "store") as store:

        def load(*payloads: Any) -> Callable[[str], list[tuple[Any, ...]]]:
            staged(store, tmp_path, payloads)
            return lambda sql: store.connection.execute(sql).fetchall()

        yield load


def at(minute: int, second: int = 0) -> datetime:
    """A time on the day of the tests, UTC."""
    return AT.replace(hour=minute // 60, minute=minute % 60, second=second)


def staged_at(minute: int, second: int = 0) -> datetime:
    """The same, as it is staged."""
    return at(minute, second).replace(tzinfo=None)


def test_an_incident_is_an_item(stage: Stage) -> None:
    """T30: Every column of a resolved incident, with the people that only its log still knows."""
    rows = stage(
        incident("I1", at(0), number=12, status="resolved", resolved_at=text(at(30)), priority={"summary": "P2"}),
        entry("L1", "trigger", "I1", at(0), channel={"type": "api", "details": "disk at 97 %"}),
        entry("L2", "assign", "I1", at(0), assignees=[person("PANA")]),
        entry("L3", "acknowledge", "I1", at(5), by="PANA"),
        entry("L4", "annotate", "I1", at(6), by="PANA", channel={"type": "note", "content": "on it"}),
        entry("L5", "resolve", "I1", at(29), by="PBEN"),
    )
    columns = "item_id, item_key, url, title, description, item_type, source_status, status, priority, urgency"
    assert rows(f"select {columns} from staged_items") == [
        (f"{P}I1", "#12", f"https://{SITE}/incidents/I1", "Disk is filling up", "disk at 97 %", "incident",
         "resolved", "done", "P2", "high")
    ]  # fmt: skip
    columns = "created_at, resolved_at, updated_at, requester_id, assignee_id, service, source_team"
    assert rows(f"select {columns} from staged_items") == [
        (staged_at(0), staged_at(29), staged_at(30), None, f"{P}PANA", "checkout", "SRE")
    ]
    assert rows("select is_planned, is_machine_made, comment_count, resolution from staged_items") == [
        (False, True, 1, "resolved")
    ]


@pytest.mark.parametrize(
    ("opening", "is_machine_made"),
    [({"by": "PANA", "channel": {"type": "web_trigger"}}, False), ({"channel": {"type": "email"}}, True),
     ({"by": "PANA", "channel": {"type": "email"}}, False), ({"channel": {"type": "api"}}, True)],
)  # fmt: skip
def test_who_opened_it_is_told(stage: Stage, opening: dict[str, Any], is_machine_made: bool) -> None:
    """Only what a person opened on the web or by e-mail is not a machine's."""
    rows = stage(incident("I1", at(0)), entry("L1", "trigger", "I1", at(0), **opening))
    asked_by = f"{P}PANA" if "by" in opening else None
    assert rows("select is_machine_made, requester_id from staged_items") == [(is_machine_made, asked_by)]


def test_without_its_log_an_incident_says_what_it_can(stage: Stage) -> None:
    """The reference to the opening entry tells a website from a machine; an unknown status stays unknown."""
    opened = {"first_trigger_log_entry": {"id": "L1", "summary": "Triggered through the website."}}
    rows = stage(incident("I1", at(0), **opened), incident("I2", at(1), status="archived"))
    assert rows("select item_id, is_machine_made, status from staged_items order by 1") == [
        (f"{P}I1", False, "todo"), (f"{P}I2", None, None)]  # fmt: skip


def test_changes_tell_status_and_assignee_in_order(stage: Stage) -> None:
    """What happened within one second stands in the order in which it makes sense; a snooze is a status."""
    rows = stage(
        incident("I1", at(0), status="resolved", resolved_at=text(at(9))),
        entry("L1", "trigger", "I1", at(0)),
        entry("L2", "assign", "I1", at(0), assignees=[person("PANA")]),
        entry("L4", "snooze", "I1", at(3), by="PANA"),
        entry("L3", "acknowledge", "I1", at(3), by="PANA"),
        entry("L5", "unacknowledge", "I1", at(5)),
        entry("L6", "escalate", "I1", at(6), assignees=[person("PBEN")]),
        entry("L7", "acknowledge", "I1", at(7), by="PBEN"),
    )
    statuses = "select changed_at, from_value, to_value from staged_changes where field = 'status' order by ordinal"
    assert rows(statuses) == [
        (staged_at(3), "triggered", "acknowledged"), (staged_at(3), "acknowledged", "snoozed"),
        (staged_at(5), "snoozed", "triggered"), (staged_at(7), "triggered", "acknowledged"),
        (staged_at(9), "acknowledged", "resolved")]  # fmt: skip
    people = "select changed_at, from_value, to_name from staged_changes where field = 'assignee' order by ordinal"
    assert rows(people) == [(staged_at(0), None, "Ana Berg"), (staged_at(6), f"{P}PANA", "Ben Oda")]


def test_statuses_are_listed_once_a_site(stage: Stage) -> None:
    """Each status stands once, whatever is loaded again."""
    stage(incident("I1", at(0)))
    rows = stage(incident("I2", at(1)))
    assert rows("select status_id, status from staged_statuses order by 1") == [
        ("acknowledged", "in_progress"), ("resolved", "done"), ("snoozed", "todo"), ("triggered", "todo")]  # fmt: skip


def test_edited_effort_is_shared_without_losing_a_second(stage: Stage) -> None:
    """Those who acknowledged or resolved share it equally, from their own first act; the parts make the whole."""
    rows = stage(
        incident("I1", at(0)),
        entry("L1", "acknowledge", "I1", at(2), by="PANA"),
        entry("L2", "resolve", "I1", at(9), by="PBEN"),
        analytics("I1", at(0), user_defined_effort_seconds=1000, acknowledged_user_ids=["PANA", "PCHI"]),
        incident("I2", at(1)),
        analytics("I2", at(1), user_defined_effort_seconds=60),
        analytics("I3", at(1)),
    )
    columns = "declaration_id, person_id, started_at, seconds, evidence"
    assert rows(f"select {columns} from staged_declarations order by 1") == [
        ("I1:effort:PANA", f"{P}PANA", staged_at(2), 334, "edited_effort"),
        ("I1:effort:PBEN", f"{P}PBEN", staged_at(9), 333, "edited_effort"),
        ("I1:effort:PCHI", f"{P}PCHI", staged_at(2), 333, "edited_effort"),
        ("I2:effort:", None, staged_at(1), 60, "edited_effort")]  # fmt: skip


def test_only_what_rings_interrupts(stage: Stage) -> None:
    """Push, text and phone to a person count; e-mail does not, in structure or in words."""

    def told(entry_id: str, kind: str) -> dict[str, Any]:
        channel = {"type": "auto", "notification": {"type": kind}}
        return entry(entry_id, "notify", "I1", at(1), channel=channel, user=person("PANA"))

    rows = stage(
        incident("I1", at(0)),
        entry("L0", "assign", "I1", at(0), assignees=[person("PBEN")]),
        told("L1", "push_notification"), told("L2", "sms_notification"), told("L3", "phone_notification"),
        told("L4", "email_notification"),
        entry("L5", "notify", "I1", at(3), summary="Notified Ben Oda by phone."),
        entry("L6", "notify", "I1", at(4), summary="Notified Ben Oda by email."),
    )  # fmt: skip
    assert rows("select person_id, channel, interrupted_at from staged_interruptions order by all") == [
        (f"{P}PANA", "phone", staged_at(1)), (f"{P}PANA", "push", staged_at(1)), (f"{P}PANA", "sms", staged_at(1)),
        (f"{P}PBEN", "phone", staged_at(3))]  # fmt: skip


def test_activity_is_what_people_did(stage: Stage) -> None:
    """The service's own entries are nobody's activity."""
    rows = stage(
        incident("I1", at(0)),
        entry("L1", "acknowledge", "I1", at(1), by="PANA"), entry("L2", "annotate", "I1", at(2), by="PANA"),
        entry("L3", "assign", "I1", at(3), by="PANA", assignees=[person("PBEN")]), entry("L4", "resolve", "I1", at(4)),
    )  # fmt: skip
    assert rows("select action, acted_at, person_id from staged_activity order by 2") == [
        ("acknowledge", staged_at(1), f"{P}PANA"), ("note", staged_at(2), f"{P}PANA"),
        ("reassign", staged_at(3), f"{P}PANA")]  # fmt: skip


def test_people_are_users_and_whoever_was_seen(stage: Stage) -> None:
    """Users come with e-mail and zone; a service that acts is no human."""
    rows = stage(user("PANA"), service(), incident("I1", at(0)), entry("L1", "acknowledge", "I1", at(1), by="PBEN"),
                 entry("L2", "trigger", "I1", at(0)))  # fmt: skip
    columns = "person_id, display_name, email, time_zone, is_human"
    assert rows(f"select {columns} from staged_people order by 1") == [
        (f"{P}PANA", "Ana Berg", "ana@example.com", "Asia/Tokyo", True), (f"{P}PBEN", "Ben Oda", None, None, True),
        (f"{P}PSVC1", "checkout", None, None, False)]  # fmt: skip


def test_texts_name_issues_and_a_merge_names_its_parent(stage: Stage) -> None:
    """T31: Keys and browse addresses in notes are mentions; a merged incident is the same work as what took it in."""
    url = "https://example.atlassian.net/browse/OPS-12"
    note = {"type": "note", "content": f"see {url}, and SHOP-3"}
    merged = {"type": "merge_resolve_reason", "incident": reference("incident", "I9", "parent")}
    rows = stage(incident("I1", at(0), status="resolved", resolved_at=text(at(5)), resolve_reason=merged),
                 entry("L1", "annotate", "I1", at(1), by="PANA", channel=note))  # fmt: skip
    assert rows("select target, method, confidence from staged_mentions order by 1") == [
        ("OPS-12", "note", 0.9), ("SHOP-3", "note", 0.9), (url, "note", 0.9), (f"{P}I9", "merge", 1.0)]  # fmt: skip
    assert rows("select alias from staged_aliases where alias not like 'note:%' order by 1") == [
        ("I1",), (f"https://{SITE}/incidents/I1",), ("key-I1",)]  # fmt: skip
    assert rows("select resolution from staged_items") == [("merged",)]


def test_hostile_payloads_harm_nobody_else(stage: Stage) -> None:
    """Lists that are objects, numbers that are words and dates that are none leave the other rows as they are."""
    odd = {"assignments": {"at": 3}, "teams": "SRE", "service": [1], "priority": 7, "external_references": "x",
           "resolved_at": "soon", "last_status_change_at": [], "status": "resolved"}  # fmt: skip
    rows = stage(
        incident("I1", at(0), **odd), incident("I2", at(1)),
        entry("L1", "acknowledge", "I1", at(2), by="PANA", acknowledgement_timeout="long", assignees={"id": 1}),
        {**entry("L2", "notify", "I1", at(3)), "agent": 5, "channel": "x", "summary": 9},
        analytics("I1", at(0), user_defined_effort_seconds="an hour", acknowledged_user_ids={"a": 1}),
        analytics("I2", at(0), user_defined_effort_seconds=-5),
    )  # fmt: skip
    assert rows("select item_id, status, resolved_at from staged_items order by 1") == [
        (f"{P}I1", "done", None), (f"{P}I2", "todo", None)]  # fmt: skip
    assert rows("select person_id, ended_at from staged_engagements") == [(f"{P}PANA", None)]
    assert rows("select * from staged_declarations") == []
