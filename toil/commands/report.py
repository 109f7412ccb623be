"""`toil report`: a week as a document, for those who do not open the app."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command
from toil.commands.session import Session
from toil.commands.since import parse_week
from toil.errors import GateExceeded, UsageError

if TYPE_CHECKING:
    from toil.exports.week import WeekReport


class Format(StrEnum):
    """What `toil report` can write."""

    MD = "md"
    HTML = "html"
    PDF = "pdf"
    PNG = "png"
    CONFLUENCE = "confluence"


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(report)


def report(
    session: Session,
    week: Annotated[str | None, typer.Option("--week", help="2026-W47; default: the last complete week.")] = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.MD,
    team: Annotated[str | None, typer.Option("--team", help="One team; default: all.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en or ja.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; default: stdout.")] = None,
    fail_over_budget: Annotated[
        bool, typer.Option("--fail-over-budget", help="Exit with 3 where a team's toil budget is spent.")
    ] = False,
) -> None:
    """Write what a week came to: toil against the budget, where it went, and what to automate first."""
    if output_format in (Format.PDF, Format.PNG) and output is None and sys.stdout.isatty() and not session.json:
        raise UsageError("a picture is not for the terminal", do=f"name a file: -o report.{output_format.value}")
    language = chosen_language(session, lang)
    found = _read(session, parse_week(week) if week else None, team, language)
    if session.json:
        from toil.exports.report_json import to_document

        session.emit(to_document(found))
    else:
        session.write(_rendered(found, output_format), output)
    if fail_over_budget:
        _gate(found)


def print_week(session: Session, lang: str = "en") -> None:
    """Show the last complete week of every team on the terminal."""
    from toil.exports.report import headline_lines

    for line in headline_lines(_read(session, None, None, lang)):
        session.line(line)


def _read(session: Session, week: str | None, team: str | None, lang: str) -> WeekReport:
    from toil.exports.week import read_week
    from toil.store.journal_place import journal_place
    from toil.store.published import open_published
    from toil.store.snapshots import Snapshots

    settings = session.settings
    with open_published(settings.store.folder) as store:
        return read_week(store, week=week, team=team, lang=lang, min_group=settings.privacy.min_group,
                         policy_of=settings.policy_of, snapshots=Snapshots(journal_place(settings)))  # fmt: skip


def _rendered(found: WeekReport, kind: Format) -> str | bytes:
    from toil.exports import report as documents

    if kind is Format.PDF:
        return documents.to_pdf(found)
    if kind is Format.PNG:
        return documents.to_png(found)
    if kind is Format.CONFLUENCE:
        from toil.exports.confluence import to_storage

        return to_storage(found)
    return documents.to_html(found) if kind is Format.HTML else documents.to_markdown(found)


def _gate(found: WeekReport) -> None:
    """Judged over the budget's window by the estimate itself, not by its interval: a gate must say yes or no."""
    spent = [(part, row) for part in found.teams if (row := part.budget) is not None and row["state"] == "spent"]
    if not spent:
        return
    said = "; ".join(
        f"{part.team}: {row['toil_share']:.0%} of {row['target_share']:.0%} over {row['weeks']} weeks "
        f"({row['toil_hours']:.0f} of {row['budget_hours']:.0f} h)"
        for part, row in spent
    )
    todo = {part.team: part.policy or "`toil candidates` lists what to automate first" for part, _ in spent}
    is_one = len(set(todo.values())) == 1
    raise GateExceeded(
        f"the toil budget is spent in {found.week}: {said}",
        do="; ".join(dict.fromkeys(text if is_one else f"{team}: {text}" for team, text in todo.items())),
    )
