"""Who may write: who has signed in and has the role; without a sign-in, only somebody at the app's own machine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from toil.pages._roles import ADMIN, EDITOR, NOBODY, VIEWER, Access, reaches

_ACCESS, _TEAM, _CLAIMS = "_access", "_access_team", "_access_claims"
_FORWARDING = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


def is_same_machine(ip: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from this machine and asked for it by a loopback name.

    Streamlit gives no address for the loopback. The Host header is asked as well, because a foreign page may make
    a browser connect to 127.0.0.1 under its own name (DNS rebinding); a request that a proxy passed on is foreign.
    """
    if ip is not None and not _is_loopback(ip):
        return False
    names = {name.lower(): value for name, value in headers.items()}
    if any(name in names for name in _FORWARDING):
        return False
    host = urlsplit(f"//{names.get('host', '')}").hostname
    return host == "localhost" or _is_loopback(host or "")


def may_write(team: str | None = None) -> bool:
    """Whether the reader may write about a team, the one before them if none is named; asked anew at each write."""
    return reaches(role(team), EDITOR)


def may_send() -> bool:
    """Whether the reader may send what leaves the house, to Jira for instance; asked anew before each sending."""
    return reaches(role(), ADMIN)


def role(team: str | None = None) -> str:
    """The reader's role in a team or the one before them, by sign-in; without one all at this machine, else reading."""
    claims = signed_in()
    if claims is None:
        return ADMIN if is_same_machine(*request_origin()) else VIEWER
    access = st.session_state.get(_ACCESS)
    if not claims or not isinstance(access, Access):
        return NOBODY
    team = st.session_state.get(_TEAM) if team is None else team
    return access.best_role(claims) if team is None else access.role(claims, str(team))


def readable_teams(teams: Sequence[str]) -> tuple[str, ...]:
    """Those of the teams that the reader may read of: all of them where there is no sign-in."""
    claims, access = signed_in(), st.session_state.get(_ACCESS)
    if claims is None:
        return tuple(teams)
    if not isinstance(access, Access):
        return ()
    return tuple(team for team in teams if access.role(claims, team) != NOBODY)


def remember_access(access: Access) -> None:
    """What toil.toml and the provider say in this rerun; called before anything is drawn, while no team is chosen."""
    renew_access(access)
    st.session_state[_TEAM] = None


def renew_access(access: Access) -> None:
    """What both say by now: a button's callback runs before the rerun that asks them."""
    st.session_state[_ACCESS] = access
    st.session_state[_CLAIMS] = (_claims(),)


def remember_team(team: str) -> None:
    """The team before the reader, in which their role counts from here on."""
    st.session_state[_TEAM] = team


def signed_in() -> Mapping[str, Any] | None:
    """What the provider says of the reader; empty before they sign in, None where the app has no sign-in.

    Kept for the rerun: Streamlit looks for its files of secrets whenever it is asked.
    """
    kept = st.session_state.get(_CLAIMS)
    claims: Mapping[str, Any] | None = _claims() if kept is None else kept[0]
    return claims


def _claims() -> Mapping[str, Any] | None:
    claims: dict[str, Any] = st.user.to_dict()
    state = claims.get("is_logged_in")
    if state is None:
        return None
    return claims if state else {}


def request_origin() -> tuple[str | None, dict[str, str]]:
    """The address and the headers of this session's connection."""
    return st.context.ip_address, dict(st.context.headers)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
