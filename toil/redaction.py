"""Secrets never show: whatever put one into a text, it is masked before the text is said or written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from toil.settings import Settings

_MASK = "•••"


def without_secrets(settings: Callable[[], Settings], text: str) -> str:
    """The text with every secret of every source, the webhooks, and the password of the journal masked.

    `settings` is asked for them: a message must come out even where they, or a source, are broken.
    """
    for value in sorted(_secret_values(settings), key=len, reverse=True):
        text = text.replace(value, _MASK)
    return text


def _secret_values(settings: Callable[[], Settings]) -> set[str]:
    """Values of at least four characters that are not addresses; the webhook's address alone lets people post."""
    from toil.outbox.slack import SLACK
    from toil.outbox.teams import TEAMS
    from toil.sources import get_source, source_names

    values: set[str] = set()
    for name in source_names():
        with suppress(Exception):
            config = settings().source_config(get_source(name))
            values |= {value for key, value in config.secrets.items() if not key.endswith(("_URL", "_HOST"))}
    for webhook in (SLACK, TEAMS):
        with suppress(Exception):
            values.add(settings().secret(webhook.secret))
    with suppress(Exception):
        password = urlsplit(settings().journal_url()).password or ""
        values |= {password, unquote(password)}
    return {value for value in values if len(value) >= 4}
