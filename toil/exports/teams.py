"""The week as an Adaptive Card for a Microsoft Teams workflow: text that nothing in Teams reads as Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from toil.exports.cells import web_address
from toil.exports.digest import cut, digest_of

if TYPE_CHECKING:
    from toil.exports.week import WeekReport

# Of a message Teams takes about 28 KB (https://learn.microsoft.com/connectors/teams, known limitations); others found
# that it counts UTF-16 (https://stackoverflow.com/questions/78034694), so the greater of the two encodings counts here.
MOST_BYTES = 26_000
LONGEST_TEXT = 2_900


def card(report: WeekReport, *, most: int, app_url: str = "") -> dict[str, Any]:
    """The body for the trigger "When a Teams webhook request is received"; `most` candidates are named.

    Texts are runs of a RichTextBlock: Teams reads Markdown in TextBlock and Fact
    (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
    """
    told = digest_of(report, most=most)
    body = [_text(told.title, {"size": "Large", "weight": "Bolder"})]
    message = _message(body, web_address(app_url), told.open, report.lang)
    for part in told.parts:
        head, *lines = cut(part, LONGEST_TEXT).split("\n")
        texts = [
            _text(head, {"weight": "Bolder"}, spacing="Medium"),
            *(_text(one, {}, spacing="Small") for one in lines),
        ]
        body += texts
        if _bytes(message) > MOST_BYTES:
            del body[-len(texts) :]
            break
    return message


def card_texts(message: dict[str, Any]) -> list[str]:
    """The lines of a card, to be shown before it is sent."""
    elements = message["attachments"][0]["content"]["body"]
    return ["".join(run["text"] for run in one["inlines"]) for one in elements]


def _message(body: list[dict[str, Any]], link: str, label: str, lang: str) -> dict[str, Any]:
    """The message around the list of a card's elements, which may still grow."""
    content: dict[str, Any] = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json", "type": "AdaptiveCard", "version": "1.4",
        "lang": lang, "msteams": {"width": "Full"}, "body": body,
    }  # fmt: skip
    if link:
        content["actions"] = [{"type": "Action.OpenUrl", "title": label, "url": link}]
    kind = "application/vnd.microsoft.card.adaptive"
    return {"type": "message", "attachments": [{"contentType": kind, "contentUrl": None, "content": content}]}


def _text(text: str, style: dict[str, str], **place: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **style}], **place}


def _bytes(message: dict[str, Any]) -> int:
    text = json.dumps(message, ensure_ascii=False)
    return max(len(text.encode("utf-8")), len(text.encode("utf-16-le")))
