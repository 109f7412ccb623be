"""What is to be done about each candidate: file it, tell of new figures, or leave it, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from toil.exports.backlog import Proposal
from toil.outbox.ledger import Filed

UNSURE_FOR = timedelta(hours=24)
"""So long after a lost answer nothing is filed again: Jira's search lagged up to two hours in others' reports
(https://github.com/estuary/connectors/pull/3486), and their remedy of twelve is doubled here."""
CHANGED_BY = 0.25  # hours a year that moved by less are the noise of an estimate


@dataclass(frozen=True)
class Standing:
    """An issue as Jira shows it now."""

    issue_id: str
    key: str
    is_resolved: bool
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """What is done about a candidate.

    `action` is create, adopt (it stands in Jira with our label), comment, unchanged, resolved, gone, or unsure (an
    answer was lost, and the issue may still come up in Jira's search).
    """

    action: str
    proposal: Proposal
    issue_id: str = ""
    key: str = ""
    before: Filed | None = None


def label_of(recurrence_id: str) -> str:
    """The label by which an issue is found again; a label has no spaces."""
    return "toil-" + "".join(one if one.isalnum() or one in "-_" else "-" for one in recurrence_id)


def steps(
    proposals: Sequence[Proposal],
    ledger: Mapping[str, Filed],
    labelled: Iterable[Standing],
    look: Callable[[str], Standing | None],
    now: datetime,
) -> list[Step]:
    """A step for each proposal; `labelled` bear one of their labels, `look` asks for an issue by its id."""
    by_label = {label: one for one in labelled for label in one.labels}
    return [_step(one, ledger, by_label, look, now) for one in proposals]


def _step(
    proposal: Proposal,
    ledger: Mapping[str, Filed],
    by_label: Mapping[str, Standing],
    look: Callable[[str], Standing | None],
    now: datetime,
) -> Step:
    before = next((ledger[one] for one in proposal.ids if one in ledger), None)
    if before and before.issue_id:
        standing = look(before.issue_id)
        if standing is None:
            return Step("gone", proposal, before.issue_id, before.key, before)
        action = "resolved" if standing.is_resolved else "comment" if _has_changed(proposal, before) else "unchanged"
        return Step(action, proposal, standing.issue_id, standing.key, before)
    found = next((by_label[label] for one in proposal.ids if (label := label_of(one)) in by_label), None)
    if found:
        return Step("adopt", proposal, found.issue_id, found.key)
    if before and now - before.written_at < UNSURE_FOR:
        return Step("unsure", proposal, before=before)
    return Step("create", proposal)


def _has_changed(proposal: Proposal, before: Filed) -> bool:
    hours = max(before.hours_per_year, 0.1)
    return proposal.remedy != before.remedy or abs(proposal.hours_per_year - hours) > CHANGED_BY * hours
