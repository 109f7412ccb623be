"""Who may write: who has signed in and has the role; without a sign-in, only somebody at the app's own machine."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from toil.pages._roles import ADMIN, EDITOR, NOBODY, VIEWER, reaches, role_of
from toil.settings_access import RoleSettings

_ROLES = "_roles"
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


def may_write() -> bool:
    """Whether the reader of this session may write; asked anew at each write, hiding a form is not enough."""
    return reaches(role(), EDITOR)


def role() -> str:
    """The reader's role: by sign-in where there is one, else everything at this machine and reading elsewhere."""
    claims = signed_in()
    if claims is None:
        return ADMIN if is_same_machine(*request_origin()) else VIEWER
    roles = st.session_state.get(_ROLES)
    return role_of(claims, roles) if claims and isinstance(roles, RoleSettings) else NOBODY


def remember_roles(roles: RoleSettings) -> None:
    """What toil.toml says in this rerun; called by app.py before anything is drawn."""
    st.session_state[_ROLES] = roles


def signed_in() -> Mapping[str, Any] | None:
    """What the provider says of the reader; empty before they sign in, None where the app has no sign-in."""
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
