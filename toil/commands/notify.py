"""`toil notify`: the week where the team reads it; nothing is sent without `--apply`, and no week twice."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.commands.since import parse_week

if TYPE_CHECKING:
    from toil.digest import Digest


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Tell the week where the team reads it.")
    command(group, "slack")(slack)
    app.add_typer(group, name="notify")


def slack(
    session: Session,
    week: Annotated[str | None, typer.Option("--week", help="2026-W47; default: the last complete week.")] = None,
    team: Annotated[str | None, typer.Option("--team", help="One team; default: all.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en or ja.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Send it; without this it is only shown.")] = False,
    again: Annotated[bool, typer.Option("--again", help="Send it although it was sent before.")] = False,
) -> None:
    """Send the week's digest to the incoming webhook of SLACK_WEBHOOK_URL."""
    from toil.digest import compose
    from toil.store.lock import store_lock

    settings = session.settings
    ready = compose(settings, week=parse_week(week) if week else None, team=team, lang=chosen_language(session, lang))
    with store_lock(settings.store.folder) if apply else nullcontext():  # two at once would both send
        sent = apply and _send(session, ready, again=again)
    if session.json:
        session.emit({"sent": sent, "week": ready.week, "message": ready.message})
    elif not sent:
        for line in _as_text(ready.message):
            session.line(line)
    if not apply:
        session.say("nothing was sent; `--apply` does it")


def _send(session: Session, ready: Digest, *, again: bool) -> bool:
    from toil.digest import send_once

    if before := send_once(session.settings, ready, again=again):
        session.say(f"{ready.subject} was sent on {before}; `--again` sends it once more")
        return False
    session.say(f"sent: {ready.subject}")
    return True


def _as_text(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"]]
