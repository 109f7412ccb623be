"""Who may write: without a sign-in, only somebody at the machine that the app runs on."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

import streamlit as st

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
    return is_same_machine(*request_origin())


def request_origin() -> tuple[str | None, dict[str, str]]:
    """The address and the headers of this session's connection."""
    return st.context.ip_address, dict(st.context.headers)


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False
