"""A chat's webhook on this machine: keeps what it takes, refuses what the chat refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.serving import served


@dataclass
class FakeWebhook:
    """A webhook; `refused` says what is wrong with a message, `answers` (status, body, headers) are given first.

    An answer of status 0 is none: the message is taken, and the connection closed.
    """

    refused: Callable[[Any], str]
    accepted: tuple[int, str] = (200, "ok")
    path: str = "/services/T0/B0/secret-part"
    taken: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""


@contextmanager
def running(chat: FakeWebhook) -> Iterator[FakeWebhook]:
    """The webhook behind a free port of this machine, for as long as the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if chat.answers and not chat.answers[0][0]:
                chat.answers.pop(0)
                return chat.taken.append(message)
            if chat.answers:
                return self._send(*chat.answers.pop(0))
            if reason := chat.refused(message):
                return self._send(400, reason, {})
            chat.taken.append(message)
            return self._send(*chat.accepted, {})

        def _send(self, status: int, text: str, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the terminal quiet."""

    with served(Handler) as address:
        chat.url = f"{address}{chat.path}"
        yield chat
