"""`toil automation`: what was shipped against which recurring work, and what it promised."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.store.journal import Journal


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Register automations, so that their effect can be proved.")
    command(group, "add")(add)
    command(group, "list")(list_all)
    app.add_typer(group, name="automation")


def add(
    session: Session,
    recurrence: Annotated[str, typer.Argument(help="recurrence_id of the work it takes over.")],
    name: Annotated[str, typer.Option("--name", help="What you call the automation.")],
    shipped_on: Annotated[str, typer.Option("--shipped-on", help="Date it went live, e.g. 2026-09-07.")],
    promised: Annotated[float, typer.Option("--promised", min=0, help="Hours a week it should save.")],
) -> None:
    """Register an automation with its promise, before its effect is known."""
    from toil.store.journal import Journal
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        known = store.read("recurrences", recurrence_id=recurrence)
    if known.empty:
        raise UsageError(f"there is no recurrence {recurrence!r}", do="`toil candidates --json` lists their ids")
    if not name.strip():
        raise UsageError("an automation needs a name", where="--name")
    journal = Journal(session.settings.store.folder)
    identity = _new_id(journal)
    body = {"recurrence_id": recurrence, "name": name.strip(), "shipped_on": _checked_date(shipped_on),
            "promised_hours_per_week": promised}  # fmt: skip
    journal.append("automation", identity, body, author=session.settings.app.user)
    if session.json:
        session.emit({"automation_id": identity, **body})
    session.say(f"registered {identity} for {known['name'].iloc[0]!r}; next: `toil build`")


def list_all(session: Session) -> None:
    """List the registered automations; with the verdict of the newest build where there is one."""
    from toil.store.journal import Journal

    newest = {event.subject: event for event in Journal(session.settings.store.folder).events(kind="automation")}
    verdicts = _verdicts(session)
    rows = [{"automation_id": subject, **event.body, "verdict": verdicts.get(subject)}
            for subject, event in newest.items()]  # fmt: skip
    if session.json:
        session.emit({"automations": rows})
        return
    for row in rows:
        session.line(_line(row))
    if not rows:
        session.say("no automation is registered; `toil automation add` does it")


def _line(row: Mapping[str, Any]) -> str:
    promise = f"promised {row.get('promised_hours_per_week', 0)} h/week"
    parts = (row["automation_id"], row.get("shipped_on"), row.get("name"), promise, row["verdict"] or "not built yet")
    return "\t".join(str(part or "") for part in parts)


def _new_id(journal: Journal) -> str:
    """`a1`, `a2` …: short, because people read them to each other."""
    taken = {event.subject for event in journal.history() if event.kind == "automation"}
    return next(f"a{number}" for number in range(1, len(taken) + 2) if f"a{number}" not in taken)


def _checked_date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
        if not 1990 <= day.year <= 2100:
            raise ValueError(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a date", where="--shipped-on", do="write it as 2026-09-07") from None
    return day.isoformat()


def _verdicts(session: Session) -> dict[str, str]:
    from toil.errors import StoreMissing
    from toil.store.published import open_published

    try:
        with open_published(session.settings.store.folder) as store:
            rows = store.read("automation_outcomes")
            return dict(zip(rows["automation_id"], rows["verdict"], strict=True))
    except StoreMissing:
        return {}
