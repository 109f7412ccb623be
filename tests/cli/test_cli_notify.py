"""`toil notify slack`: shown first, sent once, and never with its secret in a message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import Run
from tests.exports.report_store import LAST
from tests.fakes.slack import FakeSlack, running

SLACK = ("notify", "slack")


@pytest.fixture
def channel(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeSlack]:
    """A webhook that is set in the environment; a store with a week to tell is there."""
    with running(FakeSlack()) as fake:
        monkeypatch.setenv("SLACK_WEBHOOK_URL", fake.url)
        yield fake


def test_it_is_only_shown_unless_asked(toil: Run, channel: FakeSlack) -> None:
    """Without `--apply` the message is on stdout, and nothing is sent."""
    result = toil(*SLACK)
    assert (result.code, channel.taken) == (0, [])
    assert "sre" in result.out
    assert "nothing was sent" in result.messages


def test_a_week_is_sent_once(toil: Run, channel: FakeSlack) -> None:
    """A second run of the same week says when it was sent; `--again` sends it once more."""
    assert toil(*SLACK, "--apply").code == 0
    second = toil(*SLACK, "--apply", "--json")
    assert (json.loads(second.out)["sent"], len(channel.taken)) == (False, 1)
    assert f"slack {LAST} was sent on" in second.messages
    assert json.loads(toil(*SLACK, "--apply", "--again", "--json").out)["sent"] is True
    assert len(channel.taken) == 2


def test_a_busy_slack_is_asked_again(toil: Run, channel: FakeSlack) -> None:
    """429 means that nothing was taken: the message goes out once the wait is over."""
    channel.answers = [(429, "", {"Retry-After": "0"})]
    assert toil(*SLACK, "--apply").code == 0
    assert len(channel.taken) == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [((404, "no_service", {}), "switched off"), ((410, "channel_is_archived", {}), "archived"),
     ((500, "", {}), "did not answer"), ((302, "", {"Location": "http://evil.example"}), "did not take")],
    ids=["gone", "archived", "broken", "elsewhere"],
)  # fmt: skip
def test_a_refusal_is_told_without_the_secret(
    toil: Run, channel: FakeSlack, answer: tuple[int, str, dict[str, str]], said: str
) -> None:
    """Exit 5 and a reason; the address, which is all that is needed to post, is in no message, and nothing is noted."""
    channel.answers = [answer]
    result = toil(*SLACK, "--apply")
    assert (result.code, said in result.messages) == (5, True)
    assert "secret-part" not in result.messages + result.out
    assert json.loads(toil(*SLACK, "--apply", "--json").out)["sent"] is True


def test_without_a_webhook_it_says_what_to_set(toil: Run, store: Path) -> None:
    """No address is a matter of credentials: exit 4."""
    result = toil(*SLACK, "--apply")
    assert (result.code, "SLACK_WEBHOOK_URL" in result.messages) == (4, True)
