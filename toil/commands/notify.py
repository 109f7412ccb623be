"""`toil notify`: the week where the team reads it; nothing is sent without `--apply`, and no week twice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.commands.since import parse_week

if TYPE_CHECKING:
    from toil.exports.week import WeekReport
    from toil.outbox.webhook import Webhook

Week = Annotated[str | None, typer.Option("--week", help="2026-W47; default: the last complete week.")]
Team = Annotated[str | None, typer.Option("--team", help="One team; default: all.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en or ja.")]
Apply = Annotated[bool, typer.Option("--apply", help="Send it; without this it is only shown.")]
Again = Annotated[bool, typer.Option("--again", help="Send it although it was sent before.")]


@dataclass(frozen=True)
class Chat:
    """Where a week is told: its name in the journal, how its message is made and read, and where it goes."""

    name: str
    message: Callable[..., dict[str, Any]]
    texts: Callable[[dict[str, Any]], list[str]]
    webhook: Webhook


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
    from toil.exports.slack import digest
    from toil.outbox.slack import SLACK

    chat = Chat("slack", digest, lambda message: [one["text"]["text"] for one in message["blocks"]], SLACK)
    _tell(session, chat, week, team, lang, apply=apply, again=again)


def teams(
    session: Session, week: Week = None, team: Team = None, lang: Lang = None, apply: Apply = False,
    again: Again = False,
) -> None:  # fmt: skip
    """Send the week's digest to the workflow of TEAMS_WEBHOOK_URL, which posts it into a channel of Microsoft Teams."""
    from toil.exports.teams import card, card_texts
    from toil.outbox.teams import TEAMS

    _tell(session, Chat("teams", card, card_texts, TEAMS), week, team, lang, apply=apply, again=again)


def _tell(
    session: Session, chat: Chat, week: str | None, team: str | None, lang: str | None, *, apply: bool, again: bool
) -> None:
    from toil.store.lock import store_lock

    report = _read(session, parse_week(week) if week else None, team, chosen_language(session, lang))
    notify = session.settings.notify
    message = chat.message(report, most=notify.most, app_url=notify.app_url)
    subject = f"{chat.name} {report.week} {team or ''}".rstrip()
    with store_lock(session.settings.store.folder) if apply else nullcontext():  # two at once would both send
        sent = apply and _send(session, chat, subject, message, again=again)
    if session.json:
        session.emit({"sent": sent, "week": report.week, "message": message})
    elif not sent:
        for line in chat.texts(message):
            session.line(line)
    if not apply:
        session.say("nothing was sent; `--apply` does it")


def _read(session: Session, week: str | None, team: str | None, lang: str) -> WeekReport:
    from toil.exports.week import read_week
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        return read_week(store, week=week, team=team, lang=lang, min_group=session.settings.privacy.min_group)


def _send(session: Session, chat: Chat, subject: str, message: dict[str, Any], *, again: bool) -> bool:
    from toil.store.journal import Journal

    journal = Journal(session.settings.store.folder)
    before = journal.events(kind="notify", subject=subject)
    if before and not again:
        session.say(f"{subject} was sent on {before[-1].written_at}; `--again` sends it once more")
        return False
    chat.webhook.post(chat.webhook.checked(session.settings.secret(chat.webhook.secret)), message)
    journal.append("notify", subject, {}, author=session.settings.app.user)
    session.say(f"sent: {subject}")
    return True
