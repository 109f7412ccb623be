"""`toil candidates`: what to automate first, for people, spreadsheets, documents and programs."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toil.commands import push
from toil.commands.language import chosen_language
from toil.commands.portfolio import as_json, plan
from toil.commands.register import group_command, new_app
from toil.commands.session import Session
from toil.commands.team import check_team
from toil.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

    from toil.store.published import Published

_SHOWN_BY_DEMO = 10


class Format(StrEnum):
    """What `toil candidates` can write."""

    TABLE = "table"
    CSV = "csv"
    XLSX = "xlsx"
    MD = "md"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Add the command, and under it those that send candidates somewhere."""
    group = new_app("", no_args_is_help=False)
    group_command(group)(candidates)
    push.register(group)
    app.add_typer(group, name="candidates")


def candidates(
    session: Session,
    output_format: Annotated[Format, typer.Option("--format", help="How to write them.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; default: stdout.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en or ja.")] = None,
    hours: Annotated[
        float | None, typer.Option("--hours", min=0, help="Only those to build in so many engineering hours.")
    ] = None,
    target: Annotated[
        float | None, typer.Option("--target", min=0, max=1, help="With --hours: the toil share to reach, e.g. 0.4.")
    ] = None,
    team: Annotated[str | None, typer.Option("--team", help="One team; default: all.")] = None,
) -> None:
    """List the recurring work worth automating (or eliminating, batching …), best first."""
    from toil.store.published import open_published

    kind = Format.JSON if session.json else output_format
    if kind is Format.XLSX and output is None and sys.stdout.isatty():
        raise UsageError("an Excel file is not for the terminal", do="name a file: -o candidates.xlsx")
    if target is not None and hours is None:
        raise UsageError("--target asks what becomes of the toil budget", do="add --hours")
    language = chosen_language(session, lang)
    with open_published(session.settings.store.folder) as store:
        frame, names = _read(store, language)
        if team is not None:
            check_team(store, team)
            frame = frame[frame["team"] == team]
        if hours is not None:
            least = session.settings.privacy.min_group
            frame, sentences, document = plan(store, frame, hours, target, language, least=least)
            if kind is Format.JSON:
                session.write(as_json(document), output)
                return
            for sentence in sentences:
                session.say(sentence)
            if frame.empty and kind is Format.TABLE:
                return
        if kind is Format.TABLE and output is None:
            _print_table(session, frame, language, names)
        else:
            session.write(_rendered(store, frame, kind, language, names), output)
            if kind is Format.TABLE:
                _say_more(session, frame)


def print_best(session: Session, lang: str = "en") -> None:
    """Show the first candidates on the terminal."""
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        frame, names = _read(store, lang)
    _print_table(session, frame.sort_values("rank").head(_SHOWN_BY_DEMO), lang, names)


def _read(store: Published, lang: str) -> tuple[pd.DataFrame, dict[str, str]]:
    from toil.charts.facts import category_names

    return store.read("automation_candidates"), category_names(store.read("categories"), lang)


def _rendered(store: Published, frame: pd.DataFrame, kind: Format, lang: str, names: dict[str, str]) -> str | bytes:
    from toil.exports import candidates as files

    if kind is Format.CSV:
        return files.to_csv(frame, lang, category_names=names)
    if kind is Format.XLSX:
        from toil.exports.evidence import candidates_workbook

        return candidates_workbook(store.read, frame, lang, names)
    if kind is Format.MD:
        return files.to_markdown(frame, lang, category_names=names)
    if kind is Format.JSON:
        from toil.exports.evidence import build_facts

        return files.to_json(frame, build=build_facts(store.read("build_info")))
    return _as_text(frame, lang, names)


def _print_table(session: Session, frame: pd.DataFrame, lang: str, names: dict[str, str]) -> None:
    from toil.exports.terminal import to_table

    if frame.empty:
        session.say("no work recurs often enough yet to be worth deciding on")
        return
    session.out.print(to_table(frame, lang, category_names=names))
    _say_more(session, frame)


def _say_more(session: Session, frame: pd.DataFrame) -> None:
    from toil.exports.terminal import MOST_ROWS

    if len(frame) > MOST_ROWS:
        session.say(f"the table ends after the best {MOST_ROWS:,} of {len(frame):,}; --format csv holds all of them")


def _as_text(frame: pd.DataFrame, lang: str, names: dict[str, str]) -> str:
    from io import StringIO

    from rich.console import Console

    from toil.exports.terminal import to_table

    out = StringIO()
    Console(file=out, width=200).print(to_table(frame, lang, category_names=names))
    return out.getvalue()
