"""What `[sources.jira]` and the environment say: checked once, so that every error names its setting."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SettingsError
from toil.sources.base import Secret, SourceConfig
from toil.sources.http import is_loopback, safe_url

TABLE = "[sources.jira]"
REMOTE_LINKS = ("changed", "all", "off")

SECRETS = (
    Secret("JIRA_URL", ("JIRA_BASE_URL", "JIRA_SERVER", "JIRA_HOST", "ATLASSIAN_URL")),
    Secret("JIRA_EMAIL", ("JIRA_USERNAME", "JIRA_USER", "ATLASSIAN_EMAIL")),
    Secret("JIRA_API_TOKEN", ("JIRA_TOKEN", "JIRA_PASSWORD", "ATLASSIAN_API_TOKEN", "ATLASSIAN_TOKEN")),
    Secret("JIRA_PERSONAL_TOKEN", ("JIRA_PAT", "JIRA_PERSONAL_ACCESS_TOKEN")),
)


@dataclass(frozen=True)
class JiraOptions:
    """The table `[sources.jira]` of toil.toml.

    `projects` are keys, `jql` is one more condition, `since` is where a first load begins (UTC), `site` names
    the site of saved issues that do not say theirs. Every run looks `overlap_minutes` behind its cursor, and once a
    day `lookback_hours`. `page_size` issues make a page that is saved in one transaction; Data Center gives no more in
    one answer than its administrator allows. `remote_links`: of issues whose changelog tells of one, of all, or off.
    """

    projects: tuple[str, ...] = ()
    jql: str = ""
    since: datetime | None = None
    page_size: int = 500
    lookback_hours: float = 12.0
    overlap_minutes: float = 30.0
    parallel_requests: int = 4
    remote_links: str = "changed"
    requests_per_second: float = 10.0
    timeout_seconds: float = 60.0
    site: str = "import"


@dataclass(frozen=True)
class Credentials:
    """Where Jira is and who we are: an e-mail or user name with an API token, or a personal token."""

    url: str
    user: str = ""
    api_token: str = ""
    personal_token: str = ""

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never show in a message."""
        return tuple(part for part in (self.api_token, self.personal_token) if part)


def has_credentials(config: SourceConfig) -> bool:
    """Whether a URL and one complete way to log in are there."""
    secrets = config.secrets
    basic = secrets.get("JIRA_EMAIL") and secrets.get("JIRA_API_TOKEN")
    return bool(secrets.get("JIRA_URL") and (basic or secrets.get("JIRA_PERSONAL_TOKEN")))


def read_credentials(config: SourceConfig) -> Credentials:
    """The credentials; raises CredentialsError naming what is missing, SettingsError for an unusable URL."""
    if not has_credentials(config):
        raise CredentialsError(
            "Jira needs JIRA_URL and either JIRA_EMAIL with JIRA_API_TOKEN (Cloud) or JIRA_PERSONAL_TOKEN "
            "(Data Center)",
            where="environment",
            do="set them in the environment of this command",
        )
    url = _base_url(config.secrets["JIRA_URL"].strip())
    user, api_token = config.secrets.get("JIRA_EMAIL", ""), config.secrets.get("JIRA_API_TOKEN", "")
    personal = config.secrets.get("JIRA_PERSONAL_TOKEN", "")
    if user and api_token and (not personal or (urlsplit(url).hostname or "").endswith(".atlassian.net")):
        return Credentials(url, user=user, api_token=api_token)
    return Credentials(url, personal_token=personal)


def read_options(options: Mapping[str, Any]) -> JiraOptions:
    """The options, checked; raises SettingsError that names the setting and what it may be."""
    known = [field.name for field in fields(JiraOptions)]
    if unknown := sorted(set(options) - set(known)):
        raise SettingsError(f"there is no setting {', '.join(unknown)}", where=TABLE, do=f"known: {', '.join(known)}")
    default = JiraOptions()
    return JiraOptions(
        projects=_projects(options.get("projects", ())),
        jql=_jql(options.get("jql", default.jql)),
        since=_moment(options.get("since")),
        page_size=int(_number(options, "page_size", default.page_size, low=1, high=1000)),
        lookback_hours=_number(options, "lookback_hours", default.lookback_hours, low=0, high=24 * 366),
        overlap_minutes=_number(options, "overlap_minutes", default.overlap_minutes, low=0, high=60 * 24),
        parallel_requests=int(_number(options, "parallel_requests", default.parallel_requests, low=1, high=16)),
        remote_links=_one_of("remote_links", options.get("remote_links", default.remote_links), REMOTE_LINKS),
        requests_per_second=_number(options, "requests_per_second", default.requests_per_second, low=0.01, high=1000),
        timeout_seconds=_number(options, "timeout_seconds", default.timeout_seconds, low=1, high=3600),
        site=_text("site", options.get("site", default.site)),
    )


def _base_url(url: str) -> str:
    full = url if "://" in url else f"https://{url}"
    parts = urlsplit(full)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingsError("JIRA_URL is not a web address", where="environment",
                            do="give it as https://example.atlassian.net")  # fmt: skip
    if parts.scheme == "http" and not is_loopback(full):
        raise SettingsError("JIRA_URL may use http:// on this machine only", where=safe_url(full),
                            do="use https://, so that the token is not sent in the clear")  # fmt: skip
    return safe_url(full).rstrip("/")


def _projects(value: Any) -> tuple[str, ...]:
    named = [value] if isinstance(value, str) else value
    if not isinstance(named, (list, tuple)) or not all(isinstance(one, str) and one.strip() for one in named):
        raise _wrong("projects", 'a list of project keys, like ["OPS", "SRE"]')
    return tuple(sorted({one.strip() for one in named}))


def _jql(value: Any) -> str:
    text = value.strip() if isinstance(value, str) else None
    if text is None or re.search(r"\border\s+by\b", text, re.IGNORECASE):
        raise _wrong("jql", "a JQL condition without ORDER BY, like 'labels != secret'")
    return text


def _moment(value: Any) -> datetime | None:
    if value is None or isinstance(value, datetime):
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    try:
        return _moment(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        raise _wrong("since", 'a date, like "2025-01-01"') from None


def _number(options: Mapping[str, Any], name: str, default: float, *, low: float, high: float) -> float:
    value = options.get(name, default)
    numeric = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
    if not numeric or not low <= value <= high:
        raise _wrong(name, f"a number from {low:g} to {high:g}")
    return float(value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[\w.-]+", value):
        raise _wrong(name, "a host name, like example.atlassian.net")
    return value


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise _wrong(name, f"one of {', '.join(known)}")
    return str(value)


def _wrong(name: str, wanted: str) -> SettingsError:
    return SettingsError(f"{name} is not {wanted}", where=f"{TABLE} {name}", do=f"give {wanted}, or leave it out")
