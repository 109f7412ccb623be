"""Places: which zones and countries there are, whose zone is whose, and who has which public holidays."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from toil.errors import SettingsError

# Old names that many countries share: https://data.iana.org/time-zones/tzdb/backward
_SHARED_NAMES = frozenset(("CET", "EET", "MET", "WET", "EST", "HST", "MST", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"))


def country_of_zone(zone: str) -> str:
    """The ISO 3166 code of a zone's country (Asia/Tokyo → JP), from tzdata's zone.tab.

    Empty where the zone is nobody's (UTC, CET), unknown, or where no holidays are known for its country.
    """
    if zone in _SHARED_NAMES:
        return ""
    countries = _zone_countries()
    country = countries.get(zone) or countries.get(_zone_links().get(zone, ""), "")
    return country if country in _holiday_countries() else ""


def checked_zone(zone: str) -> ZoneInfo:
    """The zone of that name; raises SettingsError naming near matches."""
    from toil.settings import known_zone

    try:
        return ZoneInfo(known_zone(zone))
    except ValueError as error:
        raise SettingsError(str(error), do="use a name of the tz database, e.g. Asia/Tokyo") from None


def country_holidays(country: str, *, first_year: int, last_year: int) -> Any:
    """The `holidays` calendar of a country or region; raises SettingsError naming near matches."""
    import holidays

    code, _, region = country.partition("-")
    known = _holiday_countries()
    if code not in known:
        raise SettingsError(f"no public holidays are known for the country {country!r}", do=_near_countries(country))
    if region and region not in known[code]:
        regions = ", ".join(sorted(known[code])) or "it has none"
        raise SettingsError(f"{code} has no region {region!r}", do=f"regions of {code}: {regions}")
    return holidays.country_holidays(code, subdiv=region or None, years=range(first_year, last_year + 1))


@cache
def _holiday_countries() -> dict[str, list[str]]:
    import holidays

    return holidays.list_supported_countries(include_aliases=False)


@cache
def _zone_countries() -> dict[str, str]:
    lines = (line.split("\t") for line in _tz_lines("zone.tab"))
    return {zone: country for country, _, zone, *_ in lines}


@cache
def _zone_links() -> dict[str, str]:
    """Other names of zones; the lines `L target name` of tzdata.zi."""
    return {line.split()[2]: line.split()[1] for line in _tz_lines("tzdata.zi") if line.startswith("L ")}


def _near_countries(country: str) -> str:
    names = {name.casefold(): code for code, name in (line.split("\t") for line in _tz_lines("iso3166.tab"))}
    known = _holiday_countries()
    near = [names[name] for name in difflib.get_close_matches(country.casefold(), names, n=3, cutoff=0.6)]
    near += difflib.get_close_matches(country.upper(), known, n=3, cutoff=0.5)
    found = ", ".join(dict.fromkeys(code for code in near if code in known))
    return f"use an ISO code; near it are: {found or 'JP, DE, US'}"


def _tz_lines(name: str) -> list[str]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
