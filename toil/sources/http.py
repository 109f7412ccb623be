"""Calls to a service that may be busy: waits as long as it asks, gives up in time, tells no secrets."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from random import Random
from threading import Lock
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.pace import Pace, advised_pause_seconds, header, requested_wait_seconds

RETRIED = frozenset({408, 429, 500, 502, 503, 504})
DENIED = frozenset({401, 403})
TOO_LONG = frozenset({413, 414, 431})
HOLDING = frozenset({429, 503})  # these speak of the service as a whole, so every thread waits
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


class BrokenOff(Exception):
    """An answer that ends before its JSON does: without a Content-Length no library can tell it from a whole one."""


@dataclass
class Courier:
    """Sends requests, never faster than allowed, and again where a service asks for it; threads may share it.

    `retry_on` are the client library's connection errors; `patience` bounds each call; `redact` are secrets
    that must not show in a message. Clock and sleep are given by tests. `sent`, `retried` and `waited_seconds`
    (of all threads together) are counted.
    """

    retry_on: tuple[type[Exception], ...] = (OSError,)
    patience: Patience = FOR_RUNS
    requests_per_second: float | None = None
    redact: tuple[str, ...] = ()
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    random: Random = field(default_factory=lambda: Random(0))  # noqa: S311 – spreads retries, hides nothing
    sent: int = 0
    retried: int = 0
    waited_seconds: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._pace = Pace(self.requests_per_second)

    def call(self, send: Callable[[], R], *, what: str, accept: Collection[int] = ()) -> R:
        """The answer to `send`, whose status is below 400 or in `accept`.

        `what` names the request in errors, as "GET https://host/path" (see `safe_url`). A wait that one thread is
        asked for holds them all. Raises CredentialsError on 401 and 403, and SourceUnavailable on whatever else
        does not pass in time; a wait longer than the time left is not begun.
        """
        ends_at = self.clock() + self.patience.deadline_seconds
        trouble = "its limit of requests is used up"
        for attempt in range(1, self.patience.attempts + 1):
            self._take_turn(ends_at, what, trouble, attempt - 1)
            response, trouble = self._try(send, is_again=attempt > 1)
            if response is not None and (response.status_code < 400 or response.status_code in accept):
                self._pace.hold(self.clock() + advised_pause_seconds(response.headers))
                return response
            if response is not None and response.status_code not in RETRIED:
                raise self._refusal(response, what)
            wait = self._wait_seconds(response, attempt)
            is_for_all = response is not None and response.status_code in HOLDING
            if is_for_all:
                self._pace.hold(self.clock() + wait)
            if attempt == self.patience.attempts or self.clock() + wait > ends_at:
                raise self._given_up(what, trouble, attempt, wait)
            if not is_for_all:
                self._pause(wait)
        raise self._given_up(what, "no attempt was allowed", 0, 0.0)

    def call_json(self, send: Callable[[], R], *, what: str, accept: Collection[int] = ()) -> tuple[R, Any]:
        """As `call`, with the body as JSON (None where the status is not below 400); what breaks off is asked again.

        Raises SourceUnavailable where the body is no JSON, too.
        """
        body: Any = None

        def whole() -> R:
            nonlocal body
            response = send()
            body = _whole_json(response, what) if response.status_code < 400 else None
            return response

        return self.call(whole, what=what, accept=accept), body

    def _take_turn(self, ends_at: float, what: str, trouble: str, attempts: int) -> None:
        """Wait for this call's moment, and again where somebody was told meanwhile to wait longer."""
        while True:
            now = self.clock()
            moment = self._pace.slot(now, latest=ends_at)
            if moment > ends_at:
                raise self._given_up(what, trouble, attempts, moment - now)
            if moment > now:
                self._pause(moment - now)
            if self._pace.is_free(moment):
                return

    def _try(self, send: Callable[[], R], *, is_again: bool) -> tuple[R | None, str]:
        with self._lock:
            self.sent += 1
            self.retried += is_again
        try:
            response = send()
        except BrokenOff:
            return None, "its answer breaks off"
        except self.retry_on as error:
            return None, f"no connection: {type(error).__name__}"
        return response, f"HTTP {response.status_code}"

    def _pause(self, seconds: float) -> None:
        with self._lock:
            self.waited_seconds += seconds
        self.sleep(seconds)

    def _wait_seconds(self, response: Response | None, attempt: int) -> float:
        """What the service asks for plus up to a second, or 1, 2, 4 … 60 seconds halved by chance."""
        asked = requested_wait_seconds(response.headers) if response is not None else None
        with self._lock:
            chance = self.random.random()
        return min(60.0, 2.0 ** (attempt - 1)) * (0.5 + chance / 2) if asked is None else asked + chance

    def _refusal(self, response: Response, what: str) -> Exception:
        said = self._said(response)
        if response.status_code in DENIED:
            return CredentialsError(
                f"the service did not accept the credentials (HTTP {response.status_code}){said}",
                where=what,
                do="check the token, whom it belongs to, and what that account may see",
            )
        do = "ask for less at once: name fewer or shorter things in this source's table of toil.toml"
        return SourceUnavailable(f"the service refused a request (HTTP {response.status_code}){said}", where=what,
                                 do=do if response.status_code in TOO_LONG else "")  # fmt: skip

    def _said(self, response: Response) -> str:
        text = " ".join(response.text.split())[:300]
        for secret in self.redact:
            text = text.replace(secret, "…") if secret else text
        return f": {text}" if text and not text.startswith("<") else ""

    def _given_up(self, what: str, trouble: str, attempts: int, wait: float) -> SourceUnavailable:
        again = f"in {wait / 60:.0f} minutes" if wait > self.patience.deadline_seconds else "later"
        return SourceUnavailable(
            f"the service did not answer ({trouble}, {attempts} attempts, next wait {wait:.0f} s)",
            where=what,
            do=f"run the command again {again}: it goes on where it stopped",
        )


def _whole_json(response: Response, what: str) -> Any:
    """The body as JSON; raises BrokenOff where JSON was promised, else SourceUnavailable: a proxy's log-in page."""
    try:
        return response.json()
    except (ValueError, RecursionError) as error:
        is_promised = "json" in (header(response.headers, "content-type") or "").lower() and response.status_code < 300
        if isinstance(error, ValueError) and is_promised and not response.text.lstrip().startswith("<"):
            raise BrokenOff from error
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
