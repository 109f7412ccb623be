"""`toil notify`: the week where the team reads it; nothing is sent without `--apply`, and no week twice."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.commands.since import parse_week

if TYPE_CHECKING:
    from toil.digest import Digest

Week = Annotated[str | None, typer.Option("--week", help="2026-W47; default: the last complete week.")]
Team = Annotated[str | None, typer.Option("--team", help="One team; default: all.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en or ja.")]
Apply = Annotated[bool, typer.Option("--apply", help="Send it; without this it is only shown.")]
Again = Annotated[bool, typer.Option("--again", help="Send it although it was sent before.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Tell the week where the team reads it.")
    command(group, "slack")(slack)
    command(group, "teams")(teams)
    app.add_typer(group, name="notify")


def slack(
    session: Session, week: Week = None, team: Team = None, lang: Lang = None, apply: Apply = False,
    again: Again = False,
) -> None:  # fmt: skip
    """Send the week's digest to the incoming webhook of SLACK_WEBHOOK_URL."""
    _tell(session, "slack", week, team, lang, apply=apply, again=again)


def teams(
    session: Session, week: Week = None, team: Team = None, lang: Lang = None, apply: Apply = False,
    again: Again = False,
) -> None:  # fmt: skip
    """Send the week's digest to the workflow of TEAMS_WEBHOOK_URL, which posts it into a channel of Microsoft Teams."""
    _tell(session, "teams", week, team, lang, apply=apply, again=again)


def _tell(
    session: Session, chat: str, week: str | None, team: str | None, lang: str | None, *, apply: bool, again: bool
) -> None:
    from toil.digest import CHATS, compose
    from toil.store.lock import store_lock

    chosen = parse_week(week) if week else None
    ready = compose(session.settings, CHATS[chat], week=chosen, team=team, lang=chosen_language(session, lang))
    with store_lock(session.settings.store.folder) if apply else nullcontext():  # two at once would both send
        sent = apply and _send(session, ready, again=again)
    if session.json:
        session.emit({"sent": sent, "week": ready.week, "message": ready.message})
    elif not sent:
        for line in ready.texts:
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
