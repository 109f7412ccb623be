"""The settings: the only reader of the environment and of toil.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError

from toil.errors import SettingsError
from toil.settings_access import RoleSettings, SignInSettings
from toil.settings_budget import BudgetSettings, GrowthSettings, ServiceSettings
from toil.settings_candidates import CandidateSettings
from toil.settings_engine import EngineSettings
from toil.settings_outbox import BacklogSettings, NotifySettings
from toil.settings_run import RunSettings
from toil.settings_team import TeamSettings
from toil.settings_time import CalendarSettings, Section, known_zone

if TYPE_CHECKING:
    from toil.sources.base import Secret, Source, SourceConfig

__all__ = [
    "SETTINGS_FILE",
    "CandidateSettings",
    "Section",
    "Settings",
    "environment_for",
    "known_zone",
    "load_settings",
    "resolve_secrets",
]

SETTINGS_FILE = "toil.toml"
JOURNAL_URL = "TOIL_JOURNAL_URL"
_SECRET_KEY = re.compile(r"token|password|secret|api_?key", re.IGNORECASE)


class StoreSettings(Section):
    """Where the three stores are, and how much memory a build may take."""

    folder: Path = Field(
        Path(".toil"),
        description="Folder of the stores, from this file's folder; TOIL_STORE overrides it. "
        "Named nowhere: .toil in the working directory.",
    )
    memory_limit: str = Field("1600MB", description="The most memory that DuckDB takes, as DuckDB writes it.")
    keep_builds: int = Field(2, ge=1, description="How many published builds stay on disk.")
    keep_payload_days: int | None = Field(
        None, ge=30, description="Days after which payloads of finished items go; empty: never. docs/schedule.md."
    )


class ExtractSettings(Section):
    """How the sources are read."""

    census_hours: float = Field(24.0, ge=0, description="Least hours between two counts of all that a service has.")
    memory_limit: str = Field("128MB", description="The most memory that DuckDB takes while sources are read.")


class PeopleSettings(Section):
    """Who is who, where e-mails and names do not tell."""

    file: Path | None = Field(None, description="CSV with the header person,account; several rows a person.")


class EffortSettings(Section):
    """How effort is counted."""

    day_cap_hours: float = Field(12.0, gt=0, le=24, description="The most computed effort of a person in a day.")
    interruption_merge_seconds: int = Field(60, ge=0, description="Notifications closer than this are one.")
    interruption_minutes: float = Field(10.0, ge=0, le=60, description="Lost at each, beside toil (10–23); 0: off.")


class LinkSettings(Section):
    """Which items are the same work, beyond what they say of each other."""

    similar: bool = Field(False, description="Also link what looks alike: service, title, five minutes.")


CadenceName = Literal["daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "random", "unknown"]


class RuleSettings(Section):
    """One rule of the team's own: what must hold, and the category that follows."""

    category: str = Field(description="Category id, e.g. REQ.access.")
    words: tuple[str, ...] = Field((), description="Any of these in the title, any case.")
    item_types: tuple[str, ...] = Field((), description="Any of these item types.")
    labels: tuple[str, ...] = Field((), description="Any of these labels.")
    services: tuple[str, ...] = Field((), description="Any of these services.")
    projects: tuple[str, ...] = Field((), description="Any of these projects.")
    requester_teams: tuple[str, ...] = Field((), description="Asked for by somebody of any of these teams.")
    cadences: tuple[CadenceName, ...] = Field(
        (), description="Recurs daily, weekly, fortnightly, monthly, …, or random."
    )


class ClassifySettings(Section):
    """How work is classified."""

    rules: tuple[RuleSettings, ...] = Field((), description="The team's own rules, tried in this order.")
    minimum_precision: float = Field(0.7, ge=0, le=1, description="The model abstains below this precision.")
    taxonomy: Path | None = Field(None, description="TOML with the categories that are new, changed or removed.")


class RecurrenceSettings(Section):
    """What counts as recurring."""

    minimum: int = Field(3, ge=2, description="Pieces of work that make a recurrence (SRE book: not the 2nd).")


class PrivacySettings(Section):
    """Improving work, never judging persons."""

    min_group: int = Field(3, ge=2, description="Nothing is shown for groups smaller than this.")


class AppSettings(Section):
    """The app."""

    language: str = Field(
        "", pattern="^(|en|ja)$", description="en or ja, for reports and browsers that ask for neither; empty: en."
    )
    user: str = Field("local", description="Author of what is said in an app without sign-in.")
    sign_in: SignInSettings = Field(default_factory=SignInSettings)
    roles: RoleSettings = Field(default_factory=RoleSettings)


class Settings(Section):
    """All settings; every table may be left out."""

    store: StoreSettings = Field(default_factory=StoreSettings)
    extract: ExtractSettings = Field(default_factory=ExtractSettings)
    people: PeopleSettings = Field(default_factory=PeopleSettings)
    teams: dict[str, TeamSettings] = Field(default_factory=dict)
    services: dict[str, ServiceSettings] = Field(default_factory=dict)
    calendar: CalendarSettings = Field(default_factory=CalendarSettings)
    effort: EffortSettings = Field(default_factory=EffortSettings)
    links: LinkSettings = Field(default_factory=LinkSettings)
    budget: BudgetSettings = Field(default_factory=BudgetSettings)
    growth: GrowthSettings = Field(default_factory=GrowthSettings)
    classify: ClassifySettings = Field(default_factory=ClassifySettings)
    recurrence: RecurrenceSettings = Field(default_factory=RecurrenceSettings)
    candidates: CandidateSettings = Field(default_factory=CandidateSettings)
    backlog: BacklogSettings = Field(default_factory=BacklogSettings)
    notify: NotifySettings = Field(default_factory=NotifySettings)
    run: RunSettings = Field(default_factory=RunSettings)
    engine: EngineSettings = Field(default_factory=EngineSettings)
    privacy: PrivacySettings = Field(default_factory=PrivacySettings)
    app: AppSettings = Field(default_factory=AppSettings)
    sources: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="One table a source; the source checks it."
    )
    file: Path | None = Field(None, exclude=True, description="The toil.toml that was read.")

    def beside(self, file: Path) -> Path:
        """A file that a setting names: from the folder of toil.toml where it is named relatively."""
        return file if file.is_absolute() or self.file is None else self.file.parent / file

    def policy_of(self, team: str) -> str:
        """What a team does when its toil budget is spent: its own policy, else that of all; empty: none is said."""
        own = self.teams.get(team)
        return (own.budget_policy if own is not None else "") or self.budget.policy

    def source_config(self, source: Source) -> SourceConfig:
        """What toil.toml and the environment say to this source; raises SettingsError."""
        from toil.sources.base import SourceConfig

        return SourceConfig(self.sources.get(source.name, {}), resolve_secrets(source.secrets, os.environ))

    def secret(self, secret: Secret) -> str:
        """A secret of the environment that belongs to no source; empty where it is not set."""
        return resolve_secrets((secret,), os.environ).get(secret.name, "")

    def journal_url(self) -> str:
        """The address of the shared journal, password and all; empty where it is not set."""
        return _variable(JOURNAL_URL, os.environ)


def load_settings(path: Path | None = None, *, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of `path`, else of TOIL_CONFIG or ./toil.toml, else defaults; raises SettingsError."""
    environ = os.environ if environ is None else environ
    named = path or (Path(environ["TOIL_CONFIG"]) if environ.get("TOIL_CONFIG") else None)
    if named is not None and not named.is_file():
        raise SettingsError("there is no such settings file", where=str(named), do="run `toil init` to write one")
    file = named or Path(SETTINGS_FILE)
    tables = _read_toml(file) if file.is_file() else {}
    _refuse_secrets(tables, file)
    if folder := environ.get("TOIL_STORE"):
        tables.setdefault("store", {})["folder"] = folder
    if language := environ.get("TOIL_LANG"):
        tables.setdefault("app", {})["language"] = language
    try:
        settings = Settings.model_validate(tables)
    except ValidationError as error:
        raise _explain(error, file) from None
    settings = settings.model_copy(update={"file": file if file.is_file() else None})
    if not folder and "folder" in settings.store.model_fields_set:
        store = settings.store.model_copy(update={"folder": settings.beside(settings.store.folder)})
        settings = settings.model_copy(update={"store": store})
    return settings


def named_by_environment() -> tuple[Path, tuple[str, ...]]:
    """The file that `load_settings()` reads, and all that the environment says to it."""
    said = tuple(os.environ.get(name, "") for name in ("TOIL_CONFIG", "TOIL_STORE", "TOIL_LANG"))
    return Path(said[0] or SETTINGS_FILE), said


def environment_for(settings: Settings) -> dict[str, str]:
    """The environment in which a program that we start (the app) reads these same settings from any folder."""
    named = {"TOIL_STORE": str(settings.store.folder.resolve())}
    if settings.file is not None:
        named["TOIL_CONFIG"] = str(settings.file.resolve())
    return {**os.environ, **named}


def resolve_secrets(secrets: Iterable[Secret], environ: Mapping[str, str]) -> dict[str, str]:
    """The secrets that are set, by their own name: the variable, its `_FILE` form, then its aliases.

    Raises SettingsError where a named file cannot be read, or where a URL is neither https nor on the loopback.
    """
    found: dict[str, str] = {}
    for secret in secrets:
        for name in (secret.name, *secret.aliases):
            if value := _variable(name, environ):
                found[secret.name] = _checked_url(secret.name, value)
                break
    return found


def _variable(name: str, environ: Mapping[str, str]) -> str:
    if value := environ.get(name, "").strip():
        return value
    if file := environ.get(f"{name}_FILE", "").strip():
        try:
            return Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError("a secret's file cannot be read", where=f"{name}_FILE: {error}") from None
    return ""


def _checked_url(name: str, value: str) -> str:
    """Tokens travel with every request: http only where nobody else can listen."""
    if not name.endswith(("_URL", "_HOST")):
        return value
    if "://" not in value:
        value = f"https://{value}"
    try:
        parts = urlsplit(value)
        is_address = bool(parts.hostname) and not any(one.isspace() for one in value) and parts.port != 0
    except ValueError:  # a bracket or a port that is none
        is_address = False
    if not is_address:
        raise SettingsError("this is not an address", where=name, do="write it like https://host/path, or copy it anew")
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme == "https" or (parts.scheme == "http" and loopback):
        return value.rstrip("/")
    raise SettingsError("a base URL must be https:// (http:// only on the loopback)", where=name)


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"the settings file cannot be read: {error}", where=str(file)) from None


def _refuse_secrets(tables: Mapping[str, Any], file: Path, path: str = "") -> None:
    for key, value in tables.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            _refuse_secrets(value, file, here)
        elif _SECRET_KEY.search(key) and path.startswith("sources") and not path.startswith("sources.table"):
            raise SettingsError(
                "secrets do not belong into the settings file",
                where=f"{file}: {here}",
                do="put it into the environment (or a file named by …_FILE) and remove it here",
            )


def _explain(error: ValidationError, file: Path) -> SettingsError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        what = f"there is no setting called {first['loc'][-1]!r}"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return SettingsError(what + more, where=f"{file}: {where}", do="docs/settings.md lists every setting")
