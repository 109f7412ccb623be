"""Errors that are for people: what happened, where, and what to do."""

from __future__ import annotations


class ToilError(Exception):
    """A failure that its reader can act on; `exit_code` is what the `toil` command ends with."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what, self.where, self.do = what, where, do
        super().__init__(what)

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        advice = f"\n  → {self.do}" if self.do else ""
        return f"{self.what}{place}{advice}"


class UsageError(ToilError):
    """The command or a setting asks for something that cannot be."""

    exit_code = 2


class SettingsError(UsageError):
    """toil.toml or the environment holds something that cannot be used."""


class GateExceeded(ToilError):
    """A gate that the user set was exceeded."""

    exit_code = 3


class CredentialsError(ToilError):
    """A service did not accept who we say we are."""

    exit_code = 4


class SourceUnavailable(ToilError):
    """A source could not be reached, or only partly read; what was read is kept."""

    exit_code = 5


class StoreLocked(ToilError):
    """Another run holds the store."""

    exit_code = 6


class StoreMissing(ToilError):
    """There is no store yet where one was looked for."""
