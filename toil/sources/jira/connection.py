"""A logged-in connection to Jira: the jira library's session, sent through our own patience."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.http import CONNECT_SECONDS, Courier, Response, safe_url
from toil.sources.jira.options import Credentials
from toil.sources.pace import header, server_time

if TYPE_CHECKING:
    import requests

NOTHING_DONE = frozenset({400, 404, 405, 409, 413, 415, 422, 429})  # of a POST: refused before anything was made
_ANONYMOUS = ("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED", "AUTHENTICATION_FAILED")


@dataclass
class Connection:
    """An open session; `api` is the REST root of this kind of Jira, `now` the newest time the server told."""

    base_url: str
    courier: Courier
    session: Any
    timeout_seconds: float
    site: str = ""
    is_cloud: bool = False
    account: str = ""
    now: datetime | None = None

    @property
    def api(self) -> str:
        """The path of the REST interface: version 3 on Cloud, 2 on Data Center."""
        return "/rest/api/3" if self.is_cloud else "/rest/api/2"

    def get(self, path: str, params: Mapping[str, Any] | None = None, *, accept: Collection[int] = ()) -> Any:
        """The JSON at a path; None where the status is one of `accept`."""
        return self._send("GET", path, accept=accept, params=params or {})

    def post(self, path: str, body: Mapping[str, Any], *, accept: Collection[int] = ()) -> Any:
        """The JSON that a question with a body is answered with; None where the status is one of `accept`."""
        return self._send("POST", path, accept=accept, json=body)

    def post_once(self, path: str, body: Mapping[str, Any]) -> tuple[int, Any]:
        """Status and JSON of a POST that makes something, sent once: it may be done although no answer comes.

        A status that says that nothing was done is handed over; raises SourceUnavailable where it is not known.
        """
        what = self.place("POST", path)
        once = replace(self.courier, patience=replace(self.courier.patience, attempts=1))
        response = once.call(partial(self._request, "POST", path, json=body), what=what, accept=NOTHING_DONE)
        self._note(response, what)
        try:
            return response.status_code, response.json()
        except ValueError:
            if response.status_code in NOTHING_DONE:
                return response.status_code, None
            raise SourceUnavailable("the answer broke off: it may have been done or not", where=what) from None

    def refuse_strangers(self) -> None:
        """Log in once more; raises CredentialsError where that does not pass any longer."""
        self.get(f"{self.api}/myself")

    def place(self, method: str, path: str) -> str:
        """How a request is named in messages."""
        return f"{method} {safe_url(self.base_url + path)}"

    def _send(self, method: str, path: str, *, accept: Collection[int], **arguments: Any) -> Any:
        what = self.place(method, path)
        send = partial(self._request, method, path, **arguments)
        response, value = self.courier.call_json(send, what=what, accept=accept)
        self._note(response, what)
        if response.status_code in accept:
            return None
        if value is None:
            raise SourceUnavailable("Jira answered with nothing", where=what)
        return value

    def _request(self, method: str, path: str, **arguments: Any) -> requests.Response:
        import requests

        waits = (min(CONNECT_SECONDS, self.timeout_seconds), self.timeout_seconds)
        # Past the library's own retries, which give up on 502 and on a date in Retry-After:
        # https://github.com/pycontribs/jira/blob/main/jira/resilientsession.py
        return requests.Session.request(self.session, method, self.base_url + path, timeout=waits, **arguments)

    def _note(self, response: Response, what: str) -> None:
        """Keep the server's time; an answer to a stranger is an error although its status is 200."""
        reason = header(response.headers, "x-seraph-loginreason") or ""
        if any(word in reason.upper() for word in _ANONYMOUS):
            raise CredentialsError(
                "Jira answered as to a stranger: the token has expired or does not belong to the user",
                where=what,
                do="make a new token and check JIRA_EMAIL",
            )
        told = server_time(response.headers)
        if told and (self.now is None or told > self.now):
            self.now = told


def connect(credentials: Credentials, *, courier: Courier, timeout_seconds: float) -> Connection:
    """Log in, learn whether this is Cloud, and who we are; raises CredentialsError or SourceUnavailable."""
    connection = Connection(credentials.url, courier, _session(credentials), timeout_seconds)
    info = _object(connection, "/rest/api/2/serverInfo")
    connection.is_cloud = info.get("deploymentType") == "Cloud"
    connection.site = host_of(str(info.get("baseUrl") or "")) or host_of(credentials.url)
    me = _object(connection, f"{connection.api}/myself")
    connection.account = str(me.get("displayName") or me.get("name") or credentials.user)
    return connection


def host_of(url: str) -> str:
    """The host of a URL, in small letters and without its port; empty where there is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _session(credentials: Credentials) -> Any:
    from jira import JIRA

    if credentials.personal_token:
        login: dict[str, Any] = {"token_auth": credentials.personal_token}
    else:
        login = {"basic_auth": (credentials.user, credentials.api_token)}
    client = JIRA(server=credentials.url, get_server_info=False, max_retries=0, **login)
    return client._session


def _object(connection: Connection, path: str) -> dict[str, Any]:
    answer = connection.get(path)
    if not isinstance(answer, dict):
        raise SourceUnavailable(
            "this does not answer as Jira does",
            where=connection.place("GET", path),
            do="check JIRA_URL: it is the address before /browse",
        )
    return answer
