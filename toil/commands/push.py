"""`toil candidates push`: file candidates in the team's backlog, once each; nothing is sent without `--apply`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.errors import SettingsError, ToilError

if TYPE_CHECKING:
    from toil.exports.backlog import Proposal
    from toil.outbox.jira import JiraBacklog
    from toil.outbox.plan import Step
    from toil.store.journal import Journal

_SAYS = {
    "create": "file", "adopt": "stands already", "comment": "tell the new figures", "unchanged": "nothing to do",
    "resolved": "resolved", "gone": "no longer to be seen", "unsure": "not known whether it was filed",
}  # fmt: skip
_DID = {"create": "filed", "comment": "told the new figures"}
_NEXT = {
    "resolved": "register what was shipped, so that its effect is proved: `toil automation add {recurrence_id} …`",
    "gone": "it is not filed again; `toil recurrence ignore {recurrence_id}` takes it off the list",
    "unsure": "an answer was lost; run this again a day after that, when Jira's search has caught up",
}


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Send candidates into a backlog.")
    command(group, "jira")(jira)
    app.add_typer(group, name="push")


def jira(
    session: Session,
    apply: Annotated[bool, typer.Option("--apply", help="Do it; without this it is only shown.")] = False,
    top: Annotated[
        int | None, typer.Option("--top", min=1, max=100, help="How many; default: as toil.toml says.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the issues: en or ja.")] = None,
) -> None:
    """File the best candidates as Jira issues, and comment on those whose figures changed.

    The table `backlog` of toil.toml names project, issue type, labels and further fields.
    """
    from toil.store.lock import store_lock

    language = chosen_language(session, lang)
    if not session.settings.backlog.project:
        raise SettingsError("there is no backlog to file into", where="[backlog] project",
                            do='name a project in toil.toml: [backlog] project = "OPS"')  # fmt: skip
    backlog = _backlog(session)
    # Two runs at once would both find nothing filed yet, and file everything twice.
    with store_lock(session.settings.store.folder) if apply else nullcontext():
        steps = _planned(session, backlog, _proposals(session, language, top))
        if any(step.action == "create" for step in steps):
            backlog.check()
        done = []
        for row in _applied(session, backlog, steps, language) if apply else map(_row, steps):
            _say(session, row, did=apply)
            done.append(row)
    if session.json:
        session.emit({"applied": apply, "steps": done})
    if not apply:
        session.say("nothing was sent; `--apply` does it")


def _say(session: Session, row: dict[str, Any], *, did: bool) -> None:
    says = _DID.get(row["action"], _SAYS[row["action"]]) if did else _SAYS[row["action"]]
    session.say(f"{says}: {' '.join(filter(None, (row['key'], row['summary'])))}")
    if row["next"]:
        session.say(f"  → {row['next']}")


def _backlog(session: Session) -> JiraBacklog:
    from toil.outbox.jira import JiraBacklog
    from toil.sources import get_source
    from toil.sources.jira import JiraSource

    config = session.settings.source_config(get_source("jira"))
    return JiraBacklog(JiraSource().connect(config), session.settings.backlog)


def _proposals(session: Session, lang: str, top: int | None) -> list[Proposal]:
    from toil.charts.facts import category_names
    from toil.exports.backlog import proposals
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        candidates = store.read("automation_candidates")
        ids = list(candidates["recurrence_id"])
        known = store.read("recurrences", recurrence_id=ids)
        former = {row["recurrence_id"]: [*(row["previous_ids"] if row["previous_ids"] is not None else ())]
                  for row in known.to_dict("records")}  # fmt: skip
        work = store.read("recurrence_work", recurrence_id=ids)
        names = category_names(store.read("categories"), lang)
    return proposals(candidates, work, former, lang, names, most=top or session.settings.backlog.most)


def _planned(session: Session, backlog: JiraBacklog, proposals: list[Proposal]) -> list[Step]:
    from toil.outbox.ledger import ledger_of
    from toil.outbox.plan import steps

    events = [(one.written_at, one.subject, one.body) for one in _journal(session).events(kind="push")]
    labelled = backlog.labelled(one for proposal in proposals for one in proposal.ids)
    return steps(proposals, ledger_of(events, backlog.site), labelled, backlog.look, datetime.now(UTC))


def _applied(session: Session, backlog: JiraBacklog, steps: list[Step], lang: str) -> Iterator[dict[str, Any]]:
    for step in steps:
        if step.action == "create":
            yield _row(step, *_create(session, backlog, step.proposal))
            continue
        if step.action == "comment":
            backlog.comment(step.issue_id, _change(step, lang))
            _note(session, backlog, step.proposal, "told", step.issue_id, step.key)
        elif step.action == "adopt":
            _note(session, backlog, step.proposal, "filed", step.issue_id, step.key)
        yield _row(step)


def _create(session: Session, backlog: JiraBacklog, proposal: Proposal) -> tuple[str, str]:
    """The journal is told before Jira is: whatever happens in between, the next run knows that it may be there."""
    from toil.outbox.jira import Refused

    _note(session, backlog, proposal, "asked")
    try:
        issue_id, key = backlog.create(proposal)
    except Refused:
        _note(session, backlog, proposal, "refused")
        raise
    except ToilError as error:
        error.do = "run the command again tomorrow: it looks for the issue first, and does not file it twice"
        raise
    _note(session, backlog, proposal, "filed", issue_id, key)
    return issue_id, key


def _note(
    session: Session, backlog: JiraBacklog, proposal: Proposal, state: str, issue_id: str = "", key: str = ""
) -> None:
    body = {"state": state, "site": backlog.site, "issue_id": issue_id, "key": key, "remedy": proposal.remedy,
            "hours_per_year": proposal.hours_per_year}  # fmt: skip
    _journal(session).append("push", proposal.ids[0], body, author=session.settings.app.user)


def _change(step: Step, lang: str) -> str:
    from toil.exports.words import remedy_name, word

    before = step.before.hours_per_year if step.before else 0.0
    return word("backlog.changed", lang, before=f"{before:,.0f}", after=f"{step.proposal.hours_per_year:,.0f}",
                remedy=remedy_name(step.proposal.remedy, lang))  # fmt: skip


def _row(step: Step, issue_id: str = "", key: str = "") -> dict[str, Any]:
    recurrence_id = step.proposal.ids[0]
    return {"action": step.action, "recurrence_id": recurrence_id, "summary": step.proposal.summary,
            "issue_id": issue_id or step.issue_id, "key": key or step.key,
            "next": _NEXT.get(step.action, "").format(recurrence_id=recurrence_id)}  # fmt: skip


def _journal(session: Session) -> Journal:
    from toil.store.journal import Journal

    return Journal(session.settings.store.folder)
