"""A service in a process of its own: answers after a stated time, counts requests, holds nothing in memory.

Run `python -m benchmarks.extract.service jira|pagerduty COUNT LATENCY_SECONDS`; the first line tells its URL. A GET of
`/requests` answers how many requests came since the last time it was asked; one of `/grow?by=100` adds so many items.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

Query = dict[str, list[str]]


class Answers(Protocol):
    """A service's content: the answer to a request, or None where there is no such path."""

    count: int

    def answer(self, path: str, query: Query, body: Any) -> Any:
        """JSON, or None for 404."""


class Handler(BaseHTTPRequestHandler):
    """Sends what `answers` says after `latency_seconds`."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    answers: Answers
    latency_seconds = 0.0
    requests = 0
    lock = Lock()

    def do_GET(self) -> None:
        """Answer without a body."""
        self._serve(None)

    def do_POST(self) -> None:
        """Answer with the body that was sent."""
        self._serve(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _serve(self, body: Any) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/requests":
            with Handler.lock:
                answer, Handler.requests = Handler.requests, 0
            return self._send(200, answer)
        if parts.path == "/grow":
            self.answers.count += int(parse_qs(parts.query)["by"][0])
            return self._send(200, self.answers.count)
        with Handler.lock:
            Handler.requests += 1
        answer = self.answers.answer(parts.path, parse_qs(parts.query), body)
        if self.latency_seconds:
            time.sleep(self.latency_seconds)
        return self._send(404 if answer is None else 200, {"errorMessages": []} if answer is None else answer)

    def _send(self, status: int, answer: Any) -> None:
        content = json.dumps(answer).encode()
        self.send_response_only(status)
        self.send_header("Date", format_datetime(datetime.now(UTC), usegmt=True))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def main(kind: str, count: int, latency_seconds: float) -> None:
    """Serve on a free port of this machine until the process is ended."""
    from benchmarks.extract.jira_answers import JiraAnswers
    from benchmarks.extract.pagerduty_answers import PagerDutyAnswers

    Handler.answers = JiraAnswers(count) if kind == "jira" else PagerDutyAnswers(count)
    Handler.latency_seconds = latency_seconds
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))
