"""Keeping: the mapping of a table in toil.toml, so that its next export needs no words."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from toil.errors import SettingsError
from toil.sources.table.options import checked_options


def save_mapping(toml_path: Path, name: str, options: Mapping[str, Any]) -> None:
    """Write the options of a table under [sources.table.NAME]; the rest of the file stays as it is, comments too.

    Options that are empty are left out, and those that stood there before give way. The file is written aside and
    renamed in. Raises SettingsError where it is not TOML or cannot be written, UsageError where an option is wrong.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import InlineTable

    checked_options({**options, "name": name})
    try:
        document = tomlkit.parse(toml_path.read_text("utf-8")) if toml_path.exists() else tomlkit.document()
        tables: Any = document
        for key in ("sources", "table"):
            if key not in tables:
                tables.add(key, tomlkit.table(is_super_table=True))
            tables = tables[key]
        tables[name] = _as_toml(options, inline=isinstance(tables, InlineTable))
        _write(toml_path, tomlkit.dumps(document))
    except (TOMLKitError, UnicodeDecodeError, OSError, TypeError) as error:
        raise SettingsError(f"the mapping cannot be kept: {error}", where=str(toml_path)) from None


def load_mapping(toml_path: Path, name: str) -> dict[str, Any]:
    """The options kept under [sources.table.NAME], `name` included; without any only the name.

    Raises SettingsError where the file cannot be read, or holds something else there.
    """
    import tomllib

    if not toml_path.exists():
        return {"name": name}
    try:
        tables: Any = tomllib.loads(toml_path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"the settings file cannot be read: {error}", where=str(toml_path)) from None
    for key in ("sources", "table", name):
        tables = tables.get(key, {})
        if not isinstance(tables, dict):
            raise SettingsError(f"{key} is no table", where=f"{toml_path}: sources.table.{name}")
    return {**tables, "name": name}


def _as_toml(options: Mapping[str, Any], *, inline: bool) -> Any:
    """The options with what is short first and tables (map, statuses) last; empty ones are left out."""
    said = {key: value for key, value in options.items() if key != "name" and value not in ("", None, {}, [])}
    return _toml_table(dict(sorted(said.items(), key=lambda one: isinstance(one[1], Mapping))), inline=inline)


def _toml_table(values: Mapping[str, Any], *, inline: bool) -> Any:
    """A table of TOML; inside an inline table only inline ones may stand."""
    import tomlkit

    table: Any = tomlkit.inline_table() if inline else tomlkit.table()
    for key, value in values.items():
        if isinstance(value, Mapping):
            table.add(key, _toml_table(value, inline=inline))
        else:
            table.add(key, list(value) if isinstance(value, (list, tuple)) else value)
    return table


def _write(path: Path, text: str) -> None:
    """Aside first, then renamed in: a crash leaves the old file; its permissions stay."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    target = path.resolve()
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", dir=target.parent, delete=False) as aside:
        aside.write(text)
        aside.flush()
        os.fsync(aside.fileno())
    try:
        Path(aside.name).chmod(mode)
        Path(aside.name).replace(target)
    except OSError:
        Path(aside.name).unlink(missing_ok=True)
        raise
