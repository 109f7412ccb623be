"""`toil candidates push jira`: filed once, whatever happens on the way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from tests.cli.command_line import Run
from tests.cli.services import use_jira
from tests.exports.report_store import TITLE
from tests.fakes.jira import FakeJira, Fault
from tests.fakes.openapi import load_spec
from tests.sources.jira.test_contract import SPECS, UNDESCRIBED
from tests.sources.jira.world import issue, reachable
from toil.store.journal import Journal
from toil.store.lock import store_lock

PUSH = ("candidates", "push", "jira")
NEEDED = {
    "fieldId": "customfield_1",
    "key": "customfield_1",
    "name": "Squad",
    "required": True,
    "hasDefaultValue": False,
}


@pytest.fixture
def jira(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeJira]:
    """A Jira Cloud with a project of one issue, named as the backlog; two candidates are there to be filed."""
    with_work(store)
    Path("toil.toml").write_text('[backlog]\nproject = "OPS"\nlabels = ["sre"]\n', "utf-8")
    with reachable(issues=[issue(1, 1)]) as fake:
        use_jira(monkeypatch, fake)
        yield fake


def with_work(store: Path) -> None:
    rows = pd.DataFrame({"recurrence_id": ["r1"], "work_id": ["w1"], "name": [TITLE], "item_key": ["OPS-1"],
                         "title": ["=1+1"], "url": ["https://example.com/browse/OPS-1"],
                         "created_at": [pd.Timestamp("2026-09-01")]})  # fmt: skip
    with duckdb.connect(str(store / "toil.duckdb")) as connection:
        connection.register("rows", rows)
        connection.execute("create table recurrence_work as select * from rows")


def filed(jira: FakeJira) -> list[dict[str, Any]]:
    """The fields of the issues that were filed."""
    return [one["fields"] for one in jira.issues if one["id"] != "1"]


def pushed(toil: Run, *more: str, code: int = 0) -> list[str]:
    """What was done about each candidate."""
    result = toil(*PUSH, "--json", *more)
    assert result.code == code, result.messages
    return [step["action"] for step in json.loads(result.out)["steps"]]


def change_hours(store: Path, hours: float) -> None:
    with duckdb.connect(str(store / "toil.duckdb")) as connection:
        connection.execute("update automation_candidates set hours_per_year = ?", [hours])


def test_nothing_is_sent_unless_it_is_asked_for(toil: Run, jira: FakeJira, store: Path) -> None:
    """Without `--apply` Jira is asked and not told, and nothing is written down."""
    assert pushed(toil) == ["create", "create"]
    assert filed(jira) == []
    assert not [one for one in jira.asked if one.method == "POST"]
    assert Journal(store).events(kind="push") == []
    assert "nothing was sent" in toil(*PUSH).messages


def test_common_options_may_stand_before_the_command(toil: Run, jira: FakeJira) -> None:
    """`toil candidates --json push jira` is the same document."""
    before = toil("candidates", "--json", "push", "jira")
    assert json.loads(before.out) == json.loads(toil(*PUSH, "--json").out)


def test_candidates_are_filed_once(toil: Run, jira: FakeJira, store: Path) -> None:
    """A second run finds them in its ledger; without the ledger it finds them by their labels."""
    assert pushed(toil, "--apply") == ["create", "create"]
    assert [one["labels"] for one in filed(jira)] == [["toil-r1", "sre"], ["toil-r2", "sre"]]
    assert pushed(toil, "--apply") == ["unchanged", "unchanged"]
    (store / "journal.db").unlink()
    assert pushed(toil, "--apply") == ["adopt", "adopt"]
    assert pushed(toil, "--apply") == ["unchanged", "unchanged"]
    assert len(filed(jira)) == 2


def test_a_lost_answer_files_nothing_twice(toil: Run, jira: FakeJira) -> None:
    """The issue was made and the answer lost: exit 5; it is not filed again, and adopted once the search shows it."""
    jira.lost_answers, jira.indexes_at_once = 1, False
    assert toil(*PUSH, "--apply").code == 5
    assert pushed(toil, "--apply") == ["unsure", "create"]
    assert len(filed(jira)) == 2
    for one in jira.issues:
        one.pop("unindexed", None)
    assert pushed(toil, "--apply") == ["adopt", "unchanged"]
    assert len(filed(jira)) == 2


def test_what_jira_requires_is_asked_for_before_anything_is_filed(toil: Run, jira: FakeJira) -> None:
    """A required field that nobody fills is named with its id; once toil.toml fills it, the issue is filed with it."""
    jira.needed_fields = [NEEDED, {**NEEDED, "fieldId": "customfield_2", "hasDefaultValue": True, "required": False}]
    refused = toil(*PUSH, "--apply")
    assert (refused.code, "customfield_1 (Squad)" in refused.messages, filed(jira)) == (2, True, [])
    with Path("toil.toml").open("a", encoding="utf-8") as file:
        file.write('[backlog.fields]\ncustomfield_1 = { value = "SRE" }\n')
    assert pushed(toil, "--apply") == ["create", "create"]
    assert filed(jira)[0]["customfield_1"] == {"value": "SRE"}


@pytest.mark.parametrize(
    ("line", "said"), [('project = "NONE"', "no project NONE"), ('issue_type = "Epic"', "one of: Story, Task")]
)
def test_a_wrong_backlog_is_named(toil: Run, jira: FakeJira, line: str, said: str) -> None:
    """A project or an issue type that is not there is an error in the settings, and says what there is."""
    project = "" if line.startswith("project") else 'project = "OPS"\n'
    Path("toil.toml").write_text(f"[backlog]\n{project}{line}\n", "utf-8")
    result = toil(*PUSH, "--apply")
    assert (result.code, said in result.messages) == (2, True)


def test_a_search_that_fails_files_nothing(toil: Run, jira: FakeJira) -> None:
    """What cannot be looked up may be there already: the run ends before anything is filed."""
    jira.faults = [Fault("/search/jql", 400, times=9)]
    assert toil(*PUSH, "--apply").code == 5
    assert filed(jira) == []


def test_two_at_once_file_nothing_twice(toil: Run, jira: FakeJira, store: Path) -> None:
    """While another run holds the store nothing is filed: exit 6; looking is allowed."""
    with store_lock(store):
        assert toil(*PUSH, "--apply").code == 6
        assert pushed(toil) == ["create", "create"]
    assert filed(jira) == []


def test_what_was_filed_before_trouble_is_told(toil: Run, jira: FakeJira) -> None:
    """The first issue is named although the second one's answer is lost, and is not filed again."""
    jira.faults = [Fault("/rest/api/3/issue", 500, after=3)]
    result = toil(*PUSH, "--apply")
    assert (result.code, "filed: OPS-9001" in result.messages, len(filed(jira))) == (5, True, 1)
    assert pushed(toil, "--apply") == ["unchanged", "unsure"]


def test_a_refusal_is_told_and_tried_again(toil: Run, jira: FakeJira) -> None:
    """Where Jira said no nothing was made: its reason is shown, and the next run files it."""
    reason = json.dumps({"errorMessages": [], "errors": {"priority": "may not be set"}})
    jira.faults = [Fault("/rest/api/3/issue", 400, body=reason, after=2)]
    result = toil(*PUSH, "--apply")
    assert (result.code, "priority: may not be set" in result.messages, filed(jira)) == (1, True, [])
    assert pushed(toil, "--apply") == ["create", "create"]


def test_new_figures_are_a_comment(toil: Run, jira: FakeJira, store: Path) -> None:
    """What people wrote in the issue stays; a comment tells the new figures, once."""
    pushed(toil, "--apply")
    jira.issues[-1]["fields"]["description"] = "edited by people"
    change_hours(store, 400.0)
    assert pushed(toil, "--apply", "--lang", "ja") == ["comment", "comment"]
    assert pushed(toil, "--apply") == ["unchanged", "unchanged"]
    (told,) = filed(jira)[-1]["comment"]["comments"]
    assert "400 時間" in json.dumps(told, ensure_ascii=False)
    assert filed(jira)[-1]["description"] == "edited by people"


def test_a_lost_answer_comments_nothing_twice(toil: Run, jira: FakeJira, store: Path) -> None:
    """The comment was made and its answer lost: exit 5, and it is not made again; one that Jira refused is."""
    pushed(toil, "--apply")
    change_hours(store, 400.0)
    jira.lost_answers = 1
    assert toil(*PUSH, "--apply").code == 5
    assert pushed(toil, "--apply") == ["unchanged", "comment"]
    assert [len(one["comment"]["comments"]) for one in filed(jira)] == [1, 1]
    change_hours(store, 900.0)
    jira.faults = [Fault("/comment", 400)]
    assert toil(*PUSH, "--apply").code == 1
    assert pushed(toil, "--apply") == ["comment", "comment"]
    assert [len(one["comment"]["comments"]) for one in filed(jira)] == [2, 2]


def test_a_resolved_issue_closes_the_loop(toil: Run, jira: FakeJira) -> None:
    """Once the issue is done the next step is named: register the automation, so that its effect is proved."""
    pushed(toil, "--apply")
    jira.issues[-1]["fields"]["status"] = {"id": "6", "name": "Done", "statusCategory": {"id": 3, "key": "done"}}
    assert pushed(toil) == ["unchanged", "resolved"]
    assert "toil automation add r2" in toil(*PUSH).messages


def test_a_deleted_issue_is_not_filed_again(toil: Run, jira: FakeJira) -> None:
    """Somebody deleted it: that was a decision."""
    pushed(toil, "--apply")
    jira.issues.pop()
    assert pushed(toil, "--apply") == ["unchanged", "gone"]


def test_without_a_backlog_it_says_what_to_set(toil: Run, store: Path) -> None:
    """No project in toil.toml is an error of the settings that names the line to write."""
    result = toil(*PUSH)
    assert (result.code, "[backlog] project" in result.messages) == (2, True)


@pytest.mark.shared_data
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "datacenter"])
def test_what_is_sent_is_as_described(toil: Run, store: Path, monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:
    """Every request of filing and commenting, and the fake's answers, fit the vendor's OpenAPI description."""
    name, prefix = SPECS[cloud]
    spec = load_spec(name, prefix=prefix)
    if spec is None:
        pytest.skip("needs ../shared/specs")
    with_work(store)
    Path("toil.toml").write_text('[backlog]\nproject = "OPS"\n', "utf-8")
    with reachable(cloud=cloud, issues=[issue(1, 1)]) as jira:
        use_jira(monkeypatch, jira)
        if not cloud:
            monkeypatch.setenv("JIRA_PERSONAL_TOKEN", "pat-secret")
        pushed(toil, "--apply")
        change_hours(store, 400.0)
        assert pushed(toil, "--apply") == ["comment", "comment"]
        assert isinstance(filed(jira)[0]["description"], dict if cloud else str)
    judged = [one for one in jira.asked if one.path != UNDESCRIBED]
    asked = [spec.request_problems(one.method, one.path, one.query, one.body) for one in judged]
    told = [spec.response_problems(one.method, one.path, one.status, one.answer) for one in judged]
    assert [problem for found in [*asked, *told] for problem in found] == []
