"""The week's digest: put into words from the newest build, sent once to each chat, and remembered in the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from toil.errors import ToilError
from toil.exports.slack import digest
from toil.exports.teams import card, card_texts
from toil.exports.week import read_week
from toil.outbox.slack import SLACK
from toil.outbox.teams import TEAMS
from toil.outbox.webhook import Unanswered, Webhook
from toil.settings import Settings
from toil.store.journal import Journal
from toil.store.published import open_published


@dataclass(frozen=True)
class Chat:
    """Where a week is told: its name in the journal, how its message is made and read, and where it goes."""

    name: str
    message: Callable[..., dict[str, Any]]
    texts: Callable[[dict[str, Any]], list[str]]
    webhook: Webhook


@dataclass(frozen=True)
class Digest:
    """A week's message for a chat; `subject` is the name under which the journal keeps that it was sent."""

    chat: Chat
    subject: str
    week: str
    message: dict[str, Any]

    @property
    def texts(self) -> list[str]:
        """What a reader of the chat reads."""
        return self.chat.texts(self.message)


def _block_texts(message: dict[str, Any]) -> list[str]:
    return [block["text"]["text"] for block in message["blocks"]]


CHATS = {"slack": Chat("slack", digest, _block_texts, SLACK), "teams": Chat("teams", card, card_texts, TEAMS)}


def chats_in_use(settings: Settings) -> list[Chat]:
    """The chats whose webhook is set; Slack where none is, so that sending says what is missing."""
    return [chat for chat in CHATS.values() if settings.secret(chat.webhook.secret)] or [CHATS["slack"]]


def compose(settings: Settings, chat: Chat, *, week: str | None = None, team: str | None = None, lang: str) -> Digest:
    """The digest of a week (default: the last complete one) of all teams or one.

    Raises StoreMissing where nothing was built, UsageError where there is no such week or team.
    """
    with open_published(settings.store.folder) as store:
        report = read_week(store, week=week, team=team, lang=lang, min_group=settings.privacy.min_group)
    message = chat.message(report, most=settings.notify.most, app_url=settings.notify.app_url)
    return Digest(chat, f"{chat.name} {report.week} {team or ''}".rstrip(), report.week, message)


def send_once(settings: Settings, ready: Digest, *, again: bool = False) -> str:
    """Send it unless it was sent before; when that was, empty where it is sent now. The caller holds the store.

    The journal is told before the chat is: what was cut off in between, or had no answer, is not sent a second time.
    Raises CredentialsError where there is no webhook, SourceUnavailable where the chat did not take it, and Unanswered
    where that is not known.
    """
    journal = Journal.of(settings)
    before = journal.events(kind="notify", subject=ready.subject)
    state = before[-1].body.get("state", "sent") if before else "refused"  # "sent" was not written at first
    if state != "refused" and not again:
        return before[-1].written_at + ("" if state == "sent" else ", and no answer came: look in the channel")
    webhook = ready.chat.webhook
    url = webhook.checked(settings.secret(webhook.secret))
    _note(journal, settings, ready, "asked")
    try:
        webhook.post(url, ready.message)
    except Unanswered:
        raise
    except ToilError:
        _note(journal, settings, ready, "sent" if state == "sent" else "refused")
        raise
    _note(journal, settings, ready, "sent")
    return ""


def _note(journal: Journal, settings: Settings, ready: Digest, state: str) -> None:
    journal.append("notify", ready.subject, {"state": state}, author=settings.app.user)
