"""Slack's incoming webhook: a message is sent once, and again only where Slack said that it did not take it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SettingsError, SourceUnavailable
from toil.sources.base import Secret
from toil.sources.http import CONNECT_SECONDS, Courier, Patience, is_loopback
from toil.sources.pace import requested_wait_seconds

if TYPE_CHECKING:
    import requests

WEBHOOK = Secret("SLACK_WEBHOOK_URL", ("TOIL_SLACK_WEBHOOK_URL",))
TIMEOUT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 60.0
# https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#error-handling
_MEANS = {
    "invalid_payload": "the message is not well formed", "no_service": "the webhook was switched off or does not exist",
    "channel_not_found": "the channel is gone", "channel_is_archived": "the channel is archived",
    "action_prohibited": "an administrator forbids it", "posting_to_general_channel_denied": "it may not post there",
}  # fmt: skip


def checked_webhook(url: str) -> str:
    """The webhook's address; raises CredentialsError where there is none, SettingsError where it is no safe one.

    The address is a secret: whoever knows it can post. It never shows in a message.
    """
    if not url:
        raise CredentialsError("there is no webhook to send to", where="environment",
                               do="set SLACK_WEBHOOK_URL, or SLACK_WEBHOOK_URL_FILE")  # fmt: skip
    if urlsplit(url).scheme != "https" and not is_loopback(url):
        raise SettingsError("SLACK_WEBHOOK_URL is not an https address", where="environment")
    return url


def post(url: str, message: Mapping[str, Any], *, sleep: Callable[[float], None] = time.sleep) -> None:
    """Send a message. Raises SourceUnavailable where Slack did not take it, or where it is not known."""
    what = f"POST {urlsplit(url).hostname}"
    response = _sent(url, message, what)
    if response.status_code == 429:
        sleep(min(requested_wait_seconds(response.headers) or 1.0, LONGEST_WAIT_SECONDS))
        response = _sent(url, message, what)
    if response.status_code >= 300:
        said = response.text.strip()[:100]
        raise SourceUnavailable(f"Slack did not take the message: {_MEANS.get(said, said or response.status_code)}",
                                where=what, do="make a new webhook, or run the command again later")  # fmt: skip


def _sent(url: str, message: Mapping[str, Any], what: str) -> requests.Response:
    import requests

    waits = (CONNECT_SECONDS, TIMEOUT_SECONDS)
    once = Courier(retry_on=(requests.RequestException,), patience=Patience(attempts=1), redact=(url,))
    return once.call(
        lambda: requests.post(url, json=message, timeout=waits, allow_redirects=False),
        what=what, accept=range(400, 500),
    )  # fmt: skip
