"""What `[sources.pagerduty]` and the environment say, checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from toil.errors import CredentialsError, SettingsError
from toil.sources.base import Secret, SourceConfig
from toil.sources.http import is_loopback, safe_url

API_KEY = Secret("PAGERDUTY_API_KEY", ("PAGERDUTY_USER_API_KEY", "PAGERDUTY_TOKEN"))
API_HOST = Secret("PAGERDUTY_API_HOST")
US_HOST = "https://api.pagerduty.com"
EU_HOST = "https://api.eu.pagerduty.com"

_NUMBERS = {
    "first_load_days": (365, 1, 3650),
    "lookback_hours": (2, 0, 24 * 31),
    "page_rows": (100, 1, 100),
    "row_limit": (10_000, 2, 10_000),
    "requests_per_minute": (900, 1, 6000),
    "parallel_requests": (4, 1, 16),
}
_LISTS = ("teams", "services")
_TEXTS = ("site",)


@dataclass(frozen=True)
class Options:
    """The settings of the source, with their defaults.

    `teams` and `services` are ids that narrow what is read; `site` names the account where no payload does;
    `row_limit` is how far PagerDuty pages (offset + limit); `lookback_hours` are read again in every run;
    `parallel_requests` are under way at one time.
    """

    host: str = US_HOST
    key: str = field(default="", repr=False)
    teams: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    site: str = ""
    first_load_days: int = 365
    lookback_hours: int = 2
    page_rows: int = 100
    row_limit: int = 10_000
    requests_per_minute: int = 900
    parallel_requests: int = 4


def read_options(config: SourceConfig) -> Options:
    """The checked options; raises SettingsError naming the key that cannot be used."""
    _refuse_unknown(config.options)
    values: dict[str, Any] = {name: _number(config.options, name) for name in _NUMBERS}
    values |= {name: _ids(config.options, name) for name in _LISTS}
    values |= {name: _text(config.options, name) for name in _TEXTS}
    return Options(
        host=checked_host(config.secrets.get(API_HOST.name) or US_HOST),
        key=config.secrets.get(API_KEY.name, "").strip(),
        **values,
    )


def require_key(options: Options) -> None:
    """Raises CredentialsError where no API key is set."""
    if not options.key:
        raise CredentialsError(
            "no PagerDuty API key is set",
            where=API_KEY.name,
            do=f"set {API_KEY.name} (or {API_KEY.name}_FILE) to a read-only REST API key",
        )


def checked_host(host: str) -> str:
    """The base URL without a trailing slash; https everywhere, http on the loopback only."""
    url = host.strip().rstrip("/")
    if "://" not in url:
        url = f"https://{url}"
    parts = urlsplit(url)
    if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and is_loopback(url)):
        return url
    raise SettingsError(
        "the PagerDuty host must be an https:// URL (http:// only on this machine)",
        where=f"{API_HOST.name} = {safe_url(url)}",
        do=f"set it to {US_HOST}, or to {EU_HOST} for an account in the EU",
    )


def _refuse_unknown(options: Mapping[str, Any]) -> None:
    known = sorted([*_NUMBERS, *_LISTS, *_TEXTS])
    if unknown := sorted(set(options) - set(known)):
        raise SettingsError(
            f"unknown setting: {', '.join(unknown)}",
            where="[sources.pagerduty]",
            do=f"known settings: {', '.join(known)}",
        )


def _number(options: Mapping[str, Any], name: str) -> int:
    default, low, high = _NUMBERS[name]
    value = options.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise _unusable(name, value, f"a whole number from {low} to {high}")
    return value


def _ids(options: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = options.get(name, ())
    is_list = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    ids = tuple(value) if is_list else (None,)
    if not all(isinstance(one, str) and one.strip() for one in ids):
        raise _unusable(name, value, 'a list of ids, e.g. ["PQ9K7I8"]')
    return tuple(one.strip() for one in ids if one)


def _text(options: Mapping[str, Any], name: str) -> str:
    value = options.get(name, "")
    if not isinstance(value, str):
        raise _unusable(name, value, "text, e.g. example.pagerduty.com")
    return value.strip()


def _unusable(name: str, value: object, expected: str) -> SettingsError:
    return SettingsError(f"{value!r} cannot be used", where=f"[sources.pagerduty] {name}", do=f"give {expected}")
