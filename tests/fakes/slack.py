"""What Slack's incoming webhook takes and refuses."""

from __future__ import annotations

import json
from typing import Any

# https://docs.slack.dev/reference/block-kit/blocks
MOST_BLOCKS, LONGEST = 50, {"header": 150, "section": 3000}


def refused(message: Any) -> str:
    """Slack's word for what is wrong with a message; empty where it takes it."""
    blocks = message.get("blocks", []) if isinstance(message, dict) else []
    if not isinstance(message, dict) or not message.get("text") or len(blocks) > MOST_BLOCKS:
        return "invalid_payload"
    for block in blocks:
        text = block["text"]
        is_known = text["type"] in ("plain_text", "mrkdwn") and (
            block["type"] != "header" or text["type"] == "plain_text"
        )
        if not is_known or not 0 < len(text["text"]) <= LONGEST[block["type"]]:
            return "invalid_blocks"
    return "msg_blocks_too_long" if len(json.dumps(blocks, ensure_ascii=False)) > 16_000 else ""
