"""How long a busy service is waited for, and what is said when it is given up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from threading import Barrier, Thread
from typing import Any

import pytest

from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.http import Courier, Patience, is_loopback, safe_url
from toil.sources.pace import requested_wait_seconds

DATE = "Mon, 23 Nov 2026 12:00:00 GMT"


@dataclass
class Reply:
    status_code: int
    headers: dict[str, str] = field(default_factory=dict)
    text: str = "{}"

    def json(self) -> Any:
        raise ValueError(self.text)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def courier(clock: Clock, **settings: Any) -> Courier:
    return Courier(clock=clock, sleep=clock.sleep, random=Random(7), **settings)


def answering(replies: Iterable[object]) -> Any:
    """A send that gives these replies in turn."""
    rest = iter(replies)

    def send() -> Any:
        reply = next(rest)
        if isinstance(reply, Exception):
            raise reply
        return reply

    return send


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "1847"}, 1847.0),
        ({"retry-after": "0"}, 0.0),
        ({"Retry-After": "Mon, 23 Nov 2026 12:01:30 GMT", "Date": DATE}, 90.0),
        ({"Retry-After": "Mon, 23 Nov 2026 11:00:00 GMT", "Date": DATE}, 0.0),
        ({"X-RateLimit-Reset": "2026-11-23T12:00Z", "Date": DATE}, 0.0),
        ({"X-RateLimit-Reset": "2026-11-23T12:02:00+00:00", "Date": DATE}, 120.0),
        ({"X-RateLimit-Reset": "1795435210", "Date": DATE}, 10.0),
        ({"ratelimit-reset": "41"}, 41.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "nan"}, None),
        ({}, None),
    ],
)
def test_headers_say_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    """Seconds, HTTP dates, ISO dates and epochs are all understood, dates by the service's own clock."""
    assert requested_wait_seconds(headers) == seconds


def test_a_busy_service_is_waited_for_as_long_as_it_asks() -> None:
    """Each wait is what was asked for and at most a second more."""
    clock = Clock()
    replies = [Reply(429, {"Retry-After": "20"}), Reply(503, {"Retry-After": "5"}), Reply(200)]
    assert courier(clock).call(answering(replies), what="GET x").status_code == 200
    assert [int(wait) for wait in clock.slept] == [20, 5]


def test_waits_grow_where_nothing_is_asked_for() -> None:
    """Without a header the waits double, spread by chance, and stay below a minute."""
    clock = Clock()
    replies = [Reply(502), ConnectionError("x"), Reply(504), Reply(503), Reply(429), Reply(200)]
    courier(clock).call(answering(replies), what="GET x")
    assert all(base / 2 <= wait <= base for wait, base in zip(clock.slept, [1, 2, 4, 8, 16], strict=True))


def test_a_wait_past_the_deadline_is_not_begun() -> None:
    """A service that asks for more time than there is ends the call at once, and its wish is told."""
    clock = Clock()
    with pytest.raises(SourceUnavailable, match=r"next wait 90[01] s"):
        courier(clock, patience=Patience(deadline_seconds=600)).call(
            answering([Reply(429, {"Retry-After": "900"})]), what="GET x"
        )
    assert clock.slept == []


def test_attempts_are_counted_out() -> None:
    """After the last attempt there is an error and no further request."""
    one = courier(Clock(), patience=Patience(attempts=3))
    with pytest.raises(SourceUnavailable, match="HTTP 503, 3 attempts"):
        one.call(answering([Reply(503)] * 9), what="GET x")
    assert one.sent == 3


@pytest.mark.parametrize(
    ("status", "error"), [(401, CredentialsError), (403, CredentialsError), (400, SourceUnavailable)]
)
def test_refusals_are_not_tried_again(status: int, error: type[Exception]) -> None:
    """A refusal is an error at once, in the service's words but without the secret."""
    one = courier(Clock(), redact=("tok-1",))
    with pytest.raises(error, match="field x is unknown to …") as caught:
        one.call(answering([Reply(status, text="field x is unknown to tok-1")]), what="GET x")
    assert (one.sent, "tok-1" in str(caught.value)) == (1, False)


def test_expected_refusals_are_answers() -> None:
    """A status that the caller accepts is handed over."""
    assert courier(Clock()).call(answering([Reply(404)]), what="x", accept={404}).status_code == 404


def test_requests_keep_their_pace() -> None:
    """No more requests a second are sent than allowed."""
    clock = Clock()
    one = courier(clock, requests_per_second=4)
    for _ in range(9):
        one.call(answering([Reply(200)]), what="x")
    assert clock.now == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit-limit": "960", "ratelimit-remaining": "0", "ratelimit-reset": "23"}, 23.0),
        ({"ratelimit-limit": "960", "ratelimit-remaining": "9", "ratelimit-reset": "20"}, 2.0),
        ({"ratelimit-limit": "960", "ratelimit-remaining": "959", "ratelimit-reset": "20"}, 0.0),
        ({"X-RateLimit-NearLimit": "true", "X-RateLimit-Remaining": "19", "X-RateLimit-Reset": "10"}, 0.5),
        ({"X-RateLimit-NearLimit": "true"}, 1.0),
        ({"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-23T12:00:30Z", "Date": DATE}, 30.0),
        ({"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "0", "X-RateLimit-Interval-Seconds": "5",
          "X-RateLimit-FillRate": "10"}, 5.0),
        ({"X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "1", "X-RateLimit-Interval-Seconds": "5",
          "X-RateLimit-FillRate": "10"}, 0.0),
        ({"ratelimit-remaining": "many"}, 0.0),
        ({}, 0.0),
    ],
)  # fmt: skip
def test_a_limit_is_obeyed_before_it_is_reached(headers: dict[str, str], seconds: float) -> None:
    """T21: PagerDuty, Jira Cloud and Jira Data Center say in good answers what is left; the next request waits."""
    clock = Clock()
    one = courier(clock)
    one.call(answering([Reply(200, headers)]), what="x")
    one.call(answering([Reply(200)]), what="x")
    assert clock.now == pytest.approx(seconds)
    assert one.waited_seconds == pytest.approx(seconds)


def test_a_daily_quota_is_not_waited_for() -> None:
    """T21: A wish of half an hour ends the call at once, says when to come again, and ends the next one too."""
    clock = Clock()
    one = courier(clock)
    for _ in range(2):
        with pytest.raises(SourceUnavailable, match=r"next wait 184\d s") as caught:
            one.call(answering([Reply(429, {"Retry-After": "1847"})]), what="GET x")
        assert "again in 31 minutes" in str(caught.value)
    assert (clock.slept, one.sent) == ([], 1)


def test_what_one_thread_is_told_holds_them_all() -> None:
    """A 429 that one call meets while another waits for its turn keeps that one waiting, too; each is counted."""
    clock = Clock()
    one = courier(clock, requests_per_second=1)
    sent_at: list[float] = []

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if len(clock.slept) == 1:  # another thread is refused just now
            one._pace.hold(clock.now + 40)

    one.sleep = sleep
    for _ in range(2):
        one.call(lambda: sent_at.append(clock.now) or Reply(200), what="x")  # type: ignore[func-returns-value]
    assert sent_at == [0.0, 41.0]
    assert (one.sent, one.retried, one.waited_seconds) == (2, 0, 41.0)


def test_threads_together_keep_the_pace() -> None:
    """Eight threads get eight moments, and nobody sleeps while others want theirs."""
    clock = Clock()
    one = courier(clock, requests_per_second=4, patience=Patience(deadline_seconds=1000))
    slept: list[float] = []
    one.sleep = slept.append
    together = Barrier(8)

    def work() -> None:
        together.wait()
        for _ in range(5):
            one.call(answering([Reply(200)]), what="x")

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.sent == 40
    assert sorted(slept) == pytest.approx([place / 4 for place in range(1, 40)])


def test_retries_are_counted() -> None:
    """What was asked again shows in the count, and so does every second that passed in waiting."""
    clock = Clock()
    one = courier(clock)
    one.call(answering([Reply(503), ConnectionError("x"), Reply(200)]), what="x")
    assert (one.sent, one.retried) == (3, 2)
    assert one.waited_seconds == pytest.approx(clock.now)


def test_urls_in_messages_hold_no_secret() -> None:
    """User, password, query and fragment are left out of what people see."""
    assert safe_url("https://me:pw@h.example:8443/a/b?token=1#x") == "https://h.example:8443/a/b"
    assert [is_loopback(url) for url in ("http://127.0.0.1:1", "http://localhost", "http://h.example")] == [
        True,
        True,
        False,
    ]


def test_what_is_not_json_is_named() -> None:
    """A body that is no JSON is an error with the request's name, and is not asked for again."""
    one = courier(Clock())
    with pytest.raises(SourceUnavailable, match="other than JSON"):
        one.call_json(answering([Reply(200, text="<html>")]), what="GET x")


def test_an_answer_that_breaks_off_is_asked_for_again() -> None:
    """JSON that was promised and ends too early is a matter of the wire, for as long as patience lasts."""
    half = Reply(200, {"content-type": "application/json"}, '{"issues": [')
    one = courier(Clock(), patience=Patience(attempts=3))
    with pytest.raises(SourceUnavailable, match="its answer breaks off, 3 attempts"):
        one.call_json(answering([half, half, half]), what="GET x")
    assert one.sent == 3
