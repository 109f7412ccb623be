"""Slack's incoming webhook on this machine: keeps what it takes, refuses what Slack refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.serving import served

# https://docs.slack.dev/reference/block-kit/blocks
MOST_BLOCKS, LONGEST = 50, {"header": 150, "section": 3000}


@dataclass
class FakeSlack:
    """A webhook; `answers` are given first, as (status, body, headers)."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""


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


@contextmanager
def running(slack: FakeSlack) -> Iterator[FakeSlack]:
    """The webhook behind a free port of this machine, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if slack.answers:
                return self._send(*slack.answers.pop(0))
            if reason := refused(message):
                return self._send(400, reason, {})
            slack.taken.append(message)
            return self._send(200, "ok", {})

        def _send(self, status: int, text: str, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the terminal quiet."""

    with served(Handler) as address:
        slack.url = f"{address}/services/T0/B0/secret-part"
        yield slack
