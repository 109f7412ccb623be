"""The week's digest: put into words from the newest build, sent once, and remembered in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from toil.exports.slack import digest
from toil.exports.week import read_week
from toil.outbox.slack import WEBHOOK, checked_webhook, post
from toil.settings import Settings
from toil.store.journal import Journal
from toil.store.published import open_published


@dataclass(frozen=True)
class Digest:
    """A week's message; `subject` is the name under which the journal keeps that it was sent."""

    subject: str
    week: str
    message: dict[str, Any]


def compose(settings: Settings, *, week: str | None = None, team: str | None = None, lang: str) -> Digest:
    """The digest of a week (default: the last complete one) of all teams or one.

    Raises StoreMissing where nothing was built, UsageError where there is no such week or team.
    """
    with open_published(settings.store.folder) as store:
        report = read_week(store, week=week, team=team, lang=lang, min_group=settings.privacy.min_group)
    message = digest(report, most=settings.notify.most, app_url=settings.notify.app_url)
    return Digest(f"slack {report.week} {team or ''}".rstrip(), report.week, message)


def send_once(settings: Settings, ready: Digest, *, again: bool = False) -> str:
    """Send it unless it was sent before; the moment of that, empty where it is sent now. The caller holds the store.

    Raises CredentialsError where there is no webhook, SourceUnavailable where Slack did not take it.
    """
    journal = Journal(settings.store.folder)
    before = journal.events(kind="notify", subject=ready.subject)
    if before and not again:
        return before[-1].written_at
    post(checked_webhook(settings.secret(WEBHOOK)), ready.message)
    journal.append("notify", ready.subject, {}, author=settings.app.user)
    return ""
