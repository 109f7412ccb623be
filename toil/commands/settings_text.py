"""The settings as text: a commented toil.toml to start from, and the list of every setting; both from the models."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from toil.settings import Settings

_NAMES = {"teams": "<team>", "services": "<service>"}


@dataclass(frozen=True)
class Setting:
    """One key of toil.toml: its table, its type in words, its default as TOML (empty: none), and its meaning."""

    table: str
    key: str
    kind: str
    default: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """One table of toil.toml with what it is about; `is_list` marks `[[tables]]` of which there may be several."""

    name: str
    meaning: str
    settings: tuple[Setting, ...]
    is_list: bool = False


def tables(model: type[BaseModel] = Settings, path: str = "") -> Iterator[Table]:
    """Every table of toil.toml that the models know, in their order."""
    own = tuple(_setting(path, name, field) for name, field in model.model_fields.items() if _is_plain(name, field))
    if path:
        yield Table(path.strip("[]"), _sentence(model), own, is_list=path.startswith("["))
    for name, field in model.model_fields.items():
        for inner in _models(field):
            place = ".".join(part for part in (path, name, _NAMES.get(name, "")) if part)
            yield from tables(inner, f"[{place}]" if _is_list(field) else place)


def settings_template(*, team: str, zone: str) -> str:
    """A toil.toml that works as it is: one team, everything else commented out at its default."""
    lines = ["# Settings of toil; every table and key may be left out. docs/settings.md explains each.",
             "# Secrets never stand here: set JIRA_URL, JIRA_EMAIL, JIRA_API_TOKEN (or JIRA_PERSONAL_TOKEN) and",
             "# PAGERDUTY_API_KEY in the environment, or name a file in JIRA_API_TOKEN_FILE and the like."]  # fmt: skip
    for table in tables():
        lines += ["", f"# {table.meaning}"]
        is_team = table.name == "teams.<team>"
        name = table.name.replace("<team>", _toml_key(team))
        header = f"[[{name}]]" if table.is_list else f"[{name}]"
        is_example = table.is_list or ("<" in table.name and not is_team)
        lines.append(f"# {header}" if is_example else header)
        for setting in table.settings:
            is_zone = is_team and setting.key == "zone"
            value = f"zone = {json.dumps(zone)}" if is_zone else f"# {setting.key} = {setting.default or '…'}"
            lines.append(f"{value}  # {setting.meaning}")
    return "\n".join(lines) + "\n"


def _setting(path: str, name: str, field: FieldInfo) -> Setting:
    return Setting(path.strip("[]"), name, _kind(field), _default(field), field.description or "")


def _is_plain(name: str, field: FieldInfo) -> bool:
    return not _models(field) and not field.exclude and name != "sources"


def _models(field: FieldInfo) -> list[type[BaseModel]]:
    """The model that a field holds, alone, in a list or by name."""
    found = [field.annotation, *get_args(field.annotation)]
    return [kind for kind in found if isinstance(kind, type) and issubclass(kind, BaseModel)]


def _is_list(field: FieldInfo) -> bool:
    return getattr(field.annotation, "__origin__", None) is tuple


def _kind(field: FieldInfo) -> str:
    names = {str: "text", Path: "path", float: "number", int: "whole number", bool: "true or false"}
    if _is_list(field):
        return "list of text"
    kinds = [kind for kind in (get_args(field.annotation) or (field.annotation,)) if kind is not type(None)]
    return " or ".join(names.get(kind, str(kind)) for kind in kinds if isinstance(kind, type))


def _default(field: FieldInfo) -> str:
    value: Any = field.default
    if value is PydanticUndefined or value is None:
        return ""
    value = list(value) if isinstance(value, tuple) else value
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _sentence(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").split("\n\n")[0].strip()


def _toml_key(name: str) -> str:
    """A bare key where TOML allows one, else a quoted one."""
    bare = name.replace("-", "").replace("_", "")
    return name if bare.isascii() and bare.isalnum() else json.dumps(name, ensure_ascii=False)
