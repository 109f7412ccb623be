"""What a person who has signed in may do, by what the provider says of them and what toil.toml says of roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toil.settings_access import RoleSettings

NOBODY, VIEWER, EDITOR, ADMIN = ROLES = ("", "viewer", "editor", "admin")


def role_of(claims: Mapping[str, Any], roles: RoleSettings) -> str:
    """The highest of ROLES that the claims give; `NOBODY` for who is signed in and may not even read."""
    names = _groups(claims.get(roles.claim))
    if email := email_of(claims):
        names |= {email, f"@{email.rpartition('@')[2]}"}
    for role, wanted in ((ADMIN, roles.admin), (EDITOR, roles.editor), (VIEWER, roles.viewer)):
        if names & {one.strip().casefold() for one in wanted}:
            return role
    return NOBODY if roles.viewer else VIEWER


def reaches(role: str, needed: str) -> bool:
    """Whether a role includes another."""
    return role in ROLES and ROLES.index(role) >= ROLES.index(needed)


def email_of(claims: Mapping[str, Any]) -> str:
    """The e-mail address, unless the provider says that it did not verify it: anybody may claim any address then."""
    is_unverified = claims.get("email_verified") in (False, "false", "False")
    return "" if is_unverified else str(claims.get("email") or "").strip().casefold()


def name_of_reader(claims: Mapping[str, Any]) -> str:
    """Who is written into the journal: the e-mail address, else the provider's id."""
    return str(claims.get("email") or claims.get("sub") or "")


def _groups(value: Any) -> set[str]:
    """A claim may be one text or a list; a group called like a domain or an address would pass for one."""
    several = value if isinstance(value, (list, tuple, set)) else [value]
    return {str(one).strip().casefold() for one in several if one and "@" not in str(one)}
