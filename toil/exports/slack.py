"""The week as a Slack message: plain text within Slack's limits, so that no title formats or calls anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.exports.cells import web_address
from toil.exports.digest import cut, digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toil.exports.week import WeekReport

# A header has 150 characters, a section 3,000, a message 50 blocks: https://docs.slack.dev/reference/block-kit/blocks.
# Messages near 13,000 characters are refused as too long: https://github.com/slackapi/bolt-js/issues/2509
LONGEST_HEADER, LONGEST_TEXT, MOST_BLOCKS, MOST_CHARACTERS = 150, 2900, 50, 12_000


def digest(report: WeekReport, *, most: int, app_url: str = "") -> dict[str, Any]:
    """The body for an incoming webhook: `text` for notifications and `blocks`; `most` candidates are named."""
    told = digest_of(report, most=most)
    blocks = [{"type": "header", "text": _plain(told.title, LONGEST_HEADER)}]
    blocks += [{"type": "section", "text": _plain(text, LONGEST_TEXT)} for text in _fitting(told.parts)]
    if link := web_address(app_url):
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"<{link}|{told.open}>"}})
    return {"text": _escaped(cut("\n".join((told.title, *told.parts[:1])), LONGEST_TEXT)), "blocks": blocks}


def _fitting(parts: Sequence[str]) -> list[str]:
    """As many parts as a message holds, in their order; each is cut at the length of a section."""
    kept: list[str] = []
    room = MOST_CHARACTERS
    for text in parts[: MOST_BLOCKS - 2]:
        part = cut(text, LONGEST_TEXT)
        if len(part) > room:
            break
        kept.append(part)
        room -= len(part)
    return kept


def _plain(text: str, longest: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, longest), "emoji": False}


def _escaped(text: str) -> str:
    """Text where Slack reads markup: https://docs.slack.dev/messaging/formatting-message-text#escaping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
