"""The tables of toil.toml about what leaves the house: the backlog of the candidates, the digest of the week."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from toil.settings_time import Section


class BacklogSettings(Section):
    """Where `toil candidates push jira` files candidates."""

    project: str = Field("", description="Key of the Jira project that candidates are filed in.")
    issue_type: str = Field("Task", description="Type of the new issues, as Jira names it.")
    labels: tuple[str, ...] = Field((), description="Labels of the new issues, beside the one we find them by.")
    fields: dict[str, Any] = Field(
        default_factory=dict,
        description='More fields of new issues, as Jira takes them: customfield_10010 = {value = "SRE"}.',
    )
    most: int = Field(5, ge=1, le=100, description="How many candidates are filed, the best first.")


class NotifySettings(Section):
    """The weekly digest."""

    most: int = Field(3, ge=0, le=10, description="How many candidates the digest names.")
    app_url: str = Field("", description="Where the team opens the app; the digest links there.")
