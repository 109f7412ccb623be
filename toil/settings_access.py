"""The table of toil.toml about who may do what in an app with sign-in."""

from __future__ import annotations

from pydantic import Field

from toil.settings_time import Section

_WHO = "e-mail addresses, domains (@example.com), or values of the claim."


class RoleSettings(Section):
    """Roles of people who sign in (OpenID Connect, set up in .streamlit/secrets.toml); a person has the highest."""

    claim: str = Field("groups", description="Claim of the provider that says which groups a person is in.")
    viewer: tuple[str, ...] = Field((), description=f"Who may read: {_WHO} Empty: everybody who can sign in.")
    editor: tuple[str, ...] = Field((), description=f"Who may also label, estimate and decide: {_WHO}")
    admin: tuple[str, ...] = Field((), description=f"Who may also send to Jira, Slack and Confluence: {_WHO}")
