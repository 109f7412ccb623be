"""Candidates into the backlog from the page: shown first, filed once, and whatever goes wrong is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, frames, write_store
from tests.cli.services import use_jira
from tests.fakes.jira import FakeJira
from tests.sources.jira.world import issue, reachable
from toil.pages import _access
from toil.store.journal import Journal
from toil.store.lock import store_lock

SHOW, SEND = "Show what would be sent", "Send to Jira"


@pytest.fixture
def jira(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJira]:
    """A Jira Cloud whose project is the backlog of the app's settings."""
    Path("toil.toml").write_text('[backlog]\nproject = "OPS"\nmost = 2\n', "utf-8")
    with reachable(issues=[issue(1, 1)]) as fake:
        use_jira(monkeypatch, fake)
        yield fake


def filed(jira: FakeJira) -> list[dict[str, Any]]:
    return [one["fields"] for one in jira.issues if one["id"] != "1"]


def press(app: AppTest, label: str) -> AppTest:
    return next(one for one in app.button if one.label == label).click().run()


def has(app: AppTest, label: str) -> bool:
    return any(one.label == label for one in app.button)


def became(app: AppTest) -> list[str]:
    """What the table of steps says of each candidate."""
    tables = [one.value for one in app.dataframe if "push_action" in one.value]
    return [] if not tables else [str(one) for one in tables[0]["push_action"]]


def test_nothing_is_sent_before_it_was_shown_and_nothing_twice(open_page: OpenPage, jira: FakeJira) -> None:
    """The preview files nothing; sending files each once; another preview finds them, and offers nothing to send."""
    app = press(open_page("automate"), SHOW)
    assert (became(app), filed(jira)) == (["would be filed", "would be filed"], [])
    assert any("Known to toil as r1" in text for text in texts(app))
    app = press(app, SEND)
    assert became(app) == ["filed", "filed"]
    assert [one["labels"] for one in filed(jira)] == [["toil-r1"], ["toil-r2"]]
    assert not has(app, SEND)
    app = press(app, SHOW)
    assert became(app) == ["filed, nothing new", "filed, nothing new"]
    assert not has(app, SEND)
    app.multiselect(key="push.sre").set_value(["r2", "r3"]).run()
    assert became(app) == []
    press(press(app, SHOW), SEND)
    assert [one["summary"] for one in filed(jira)][2:] == [f"Self-service: {HOSTILE}"]


def test_two_readers_with_the_same_preview_file_it_once(open_page: OpenPage, jira: FakeJira) -> None:
    """Both have seen that it would be filed; who comes second is told that it was."""
    one, two = press(open_page("automate"), SHOW), press(open_page("automate"), SHOW)
    press(one, SEND)
    assert became(press(two, SEND)) == ["filed before, nothing new"] * 2
    assert len(filed(jira)) == 2


def test_what_goes_wrong_is_said(open_page: OpenPage, jira: FakeJira, store: Path) -> None:
    """A lost answer is told with the way on, and is not filed again; a run that holds the store is told as well."""
    app = press(open_page("automate"), SHOW)
    jira.lost_answers, jira.indexes_at_once = 1, False
    app = press(app, SEND)
    assert not app.exception
    assert any("does not file it twice" in text for text in texts(app))
    app = press(app, SHOW)
    assert became(app) == ["an answer was lost: try again a day after that", "would be filed"]
    with store_lock(store):
        app = press(app, SEND)
    assert any("another run holds the store" in text for text in texts(app))
    assert len(filed(jira)) == 1


def test_a_resolved_issue_leads_to_the_registration(open_page: OpenPage, jira: FakeJira, store: Path) -> None:
    """Once its issue is done, the candidate's automation is offered for registration, the work chosen already."""
    body = {"state": "filed", "site": "127.0.0.1", "issue_id": "1", "key": "OPS-1", "remedy": "self_service",
            "hours_per_year": 120.0}  # fmt: skip
    Journal(store).append("push", "r2", body, author="test")
    jira.issues[0]["fields"]["status"] = {"id": "6", "name": "Done", "statusCategory": {"id": 3, "key": "done"}}
    app = press(open_page("automate"), SHOW)
    assert became(app) == ["would be filed", "resolved"]
    link = next(one for one in app.get("page_link") if "is resolved" in one.proto.label)
    assert "work=r2" in json.dumps(str(link.proto))
    chosen = next(one for one in open_page("impact", work="r2").selectbox if one.label == "Work that it takes over")
    assert chosen.value == "r2"


def test_impact_offers_what_was_filed_and_is_done(open_page: OpenPage, store: Path) -> None:
    """The build's own view of the issue is enough: once it is done there, and until its automation is registered."""
    body = {"state": "filed", "site": "main", "issue_id": "7", "key": "OPS-7", "remedy": "batch", "hours_per_year": 1.0}
    Journal(store).append("push", "r2", body, author="test")
    items = frames("x")["work_items"].head(1).assign(item_id="jira:main:7", item_key="OPS-7", status="in_progress")
    for build, status, offered in (("b2", "in_progress", 0), ("b3", "done", 1)):
        write_store(store, build, work_items=items.assign(status=status))
        app = open_page("impact")
        assert not app.exception
        assert len([one for one in app.get("page_link") if "is resolved" in one.proto.label]) == offered
    Journal(store).append("automation", "a9", {"recurrence_id": "r2", "name": "x"}, author="test")
    assert not [one for one in app.run().get("page_link") if "is resolved" in one.proto.label]


def test_a_viewer_sends_nothing(open_page: OpenPage, jira: FakeJira, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may only read cannot even ask Jira with the team's credentials; a role lost after the preview counts."""
    app = press(open_page("automate"), SHOW)
    asked = len(jira.asked)
    monkeypatch.setattr(_access, "request_origin", lambda: ("203.0.113.7", {"Host": "toil.example.com"}))
    press(app, SEND)
    assert (filed(jira), len(jira.asked)) == ([], asked)
    assert next(one for one in open_page("automate", "ja").button if one.label == "送信内容を確認").disabled


def test_without_credentials_or_a_backlog_it_says_what_to_set(open_page: OpenPage, store: Path) -> None:
    """The settings' line is named where no backlog is set up, and the variables where nobody can log in."""
    assert any("[backlog] project" in text for text in texts(open_page("automate")))
    Path("toil.toml").write_text('[backlog]\nproject = "OPS"\n', "utf-8")
    app = press(open_page("automate"), SHOW)
    assert any("JIRA_" in text for text in texts(app))
