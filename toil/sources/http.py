"""Calls to a service that may be busy: waits as long as it asks, gives up in time, tells no secrets."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from random import Random
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SourceUnavailable

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
DENIED = frozenset({401, 403})
_EPOCH_FROM = 1_000_000_000  # a reset header above this is a moment, below it a number of seconds
CONNECT_SECONDS = 10.0  # longer than any handshake; a firewall that drops packets never answers


@dataclass(frozen=True)
class Patience:
    """How often a call is tried, and how many seconds it may take with all of its waits."""

    attempts: int = 6
    deadline_seconds: float = 900.0


FOR_RUNS = Patience()
FOR_CHECKS = Patience(attempts=2, deadline_seconds=20.0)  # a person is waiting at a terminal


class Response(Protocol):
    """What `requests` and `httpx` answers have in common."""

    @property
    def status_code(self) -> int:
        """The HTTP status."""

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers, with case-insensitive names."""

    @property
    def text(self) -> str:
        """The body as text."""

    def json(self) -> Any:
        """The body as JSON."""


R = TypeVar("R", bound=Response)


@dataclass
class Courier:
    """Sends requests one after another, never faster than allowed, and again where a service asks for it.

    `retry_on` are the client library's connection errors; `patience` bounds each call; `redact` are secrets
    that must not show in a message. Clock and sleep are given by tests.
    """

    retry_on: tuple[type[Exception], ...] = (OSError,)
    patience: Patience = FOR_RUNS
    requests_per_second: float | None = None
    redact: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 – spreads retries, hides nothing
    sent: int = 0
    waited_seconds: float = 0.0
    _next_at: float = float("-inf")

    def call(self, send: Callable[[], R], *, what: str, accept: Collection[int] = ()) -> R:
        """The answer to `send`, whose status is below 400 or in `accept`.

        `what` names the request in errors, as "GET https://host/path" (see `safe_url`). Raises
        CredentialsError on 401 and 403, and SourceUnavailable on whatever else does not pass in time.
        """
        started = self.clock()
        for attempt in range(1, self.patience.attempts + 1):
            self._keep_pace()
            response, trouble = self._try(send)
            if response is not None and (response.status_code < 400 or response.status_code in accept):
                return response
            if response is not None and response.status_code not in RETRIED:
                raise self._refusal(response, what)
            wait = self._wait_seconds(response, attempt)
            if attempt == self.patience.attempts or self.clock() - started + wait > self.patience.deadline_seconds:
                raise self._given_up(what, trouble, attempt, wait)
            self._pause(wait)
        raise self._given_up(what, "no attempt was allowed", 0, 0.0)

    def _try(self, send: Callable[[], R]) -> tuple[R | None, str]:
        self.sent += 1
        try:
            response = send()
        except self.retry_on as error:
            return None, f"no connection: {type(error).__name__}"
        return response, f"HTTP {response.status_code}"

    def _keep_pace(self) -> None:
        if not self.requests_per_second:
            return
        now = self.clock()
        if now < self._next_at:
            self._pause(self._next_at - now)
        self._next_at = max(now, self._next_at) + 1.0 / self.requests_per_second

    def _pause(self, seconds: float) -> None:
        self.waited_seconds += seconds
        self.sleep(seconds)

    def _wait_seconds(self, response: Response | None, attempt: int) -> float:
        """What the service asks for plus up to a second, or 1, 2, 4 … 60 seconds halved by chance."""
        asked = requested_wait_seconds(response.headers) if response is not None else None
        if asked is not None:
            return asked + self.random.random()
        return min(60.0, 2.0 ** (attempt - 1)) * (0.5 + self.random.random() / 2)

    def _refusal(self, response: Response, what: str) -> Exception:
        said = self._said(response)
        if response.status_code in DENIED:
            return CredentialsError(
                f"the service did not accept the credentials (HTTP {response.status_code}){said}",
                where=what,
                do="check the token, whom it belongs to, and what that account may see",
            )
        return SourceUnavailable(f"the service refused a request (HTTP {response.status_code}){said}", where=what)

    def _said(self, response: Response) -> str:
        text = " ".join(response.text.split())[:300]
        for secret in self.redact:
            text = text.replace(secret, "…") if secret else text
        return f": {text}" if text and not text.startswith("<") else ""

    def _given_up(self, what: str, trouble: str, attempts: int, wait: float) -> SourceUnavailable:
        return SourceUnavailable(
            f"the service did not answer ({trouble}, {attempts} attempts, next wait {wait:.0f} s)",
            where=what,
            do="run the command again later: it goes on where it stopped",
        )


def requested_wait_seconds(headers: Mapping[str, str]) -> float | None:
    """How long the headers ask us to wait, in seconds: Retry-After, else a rate limit's reset, else None.

    Both may be seconds or a date; a date is taken relative to the service's own Date header.
    """
    for name in ("retry-after", "x-ratelimit-reset", "ratelimit-reset"):
        value = header(headers, name)
        if value and (seconds := _seconds_until(value.strip(), server_time(headers))) is not None:
            return max(0.0, seconds)
    return None


def server_time(headers: Mapping[str, str]) -> datetime | None:
    """The service's own time (UTC) from its Date header."""
    return _http_date(header(headers, "date") or "")


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header by its name in any case; also for a plain dict."""
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)


def json_body(response: Response, *, what: str) -> Any:
    """The body as JSON; raises SourceUnavailable where it is none, as with a proxy's log-in page."""
    try:
        return response.json()
    except ValueError as error:
        raise SourceUnavailable(
            "the service answered with something other than JSON",
            where=what,
            do="check the base URL, and whether a proxy or a log-in page stands before it",
        ) from error


def safe_url(url: str) -> str:
    """The URL without user, password, query and fragment."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        port = ""
    return f"{parts.scheme}://{host}{port}{parts.path}" if host else parts.path


def is_loopback(url: str) -> bool:
    """Whether the URL's host is this machine: the only place where plain http is allowed."""
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def _seconds_until(value: str, now: datetime | None) -> float | None:
    try:
        number = float(value)
    except ValueError:
        moment = _http_date(value) or _iso_date(value)
        return (moment - now).total_seconds() if moment and now else None
    if number != number or number in (float("inf"), float("-inf")):
        return None
    if number < _EPOCH_FROM:
        return number
    return number - now.timestamp() if now else None


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _iso_date(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
