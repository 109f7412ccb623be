"""What is done about a candidate follows from the ledger, from Jira's labels and from time alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from toil.exports.backlog import Proposal
from toil.outbox.ledger import ledger_of
from toil.outbox.plan import UNSURE_FOR, Standing, label_of, steps

NOW = datetime.fromisoformat("2026-11-27T12:00:00")
SITE = "jira.example"
OPEN = Standing("1", "OPS-1", is_resolved=False)


def proposal(*ids: str, hours: float = 100.0, remedy: str = "automate") -> Proposal:
    return Proposal(ids or ("r1",), "Automate: Disk full", (), remedy, hours)


def said(state: str, *, ago: timedelta = timedelta(days=7), hours: float = 100.0) -> tuple[str, str, dict[str, Any]]:
    """An event about r1, so long ago."""
    body = {"state": state, "site": SITE, "remedy": "automate", "hours_per_year": hours}
    body |= {"issue_id": "1", "key": "OPS-1"} if state in ("filed", "told") else {}
    return (NOW - ago).isoformat(), "r1", body


def action(
    one: Proposal, *events: tuple[str, str, dict[str, Any]], labelled: Sequence[Standing] = (),
    there: Standing | None = OPEN,
) -> str:  # fmt: skip
    """What is done about a candidate after these events, where Jira shows this."""
    (step,) = steps([one], ledger_of(events, SITE), labelled, lambda _: there, NOW)
    return step.action


def test_each_state_has_its_step() -> None:
    """New, filed, changed, resolved, gone, lost: each is told apart."""
    assert action(proposal()) == "create"
    assert action(proposal(), said("filed")) == "unchanged"
    assert action(proposal(hours=124), said("filed")) == "unchanged"
    assert action(proposal(hours=126), said("filed")) == "comment"
    assert action(proposal(remedy="batch"), said("filed")) == "comment"
    assert action(proposal(hours=126), said("filed"), said("told", hours=126.0)) == "unchanged"
    assert action(proposal(), said("filed"), there=Standing("1", "OPS-1", is_resolved=True)) == "resolved"
    assert action(proposal(), said("filed"), there=None) == "gone"
    assert action(proposal(), said("asked", ago=timedelta(hours=1))) == "unsure"
    assert action(proposal(), said("asked"), said("refused")) == "create"


def test_a_lost_answer_is_waited_for() -> None:
    """Until the search index must have caught up nothing is filed again; what it shows by then is adopted."""
    found = [Standing("7", "OPS-7", is_resolved=False, labels=(label_of("r1"),))]
    for ago in (timedelta(0), UNSURE_FOR - timedelta(minutes=1)):
        assert action(proposal(), said("asked", ago=ago)) == "unsure"
        assert action(proposal(), said("asked", ago=ago), labelled=found) == "adopt"
    assert action(proposal(), said("asked", ago=UNSURE_FOR)) == "create"


def test_former_ids_count() -> None:
    """A recurrence that took over another is filed under either id."""
    assert action(proposal("r2", "r1"), said("filed")) == "unchanged"
    assert (
        action(proposal("r2", "r1"), labelled=[Standing("7", "OPS-7", is_resolved=False, labels=(label_of("r1"),))])
        == "adopt"
    )


def test_another_jira_has_another_ledger() -> None:
    """What was filed at one site says nothing of another."""
    when, subject, body = said("filed")
    assert ledger_of([(when, subject, body)], "other.example") == {}


@given(st.text(min_size=1, max_size=40))
def test_a_label_has_no_spaces(recurrence_id: str) -> None:
    """Jira refuses labels with spaces, whatever an id looks like."""
    assert not any(one.isspace() for one in label_of(recurrence_id))
