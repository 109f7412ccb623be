"""The HTTP side of the fake Jira: a server on a free port of this machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.asked import Asked
from tests.fakes.jira import FakeJira
from tests.fakes.serving import served


@contextmanager
def running(jira: FakeJira) -> Iterator[FakeJira]:
    """The fake behind a free port of this machine, for as long as the block lasts."""
    with served(_handler(jira)) as jira.url:
        yield jira


def _handler(jira: FakeJira) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._reply("GET", None)

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            self._reply("POST", json.loads(self.rfile.read(length) or b"null"))

        def _reply(self, method: str, body: Any) -> None:
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            fault = jira.fault_for(parts.path)
            if fault is not None:
                status, text, headers = fault.status, fault.body, fault.headers
                answer: Any = None
            else:
                status, answer = self._answer(method, parts.path, query, body)
                text, headers = json.dumps(answer), {}
            if method == "POST" and parts.path.endswith(("/issue", "/comment")) and jira.lost_answers:
                jira.lost_answers -= 1  # it is there, and nobody is told
                status = 0
            jira.asked.append(Asked(method, parts.path, query, body, status, answer))
            if status == 0:
                self.close_connection = True
                return
            self._send(status, text.encode(), {**jira.headers, **headers})

        def _answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> tuple[int, Any]:
            if path == "/rest/api/2/serverInfo":
                kind = "Cloud" if jira.cloud else "Server"
                return 200, {"baseUrl": jira.url, "deploymentType": kind, "version": "1001.0.0"}
            if self.headers.get("Authorization") not in jira.logins:
                return 401, {"errorMessages": ["Client must be authenticated to access this resource."]}
            return jira.answer(method, path, query, body)

        def _send(self, status: int, content: bytes, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            for name, value in {"Date": jira.date, "Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            """Keep the terminal quiet."""

    return Handler
