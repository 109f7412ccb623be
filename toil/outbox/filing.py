"""Filing candidates in a backlog, for the command and the page alike: first what would be done, then doing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from toil.errors import ToilError
from toil.exports.words import remedy_name, word
from toil.outbox.jira import JiraBacklog, Refused
from toil.outbox.ledger import ledger_of
from toil.outbox.plan import Step, steps

if TYPE_CHECKING:
    from toil.exports.backlog import Proposal

SENDS = frozenset({"create", "adopt", "comment"})
"""The actions that change Jira or the ledger."""


class Ledger(Protocol):
    """What of the journal is used: its `push` events, and writing one."""

    def events(self, kind: str) -> Iterable[Any]:
        """The events of a kind that stand, oldest first, with written_at, subject and body."""

    def append(self, kind: str, subject: str, body: Mapping[str, Any], *, author: str) -> int:
        """Write an event."""


@dataclass(frozen=True)
class Filing:
    """A backlog and its ledger, in which `author` writes."""

    backlog: JiraBacklog
    ledger: Ledger
    author: str

    def planned(self, proposals: Sequence[Proposal]) -> list[Step]:
        """What is to be done about each; nothing is sent. Raises ToilError where Jira cannot tell, or lacks a field."""
        said = [(one.written_at, one.subject, one.body) for one in self.ledger.events("push")]
        ledger = ledger_of(said, self.backlog.site)
        labelled = self.backlog.labelled(one for proposal in proposals for one in proposal.ids)
        planned = steps(proposals, ledger, labelled, self.backlog.look, datetime.now(UTC))
        if any(step.action == "create" for step in planned):
            self.backlog.check()
        return planned

    def applied(self, planned: Iterable[Step], lang: str) -> Iterator[Step]:
        """Do it, and give each step back with the issue it made; raises ToilError at the first that fails.

        Whoever calls holds the store's lock: two at once would both find nothing filed yet, and file it twice.
        """
        for step in planned:
            if step.action == "create":
                issue_id, key = self._create(step.proposal)
                yield replace(step, issue_id=issue_id, key=key)
                continue
            if step.action == "comment":
                self._comment(step, _change(step, lang))
            elif step.action == "adopt":
                self._note(step.proposal, "filed", step.issue_id, step.key)
            yield step

    def _create(self, proposal: Proposal) -> tuple[str, str]:
        """The journal is told before Jira is: whatever happens in between, the next run knows that it may be there."""
        self._note(proposal, "asked")
        try:
            issue_id, key = self.backlog.create(proposal)
        except Refused:
            self._note(proposal, "refused")
            raise
        except ToilError as error:
            error.do = "try again tomorrow: it looks for the issue first, and does not file it twice"
            raise
        self._note(proposal, "filed", issue_id, key)
        return issue_id, key

    def _comment(self, step: Step, text: str) -> None:
        """Here, too, the journal comes first: where the answer is lost these figures are not told a second time."""
        self._note(step.proposal, "told", step.issue_id, step.key)
        try:
            self.backlog.comment(step.issue_id, text)
        except Refused:
            if step.before:  # what the issue tells is what it told before
                old = replace(step.proposal, remedy=step.before.remedy, hours_per_year=step.before.hours_per_year)
                self._note(old, "filed", step.issue_id, step.key)
            raise

    def _note(self, proposal: Proposal, state: str, issue_id: str = "", key: str = "") -> None:
        body = {"state": state, "site": self.backlog.site, "issue_id": issue_id, "key": key,
                "remedy": proposal.remedy, "hours_per_year": proposal.hours_per_year}  # fmt: skip
        self.ledger.append("push", proposal.ids[0], body, author=self.author)


def _change(step: Step, lang: str) -> str:
    before = step.before.hours_per_year if step.before else 0.0
    return word("backlog.changed", lang, before=f"{before:,.0f}", after=f"{step.proposal.hours_per_year:,.0f}",
                remedy=remedy_name(step.proposal.remedy, lang))  # fmt: skip
