"""The tables of toil.toml about signing in to the app, and who may do what there."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from toil.settings_time import Section

_WHO = "e-mail addresses, domains (@example.com), or values of the claim."


class SignInSettings(Section):
    """Signing in by OpenID Connect; all three addresses or none. Its two secrets come from the environment."""

    redirect_uri: str = Field(
        "", pattern="^(|https?://.+/oauth2callback)$", description="The app's own address with /oauth2callback behind."
    )
    client_id: str = Field("", description="Under which name the provider knows the app.")
    server_metadata_url: str = Field(
        "", pattern="^(|https?://.+)$", description="The provider's …/.well-known/openid-configuration."
    )
    scope: str = Field("openid profile email", description="What is asked of the provider; add e.g. groups.")

    @property
    def is_on(self) -> bool:
        """Whether the app has a sign-in."""
        return bool(self.redirect_uri)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len({bool(one) for one in (self.redirect_uri, self.client_id, self.server_metadata_url)}) > 1:
            raise ValueError("redirect_uri, client_id and server_metadata_url belong together: give all three, or none")
        return self


class TeamRoleSettings(Section):
    """Roles in this team alone; where it has any, they count in place of [app.roles], whose admins stay admins."""

    viewer: tuple[str, ...] = Field((), description=f"Who may read: {_WHO} Empty: whoever has a role in [app.roles].")
    editor: tuple[str, ...] = Field((), description=f"Who may also label, estimate and decide: {_WHO}")
    admin: tuple[str, ...] = Field((), description=f"Who may also send to Jira, Slack and Confluence: {_WHO}")


class RoleSettings(TeamRoleSettings):
    """Roles of people who sign in ([app.sign_in]); a person has the highest. A team may have its own."""

    viewer: tuple[str, ...] = Field((), description=f"Who may read: {_WHO} Empty: everybody who can sign in.")
    claim: str = Field("groups", description="Claim of the provider that says which groups a person is in.")
