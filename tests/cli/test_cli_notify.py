"""`toil notify`: shown first, sent once, and never with its secret in a message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import Run
from tests.exports.report_store import LAST
from tests.fakes import slack, teams
from tests.fakes.webhook import FakeWebhook, running

SLACK, TEAMS = ("notify", "slack"), ("notify", "teams")


@pytest.fixture
def channel(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWebhook]:
    """A webhook that is set in the environment; a store with a week to tell is there."""
    with running(FakeWebhook(slack.refused)) as fake:
        monkeypatch.setenv("SLACK_WEBHOOK_URL", fake.url)
        yield fake


def test_it_is_only_shown_unless_asked(toil: Run, channel: FakeWebhook) -> None:
    """Without `--apply` the message is on stdout, and nothing is sent."""
    result = toil(*SLACK)
    assert (result.code, channel.taken) == (0, [])
    assert "sre" in result.out
    assert "nothing was sent" in result.messages


def test_a_week_is_sent_once(toil: Run, channel: FakeWebhook) -> None:
    """A second run of the same week says when it was sent; `--again` sends it once more."""
    assert toil(*SLACK, "--apply").code == 0
    second = toil(*SLACK, "--apply", "--json")
    assert (json.loads(second.out)["sent"], len(channel.taken)) == (False, 1)
    assert f"slack {LAST} was sent on" in second.messages
    assert json.loads(toil(*SLACK, "--apply", "--again", "--json").out)["sent"] is True
    assert len(channel.taken) == 2


def test_a_busy_slack_is_asked_again(toil: Run, channel: FakeWebhook) -> None:
    """429 means that nothing was taken: the message goes out once the wait is over."""
    channel.answers = [(429, "", {"Retry-After": "0"})]
    assert toil(*SLACK, "--apply").code == 0
    assert len(channel.taken) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [((404, "no_service", {}), "switched off"), ((410, "channel_is_archived", {}), "archived"),
     ((500, "", {}), "did not take"), ((302, "", {"Location": "http://evil.example"}), "did not take")],
    ids=["gone", "archived", "broken", "elsewhere"],
)  # fmt: skip
def test_a_refusal_is_told_without_the_secret(
    toil: Run, channel: FakeWebhook, answer: tuple[int, str, dict[str, str]], said: str
) -> None:
    """Exit 5 and a reason; the address, which is all that is needed to post, is in no message, and nothing is noted."""
    channel.answers = [answer]
    result = toil(*SLACK, "--apply")
    assert (result.code, said in result.messages) == (5, True)
    assert "secret-part" not in result.messages + result.out
    assert json.loads(toil(*SLACK, "--apply", "--json").out)["sent"] is True


def test_what_had_no_answer_is_not_sent_twice(toil: Run, channel: FakeWebhook) -> None:
    """Taken, and the line cut: told as unknown, and the next run says so instead of sending; `--again` sends."""
    channel.answers = [(0, "", {})]
    lost = toil(*SLACK, "--apply")
    assert (lost.code, "not known" in lost.messages, "--again" in lost.messages) == (5, True, True)
    second = toil(*SLACK, "--apply")
    assert (second.code, "no answer came" in second.messages, len(channel.taken)) == (0, True, 1)
    assert toil(*SLACK, "--apply", "--again").code == 0
    assert "no answer came" not in toil(*SLACK, "--apply").messages
    assert len(channel.taken) == 2


def test_a_gateway_that_heard_nothing_leaves_it_unknown(toil: Run, channel: FakeWebhook) -> None:
    """502 and 504 speak of what stands behind: that may have posted it, so that it is not sent again by itself."""
    channel.answers = [(504, "", {})]
    assert toil(*SLACK, "--apply").code == 5
    assert (toil(*SLACK, "--apply").code, channel.taken) == (0, [])


def test_who_was_never_reached_is_sent_it_later(
    toil: Run, channel: FakeWebhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no connection was made nothing can have been taken: the next run sends."""
    with monkeypatch.context() as patch:
        patch.setenv("SLACK_WEBHOOK_URL", "http://127.0.0.1:1/secret-part")
        assert toil(*SLACK, "--apply").code == 5
    assert json.loads(toil(*SLACK, "--apply", "--json").out)["sent"] is True


@pytest.mark.parametrize(
    "url",
    ["https://[bad", "https:///x", "no address", "https://x:port/", "http://hooks.example/x", "ftp://localhost/x"],
)
def test_an_address_that_is_none_is_told(toil: Run, store: Path, monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """It is a setting to be mended, exit 2, and no service that did not answer; the address itself is not told."""
    monkeypatch.setenv("SLACK_WEBHOOK_URL", url)
    result = toil(*SLACK, "--apply")
    assert (result.code, "(SLACK_WEBHOOK_URL)" in result.messages) == (2, True)
    assert url not in result.messages


def test_without_a_webhook_it_says_what_to_set(toil: Run, store: Path) -> None:
    """No address is a matter of credentials: exit 4."""
    result = toil(*SLACK, "--apply")
    assert (result.code, "SLACK_WEBHOOK_URL" in result.messages) == (4, True)


@pytest.fixture
def workflow(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWebhook]:
    """A workflow of Teams, its address in the environment."""
    path = "/workflows/0/triggers/manual/paths/invoke?sig=secret-part"
    with running(FakeWebhook(teams.refused, accepted=(202, ""), path=path)) as fake:
        monkeypatch.setenv("TEAMS_WEBHOOK_URL", fake.url)
        yield fake


def test_teams_is_told_once_beside_slack(toil: Run, workflow: FakeWebhook, channel: FakeWebhook) -> None:
    """Shown first; then each chat is sent the week once, and what one was sent says nothing of the other."""
    shown = toil(*TEAMS, "--lang", "ja")
    assert (shown.code, workflow.taken, "権限" in shown.out or "sre" in shown.out) == (0, [], True)
    assert toil(*SLACK, "--apply").code == toil(*TEAMS, "--apply").code == 0
    assert json.loads(toil(*TEAMS, "--apply", "--json").out)["sent"] is False
    assert (len(workflow.taken), len(channel.taken)) == (1, 1)


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [(400, "WorkflowTriggerIsNotEnabled", "switched off"), (401, "DirectApiAuthorizationRequired", "sign-in"),
     (404, "WorkflowNotFound", "does not exist"), (400, "Other", "Other")],
)  # fmt: skip
def test_a_workflow_that_refuses_is_told(toil: Run, workflow: FakeWebhook, status: int, code: str, said: str) -> None:
    """The code of the answer is put into words; the address's signature is in no message."""
    workflow.answers = [(status, json.dumps({"error": {"code": code, "message": "no"}}), {})]
    result = toil(*TEAMS, "--apply")
    assert (result.code, said in result.messages) == (5, True)
    assert "secret-part" not in result.messages + result.out
