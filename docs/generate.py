"""Write the pages of docs that follow from the code: `python -m docs.generate`; a test holds them up to date."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
_NOTE = "<!-- Written by docs/generate.py from the code; do not edit. -->"


def main() -> None:
    """Write every page, and say which changed."""
    for name, make in PAGES.items():
        file, text = FOLDER / name, make()
        if not file.exists() or file.read_text("utf-8") != text:
            file.write_text(text, "utf-8")
            sys.stdout.write(f"written: docs/{name}\n")


def commands_page() -> str:
    """Every command with its arguments and options, and the exit codes."""
    import typer

    from toil.cli import app

    lines = ["# Commands", "", _NOTE, "",
             "Data goes to stdout, progress and messages to stderr. `--json` makes the data one JSON document;",
             "`--no-input`, `--verbose` and `--config FILE` are understood by every command, before or after its name.",
             "", "## Exit codes", "", *_table(("code", "meaning"), _exit_codes()), ""]  # fmt: skip
    for path, command in _leaves(typer.main.get_command(app), "toil"):
        lines += [f"## {path}", "", str(command.help).strip(), ""]
        rows = [_parameter(one) for one in command.params if one.name not in _COMMON]
        lines += [*_table(("argument or option", "meaning"), rows), ""] if rows else []
    return "\n".join(lines).rstrip() + "\n"


def settings_page() -> str:
    """Every setting with its default, and every environment variable."""
    from toil.commands.settings_text import tables
    from toil.outbox.slack import SLACK
    from toil.outbox.teams import TEAMS
    from toil.pages._server import CLIENT_SECRET, COOKIE_SECRET
    from toil.sources import get_source, source_names

    lines = ["# Settings", "", _NOTE, "",
             "`toil init` writes a commented `toil.toml`. It is looked for at `--config`, then `TOIL_CONFIG`, then",
             "`./toil.toml`; every table and key may be left out. Secrets only come from the environment.",
             ""]  # fmt: skip
    for table in tables():
        lines += [f"## [{table.name}]", "", table.meaning + (" There may be several." if table.is_list else ""), ""]
        rows = [
            (f"`{one.key}`", one.kind, f"`{one.default}`" if one.default else "–", one.meaning)
            for one in table.settings
        ]
        lines += [*_table(("key", "kind", "default", "meaning"), rows), ""]
    lines += ["## [sources.<name>]", "", *_source_options(), ""]
    variables = [
        (f"`{secret.name}`", ", ".join(f"`{alias}`" for alias in secret.aliases) or "–", name)
        for name in source_names()
        for secret in get_source(name).secrets
    ]
    variables += [
        (f"`{secret.name}`", ", ".join(f"`{alias}`" for alias in secret.aliases), "`toil app`")
        for secret in (CLIENT_SECRET, COOKIE_SECRET)
    ]
    for chat in (SLACK, TEAMS):
        aliases = ", ".join(f"`{alias}`" for alias in chat.secret.aliases)
        variables.append((f"`{chat.secret.name}`", aliases, f"`toil notify {chat.name.lower()}`"))
    lines += ["## Environment", "", "Each may also be given as a file that holds it: append `_FILE` to the name.", ""]
    lines += [*_table(("variable", "also understood", "for"), variables), ""]
    lines += _table(("variable", "meaning"), _OWN_VARIABLES)
    return "\n".join(lines) + "\n"


def relations_page() -> str:
    """Every relation of toil.duckdb with its meaning, grain and columns, as an empty build makes them."""
    from toil.relations import all_relations

    columns = _columns_of_an_empty_build()
    every = sorted(all_relations(), key=lambda relation: (not relation.public, relation.name))
    lines = ["# Relations", "", _NOTE, "",
             "The tables of `toil.duckdb`. Public relations keep their names and columns; others may change.",
             ""]  # fmt: skip
    for relation in every:
        grain = ", ".join(f"`{name}`" for name in relation.grain) or "one row"
        kind = "public" if relation.public else "internal"
        lines += [f"## {relation.name}", "", relation.meaning, "", f"{kind}; grain: {grain}", ""]
        rows = [(f"`{name}`", f"`{type_name}`") for name, type_name in columns[relation.name]]
        lines += [*_table(("column", "type"), rows), ""]
    return "\n".join(lines).rstrip() + "\n"


def categories_page() -> str:
    """Every category of the taxonomy in both languages."""
    from toil.classify.taxonomy import load_taxonomy

    rows = [
        (f"`{one.category}`", one.name_en, one.name_ja, f"{one.toil_probability:g}", one.meaning_en, one.meaning_ja)
        for one in load_taxonomy().categories
    ]
    head = ("id", "English", "日本語", "toil", "meaning", "意味")
    lines = ["# Categories", "", _NOTE, "",
             "The categories of `toil/classify/taxonomy.toml`; *toil* is how much of such work is toil,",
             "before evidence.",
             ""]  # fmt: skip
    return "\n".join([*lines, *_table(head, rows)]) + "\n"


def candidates_schema_page() -> str:
    """The JSON schema of the candidates' document."""
    from toil.exports.schema import candidates_schema

    return json.dumps(candidates_schema(), ensure_ascii=False, indent=2) + "\n"


def definitions_page(language: str) -> str:
    """What toil is and every figure's formula, in the words of the app's Definitions page."""
    from toil.definitions import FORMULAS, PROPERTIES
    from toil.locales import words

    t = words(language)
    lines = [f"# {_DEFINITIONS[language]}", "", _NOTE, "", f"## {t('define.tab_toil')}", "", t("define.toil"), ""]
    for name in PROPERTIES:
        lines.append(f"* **{t(f'trait.{name}')}** – {t(f'trait_meaning.{name}')}")
    lines += ["", f"## {t('define.tab_formulas')}", ""]
    for name in FORMULAS:
        source = t("define.after", source=t(f"formula.{name}.source"))
        lines += [f"### {t(f'formula.{name}.name')}", "", t(f"formula.{name}.text"), "", f"*{source}*", ""]
    lines += [f"## {t('define.tab_categories')}", "", "[categories.md](categories.md)", ""]
    lines += [f"## {t('define.tab_relations')}", "", t("define.relations"), "", "[relations.md](relations.md)"]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "relations.md": relations_page,
    "categories.md": categories_page,
    "candidates.schema.json": candidates_schema_page,
    "definitions.md": lambda: definitions_page("en"),
    "definitions.ja.md": lambda: definitions_page("ja"),
}
_DEFINITIONS = {"en": "Definitions", "ja": "用語と計算方法"}
_OWN_VARIABLES = (
    ("`TOIL_CONFIG`", "settings file"),
    (
        "`TOIL_JOURNAL_URL`",
        "address of the journal, where `[engine] journal` is `postgresql`: `postgresql://USER:PASSWORD@HOST/DATABASE`",
    ),
    ("`TOIL_STORE`", "folder of the stores; goes before `[store] folder`"),
    ("`TOIL_LANG`", "en or ja; goes before `[app] language`"),
    ("`NO_COLOR`", "no colours on the terminal"),
)
_HIDDEN = ("host", "key")  # they come from the environment
_COMMON = ("json", "no_input", "verbose", "config", "help")


def _leaves(command: Any, path: str) -> Iterable[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None or (command.invoke_without_command and command.params and path != "toil"):
        yield path, command
    if inner is None:
        return
    for name, one in inner.items():
        yield from _leaves(one, f"{path} {name}")


def _parameter(one: Any) -> tuple[str, str]:
    if one.param_type_name == "argument":
        return f"`{one.name.upper()}`" if one.required else f"`[{one.name.upper()}]`", one.help or ""
    names = ", ".join(f"`{name}`" for name in (*one.opts, *one.secondary_opts))
    listed = f" One of: {', '.join(type(one.default))}." if isinstance(one.default, StrEnum) else ""
    return names, f"{one.help or ''}{listed}"


def _exit_codes() -> list[tuple[str, str]]:
    from toil import errors

    rows = {0: "done", 1: "failed; the message says why"}
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, errors.ToilError) and kind.exit_code not in rows:
            rows[kind.exit_code] = str(kind.__doc__).strip()
    return [(str(code), meaning) for code, meaning in sorted(rows.items())]


def _source_options() -> list[str]:
    from toil.sources.jira.options import JiraOptions
    from toil.sources.pagerduty.options import Options as PagerDutyOptions
    from toil.sources.table import OPTIONS

    lines = ["Each source checks its own table, and names the keys it knows where one is wrong."]
    for name, options in (("jira", JiraOptions), ("pagerduty", PagerDutyOptions)):
        rows = [(f"`{one.name}`", f"`{_as_toml(one.default)}`") for one in fields(options) if one.name not in _HIDDEN]
        lines += ["", f"`[sources.{name}]`. {_about(options)}", "", *_table(("key", "default"), rows)]
    return [*lines, "", "`[sources.table.<name>]` keeps what `toil import FILE --as <name>` was told:", "",
            *_table(("key", "meaning"), [(f"`{key}`", meaning) for key, meaning in OPTIONS.items()])]  # fmt: skip


def _about(options: type) -> str:
    """What its docstring says after the first sentence, on one line."""
    return " ".join(str(options.__doc__).split("\n\n", 1)[1].split())


def _as_toml(value: Any) -> str:
    if value is None:
        return '""'
    return json.dumps(list(value) if isinstance(value, tuple) else value)


def _columns_of_an_empty_build() -> dict[str, list[tuple[str, str]]]:
    from pipelines.build import build
    from toil.settings import load_settings
    from toil.store.published import open_published
    from toil.store.raw import RawStore

    with tempfile.TemporaryDirectory() as name:
        settings = load_settings(environ={"TOIL_STORE": name})
        with RawStore.open(Path(name)):
            pass
        build(settings)
        with open_published(Path(name)) as store:
            rows = store.cursor().execute(
                "select table_name, column_name, data_type from duckdb_columns() where not internal "
                "order by table_name, column_index"
            )
            found: dict[str, list[tuple[str, str]]] = {}
            for table, column, kind in rows.fetchall():
                found.setdefault(table, []).append((column, kind))
            return found


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    cells = [tuple(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    return [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in cells)]


if __name__ == "__main__":
    main()
