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
    from toil.exports.week import WeekReport


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
    from toil.exports.slack import digest
    from toil.store.lock import store_lock

    report = _read(session, parse_week(week) if week else None, team, chosen_language(session, lang))
    notify = session.settings.notify
    message = digest(report, most=notify.most, app_url=notify.app_url)
    subject = f"slack {report.week} {team or ''}".rstrip()
    with store_lock(session.settings.store.folder) if apply else nullcontext():  # two at once would both send
        sent = apply and _send(session, subject, message, again=again)
    if session.json:
        session.emit({"sent": sent, "week": report.week, "message": message})
    elif not sent:
        for line in _as_text(message):
            session.line(line)
    if not apply:
        session.say("nothing was sent; `--apply` does it")


def _read(session: Session, week: str | None, team: str | None, lang: str) -> WeekReport:
    from toil.exports.week import read_week
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        return read_week(store, week=week, team=team, lang=lang, min_group=session.settings.privacy.min_group)


def _send(session: Session, subject: str, message: dict[str, Any], *, again: bool) -> bool:
    from toil.outbox.slack import WEBHOOK, checked_webhook, post
    from toil.store.journal import Journal

    journal = Journal(session.settings.store.folder)
    before = journal.events(kind="notify", subject=subject)
    if before and not again:
        session.say(f"{subject} was sent on {before[-1].written_at}; `--again` sends it once more")
        return False
    post(checked_webhook(session.settings.secret(WEBHOOK)), message)
    journal.append("notify", subject, {}, author=session.settings.app.user)
    session.say(f"sent: {subject}")
    return True


def _as_text(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"]]
