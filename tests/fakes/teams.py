"""What a Microsoft Teams workflow takes and refuses: "When a Teams webhook request is received", then "Post card"."""

from __future__ import annotations

import json
from typing import Any

# https://adaptivecards.io/explorer: the few elements that we use, with their properties
KNOWN = {
    "AdaptiveCard": {"$schema", "type", "version", "lang", "msteams", "body", "actions"},
    "RichTextBlock": {"type", "inlines", "spacing"},
    "TextRun": {"type", "text", "size", "weight"},
    "Action.OpenUrl": {"type", "title", "url"},
}
MOST_BYTES = 28 * 1024


def refused(message: Any) -> str:
    """What is wrong with a message, as the trigger's answer; empty where the channel shows it."""
    attachments = message.get("attachments") if isinstance(message, dict) else None
    if not isinstance(attachments, list) or not attachments or message.get("type") != "message":
        return _error("InvalidTemplate")  # 'foreach' of attachments: "the result must be a valid array"
    text = json.dumps(message, ensure_ascii=False)
    if max(len(text.encode("utf-8")), len(text.encode("utf-16-le"))) > MOST_BYTES:
        return _error("RequestEntityTooLarge")
    for one in attachments:
        if one.get("contentType") != "application/vnd.microsoft.card.adaptive" or not _is_known(one["content"]):
            return _error("BadRequest")
    return ""


def _is_known(element: dict[str, Any]) -> bool:
    inner = [*element.get("body", []), *element.get("actions", []), *element.get("inlines", [])]
    is_empty = element["type"] in ("AdaptiveCard", "RichTextBlock") and not inner
    has_text = element["type"] != "TextRun" or bool(element["text"])
    return (
        set(element) <= KNOWN.get(element["type"], set()) and has_text and not is_empty and all(map(_is_known, inner))
    )


def _error(code: str) -> str:
    return json.dumps({"error": {"code": code, "message": "The workflow refused the request."}})
