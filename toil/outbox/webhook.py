"""A chat's webhook: a message is sent once, and again only where the chat said that it did not take it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SettingsError, SourceUnavailable
from toil.sources.base import Secret
from toil.sources.http import CONNECT_SECONDS, Courier, Patience, is_loopback
from toil.sources.pace import requested_wait_seconds

if TYPE_CHECKING:
    import requests

TIMEOUT_SECONDS = 30.0
LONGEST_WAIT_SECONDS = 60.0
_NOBODY_KNOWS = frozenset({408, 502, 504})  # a gateway says that what stands behind it did not answer


class Unanswered(SourceUnavailable):
    """The message was sent, and may or may not have been taken."""


@dataclass(frozen=True)
class Webhook:
    """The webhook of a chat of that name; `means` says what its codes of refusal mean.

    The address is a secret: whoever knows it can post. It never shows in a message.
    """

    name: str
    secret: Secret
    means: Mapping[str, str]

    def checked(self, url: str) -> str:
        """The address; raises CredentialsError where there is none, SettingsError where it is no safe one."""
        variable = self.secret.name
        if not url:
            raise CredentialsError("there is no webhook to send to", where="environment",
                                   do=f"set {variable}, or {variable}_FILE")  # fmt: skip
        if urlsplit(url).scheme != "https" and not is_loopback(url):
            raise SettingsError(f"{variable} is not an https address", where="environment")
        return url

    def post(self, url: str, message: Mapping[str, Any], *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Send a message. Raises SourceUnavailable where the chat did not take it, Unanswered where it is not known."""
        what = f"POST {urlsplit(url).hostname}"
        response = _sent(url, message, what)
        if response.status_code == 429:
            sleep(min(requested_wait_seconds(response.headers) or 1.0, LONGEST_WAIT_SECONDS))
            response = _sent(url, message, what)
        if response.status_code in _NOBODY_KNOWS:
            raise _unanswered(f"HTTP {response.status_code}", what)
        if response.status_code >= 300:
            said = _code(response.text)
            reason = self.means.get(said, said or response.status_code)
            raise SourceUnavailable(f"{self.name} did not take the message: {reason}", where=what,
                                    do="make a new webhook, or run the command again later")  # fmt: skip


def _sent(url: str, message: Mapping[str, Any], what: str) -> requests.Response:
    import requests

    waits = (CONNECT_SECONDS, TIMEOUT_SECONDS)
    once = Courier(retry_on=(requests.RequestException,), patience=Patience(attempts=1), redact=(url,))
    # As UTF-8, and said to be: escaped, Japanese takes six bytes a letter of what a message may be long.
    body = json.dumps(message, ensure_ascii=False).encode("utf-8")
    headers = {"Content-Type": "application/json; charset=utf-8"}

    def send() -> requests.Response:
        try:
            return requests.post(url, data=body, headers=headers, timeout=waits, allow_redirects=False)
        except requests.RequestException as error:
            if _may_have_arrived(error):
                raise _unanswered(type(error).__name__, what) from None
            raise

    return once.call(send, what=what, accept=range(400, 600))


def _may_have_arrived(error: requests.RequestException) -> bool:
    """Whether the message was on its way when it failed: `requests` wraps what fails before that in MaxRetryError."""
    import requests
    from urllib3.exceptions import MaxRetryError

    if isinstance(error, requests.ConnectionError) and not isinstance(error, requests.ReadTimeout):
        return bool(error.args) and not isinstance(error.args[0], MaxRetryError)
    return isinstance(error, (requests.ReadTimeout, requests.exceptions.ChunkedEncodingError))


def _unanswered(trouble: str, what: str) -> Unanswered:
    return Unanswered(f"no answer came: it is not known whether the message was taken ({trouble})", where=what,
                      do="look in the channel; where it is missing, `--apply --again` sends it")  # fmt: skip


def _code(text: str) -> str:
    """The word by which a chat refuses: the whole answer (Slack), or `error.code` of it (Teams)."""
    try:
        return str(json.loads(text)["error"]["code"])[:100]
    except (ValueError, TypeError, KeyError, RecursionError):
        return text.strip()[:100]
