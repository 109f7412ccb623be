"""What a person who has signed in may do, by what the provider says of them and what toil.toml says of roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.settings_access import RoleSettings, TeamRoleSettings

if TYPE_CHECKING:
    from toil.settings import Settings

NOBODY, VIEWER, EDITOR, ADMIN = ROLES = ("", "viewer", "editor", "admin")


@dataclass(frozen=True)
class Access:
    """What toil.toml says of roles: those of the house, and those of the teams that have their own."""

    house: RoleSettings
    teams: Mapping[str, TeamRoleSettings]

    @classmethod
    def of(cls, settings: Settings) -> Access:
        """As the settings have it."""
        own = {name: team.roles for name, team in settings.teams.items() if team.roles is not None}
        return cls(settings.app.roles, own)

    def role(self, claims: Mapping[str, Any], team: str) -> str:
        """The role in a team: by the team's own roles where it has any, but an admin of the house is one everywhere.

        A team that names no viewers has those of the house.
        """
        in_house = role_of(claims, self.house, self.house.claim)
        own = self.teams.get(team)
        if own is None or in_house == ADMIN:
            return in_house
        role = role_of(claims, own, self.house.claim)
        return NOBODY if role == VIEWER and not own.viewer and in_house == NOBODY else role

    def best_role(self, claims: Mapping[str, Any]) -> str:
        """The highest role anywhere."""
        roles = [role_of(claims, self.house, self.house.claim), *(self.role(claims, team) for team in self.teams)]
        return max(roles, key=ROLES.index)


def role_of(claims: Mapping[str, Any], roles: TeamRoleSettings, claim: str) -> str:
    """The highest of ROLES that the claims give; `NOBODY` for who is signed in and may not even read."""
    names = _groups(claims.get(claim))
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
    """Who is written into the journal: the e-mail address, where it counts, else the provider's id."""
    return email_of(claims) or str(claims.get("sub") or "")


def _groups(value: Any) -> set[str]:
    """A claim may be one text or a list; a group called like a domain or an address would pass for one."""
    several = value if isinstance(value, (list, tuple, set)) else [value]
    return {str(one).strip().casefold() for one in several if one and "@" not in str(one)}
