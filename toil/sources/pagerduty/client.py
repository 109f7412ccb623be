"""One account's REST API: its library's session, our own patience, the service's own clock."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any

from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.base import Rejection
from toil.sources.http import CONNECT_SECONDS, FOR_RUNS, Courier, Patience, Response
from toil.sources.pace import header, server_time
from toil.sources.pagerduty.options import EU_HOST, Options

EXTERNAL_REFERENCES = "external_references"
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class Answer:
    """A JSON object with its status and where it came from (no secrets in it)."""

    status: int
    body: dict[str, Any]
    where: str


class DailyQuotaUsedUp(SourceUnavailable):
    """A quota of the whole day, which no run waits for."""


@dataclass
class Client:
    """Sends requests with the `pagerduty` library's session and headers, each with a time-out.

    Its own `request` is passed by: on 429 that tries without end and ignores `ratelimit-reset`.
    `now` is the service's time from the first answer's Date header; the local clock is never asked.
    """

    options: Options
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    patience: Patience = FOR_RUNS
    includes_references: bool = True
    notes: list[Rejection] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _session: Any = None
    _courier: Courier | None = None
    _now: datetime | None = None
    _latest: datetime | None = None

    def get(self, path: str, params: Mapping[str, Any] | None = None, *, accept: Collection[int] = ()) -> Answer:
        """The answer to a GET; raises CredentialsError and SourceUnavailable as `Courier.call` does."""
        return self._send("GET", path, accept, params=dict(params or {}))

    def post(self, path: str, body: Mapping[str, Any], *, accept: Collection[int] = ()) -> Answer:
        """The answer to a POST with a JSON body."""
        return self._send("POST", path, accept, json=dict(body))

    def get_incidents(self, path: str, params: Mapping[str, Any], *, accept: Collection[int] = ()) -> Answer:
        """GET incidents with their external references, as long as the service knows of them.

        `include[]=external_references` is undocumented. Where it is refused, the same request goes out
        without it, and a note says once that links then come from texts and URLs alone.
        """
        if not self.includes_references:
            return self.get(path, params, accept=accept)
        asked = {**params, "include[]": [EXTERNAL_REFERENCES]}
        answer = self.get(path, asked, accept={*accept, 400})
        if answer.status != 400:
            return answer
        answer = self.get(path, params, accept=accept)
        with self._lock:
            is_first, self.includes_references = self.includes_references, False
        if is_first:
            told = "the service does not give external references; links to Jira come from notes and URLs alone"
            self.notes.append(Rejection(answer.where, told))
        return answer

    def take_notes(self) -> tuple[Rejection, ...]:
        """What is to be told beside the rows, once."""
        taken, self.notes = tuple(self.notes), []
        return taken

    @property
    def now(self) -> datetime:
        """The service's time when this run began."""
        if self._now is None:
            self.get("/users", {"limit": 1})
        if self._now is None:
            raise SourceUnavailable(
                "the service does not tell its time (no Date header)",
                where=self.options.host,
                do="check whether a proxy strips headers",
            )
        return self._now

    @property
    def latest(self) -> datetime | None:
        """The service's time in its newest answer."""
        return self._latest

    def _send(self, method: str, path: str, accept: Collection[int], **body: Any) -> Answer:
        where = f"{method} {self.options.host}{path}"
        send = partial(self._once, method, path, **body)
        response, value = self._patience().call_json(send, what=where, accept={*accept, 401})
        if response.status_code == 401:
            raise _not_accepted(where)
        self._latest = server_time(response.headers) or self._latest
        self._now = self._now or self._latest
        if response.status_code >= 400:
            return Answer(response.status_code, {}, where)
        if not isinstance(value, dict):
            raise SourceUnavailable("the service answered with something other than an object", where=where)
        return Answer(response.status_code, value, where)

    def _once(self, method: str, path: str, **body: Any) -> Response:
        from httpx2 import Timeout

        session = self._open()
        response: Response = session.parent.request(
            method,
            f"{self.options.host}{path}",
            headers=session.prepare_headers(method),
            timeout=Timeout(TIMEOUT_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            **body,
        )
        if response.status_code == 429 and (header(response.headers, "daily-ratelimit-remaining") or "").strip() == "0":
            raise DailyQuotaUsedUp("the day's quota of analytics requests is used up", where=f"{method} {path}")
        return response

    def _open(self) -> Any:
        if self._session is None:
            from pagerduty import RestApiV2Client

            is_secure = self.options.host.startswith("https://")
            self._session = RestApiV2Client(self.options.key, base_url=self.options.host if is_secure else None)
        return self._session

    def _patience(self) -> Courier:
        if self._courier is None:
            from httpx2 import RequestError

            self._courier = Courier(
                retry_on=(RequestError,),
                patience=self.patience,
                requests_per_second=self.options.requests_per_minute / 60,
                redact=(self.options.key,),
                sleep=self.sleep,
                clock=self.clock,
            )
        return self._courier


def rows_of(answer: Answer, key: str) -> list[Any]:
    """The list under `key`; raises SourceUnavailable where there is none."""
    rows = answer.body.get(key)
    if not isinstance(rows, list):
        raise SourceUnavailable(f"the service's answer has no list of {key}", where=answer.where)
    return rows


def _not_accepted(where: str) -> CredentialsError:
    return CredentialsError(
        "PagerDuty did not accept the API key (HTTP 401)",
        where=where,
        do="check PAGERDUTY_API_KEY, that the key is still active, and the region: an account in the EU needs "
        f"PAGERDUTY_API_HOST={EU_HOST}",
    )
