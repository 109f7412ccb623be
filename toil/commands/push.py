"""`toil candidates push`: file candidates in the team's backlog, once each; nothing is sent without `--apply`."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command, new_app
from toil.commands.session import Session

if TYPE_CHECKING:
    from toil.exports.backlog import Proposal
    from toil.outbox.filing import Filing
    from toil.outbox.plan import Step

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
    filing = _filing(session)
    with store_lock(session.settings.store.folder) if apply else nullcontext():
        steps = filing.planned(_proposals(session, language, top))
        done = []
        for step in filing.applied(steps, language) if apply else steps:
            row = _row(step)
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


def _filing(session: Session) -> Filing:
    from toil.outbox.filing import Filing
    from toil.outbox.jira import open_backlog
    from toil.store.journal import Journal

    settings = session.settings
    return Filing(open_backlog(settings), Journal.of(settings), settings.app.user)


def _proposals(session: Session, lang: str, top: int | None) -> list[Proposal]:
    from toil.exports.backlog import read_proposals
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        candidates = store.read("automation_candidates")
        return read_proposals(store.read, candidates, lang, most=top or session.settings.backlog.most)


def _row(step: Step) -> dict[str, Any]:
    recurrence_id = step.proposal.ids[0]
    return {"action": step.action, "recurrence_id": recurrence_id, "summary": step.proposal.summary,
            "issue_id": step.issue_id, "key": step.key,
            "next": _NEXT.get(step.action, "").format(recurrence_id=recurrence_id)}  # fmt: skip
