"""The `toil` command: its front door, and the commands that call pipelines."""

from __future__ import annotations

import io
import sys
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toil.commands import (
    automation,
    candidates,
    classify,
    labels,
    lake,
    links,
    notify,
    recurrence,
    report,
    serve,
    setup,
    spark,
    stores,
    taxonomy,
)
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.commands.since import parse_since

if TYPE_CHECKING:
    from pipelines.build import BuildResult
    from pipelines.extract import RunResult
    from toil.settings import Settings


class LogFormat(StrEnum):
    """How `toil run` writes its messages."""

    text = "text"
    json = "json"


app = new_app("Where an SRE team's hours go, what recurs, and what to automate first.")


def main() -> None:
    """Run the command line; the exit codes are listed in docs/commands.md."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character still gets the rest
    app(prog_name="toil")


def _print_version(wanted: bool) -> None:
    if wanted:
        import toil

        typer.echo(toil.__version__)
        raise typer.Exit


@app.callback()
def common(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON document to stdout.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask anything.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say more; show full traces.")] = False,
    config: Annotated[Path | None, typer.Option("--config", metavar="FILE", help="Settings file.")] = None,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Where an SRE team's hours go, what recurs, and what to automate first."""
    ctx.obj = {"json": json, "no_input": no_input, "verbose": verbose, "config": config}


@command(app)
def demo(
    session: Session,
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo's stores go.")] = Path(".toil/demo"),
    serve_app: Annotated[bool, typer.Option("--serve/--no-serve", help="Open the app at the end.")] = True,
    port: Annotated[
        int | None, typer.Option("--port", min=0, max=65535, help="Port of the app; default: 8501 or any free one.")
    ] = None,
) -> None:
    """Take the sample data through every stage, show this week and the candidates, and open the app."""
    from pipelines.demo import demo_settings, load_sample
    from pipelines.snapshot import snapshot as freeze
    from toil.commands.progress import counting

    settings = demo_settings(folder.resolve())
    session.use(settings)
    with counting(session) as progress:
        results = load_sample(settings, progress=progress, say=session.say)
    _tell_runs(session, results)
    built = _build(session, settings)
    freeze(settings)
    if session.json:
        session.emit({"runs": [vars(result) for result in results], "build": vars(built)})
    else:
        report.print_week(session)
        candidates.print_best(session)
    _exit_with(results)
    if serve_app and not session.json:
        serve.run_app(session, port)


@command(app)
def extract(
    session: Session,
    source: Annotated[str | None, typer.Argument(help="One source; default: all that are configured.")] = None,
    since: Annotated[str | None, typer.Option("--since", help="7d, 4w, 2026-W20 or 2026-05-11.")] = None,
    full: Annotated[bool, typer.Option("--full", help="Everything again, from the beginning.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would be read.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Compare the server's counts with the store.")] = False,
    load: Annotated[
        list[Path] | None, typer.Option("--load", help="Saved payloads instead of the service; repeatable.")
    ] = None,
) -> None:
    """Read the sources into the raw store, page by page; a run that was cut off goes on where it stopped."""
    from pipelines import extract as pipeline
    from toil.commands.progress import counting
    from toil.commands.verify import show_completeness, show_estimates
    from toil.errors import UsageError

    if since and full:
        raise UsageError("--since and --full contradict each other", do="use one of them")
    if load and (since or full or dry_run or verify):
        raise UsageError("--load reads a file as it is", do="leave out --since, --full, --dry-run and --verify")
    start = parse_since(since, now=datetime.now(UTC)) if since else None
    names = [source] if source else []
    if dry_run:
        show_estimates(session, pipeline.estimate(session.settings, names, since=start, full=full))
        return
    if verify:
        scopes, errors = pipeline.verify(session.settings, names)
        show_completeness(session, scopes)
        if errors:
            raise errors[0]
        return
    with counting(session) as progress:
        results = pipeline.extract(session.settings, names, since=start, full=full, load=load or [], progress=progress)
    _tell_runs(session, results)
    if session.json:
        session.emit({"runs": [vars(result) for result in results]})
    _exit_with(results)


@command(app, "import")
def import_file(
    session: Session,
    file: Annotated[Path, typer.Argument(help="CSV, Excel, Parquet or JSON Lines.")],
    name: Annotated[str, typer.Option("--as", help="What to call this table; its mapping is kept under it.")],
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="field=Column, e.g. title=Summary; repeatable.")
    ] = None,
    zone: Annotated[str, typer.Option("--zone", help="Zone of times that state none.")] = "",
    date_format: Annotated[
        str, typer.Option("--date-format", help="dmy, mdy, or a format such as %d/%m/%Y %H:%M.")
    ] = "",
    sheet: Annotated[str, typer.Option("--sheet", help="Sheet of a workbook; default: the first.")] = "",
) -> None:
    """Read a table that another tool exported; the mapping is kept in toil.toml for the next time."""
    from pipelines.extract import extract as pipeline
    from toil.commands.mapping import plan_import
    from toil.commands.progress import counting

    plan = plan_import(session, file, name, mapping or [], zone=zone, date_format=date_format, sheet=sheet)
    with counting(session) as progress:
        results = pipeline(plan.settings, ["table"], load=[file], options=plan.options, progress=progress)
    _tell_runs(session, results)
    if any(result.records for result in results):
        plan.keep()
        session.say(f"the mapping is kept in {plan.keep_in}; next: `toil build`")
    if session.json:
        session.emit({"runs": [vars(result) for result in results], "options": plan.options})
    _exit_with(results)


@command(app)
def build(session: Session) -> None:
    """Make the published store from the raw store and the journal, and swap it in."""
    built = _build(session, session.settings)
    if session.json:
        session.emit({"build": vars(built)})


@command(app)
def run(
    session: Session,
    log: Annotated[LogFormat, typer.Option("--log", help="How messages are written to stderr.")] = LogFormat.text,
) -> None:
    """Extract, build, freeze the week, send its digest if so set; for a scheduler, whom the exit code tells."""
    from pipelines.nightly import run as nightly
    from toil.commands.progress import counting, stepping

    session.log_json = log is LogFormat.json
    with counting(session) as progress, stepping(session) as build_progress:
        result = nightly(session.settings, progress=progress, build_progress=build_progress, say=session.say)
    _tell_runs(session, result.runs)
    _tell_build(session, result.built)
    _tell_frozen(session, result.frozen)
    if result.sent:
        session.say(f"sent: {result.sent}", event="notify")
    record = result.record
    session.say(f"run {record.run_id}: {record.outcome}", event="run", run_id=record.run_id, outcome=record.outcome,
                exit_code=record.exit_code, seconds=record.seconds)  # fmt: skip
    if session.json:
        session.emit({"run": vars(result.record), "runs": [vars(one) for one in result.runs],
                      "build": vars(result.built), "frozen": result.frozen, "sent": result.sent})  # fmt: skip
    if result.exit_code:
        raise typer.Exit(result.exit_code)


@command(app)
def snapshot(session: Session) -> None:
    """Freeze the newest complete week of every team as it is seen now; nothing frozen is ever replaced."""
    from pipelines.snapshot import snapshot as pipeline

    frozen = pipeline(session.settings)
    _tell_frozen(session, frozen)
    if session.json:
        session.emit({"frozen": frozen})


def _build(session: Session, settings: Settings) -> BuildResult:
    from pipelines.build import build as pipeline
    from toil.commands.progress import stepping

    with stepping(session) as progress:
        built = pipeline(settings, progress=progress)
    _tell_build(session, built)
    return built


def _tell_runs(session: Session, results: list[RunResult]) -> None:
    for result in results:
        fields = {name: value for name, value in vars(result).items() if name != "message"}
        session.say(f"{result.source}: {result.outcome}, {result.records:,} records read, {result.changed:,} new or "
                    f"changed, {result.rejected:,} rejected, {result.seconds:.1f} s",
                    event="source", **fields)  # fmt: skip
        if result.message:
            session.say(f"  {result.message}", source=result.source)


def _tell_build(session: Session, built: BuildResult) -> None:
    works = built.relations.get("work", 0)
    fields = {"build_id": built.build_id, "works": works, "seconds": built.seconds}
    made = ", ".join(f"{count} by {engine}" for engine, count in built.engines.items())
    session.say(f"build {built.build_id}: {works:,} pieces of work, {len(built.relations)} relations ({made}), "
                f"{built.seconds:.1f} s", event="build", **fields)  # fmt: skip


def _tell_frozen(session: Session, frozen: dict[str, str]) -> None:
    for team, week in frozen.items():
        session.say(f"frozen as it is seen now: {week} of {team}", event="snapshot", team=team, week=week)


def _exit_with(results: list[RunResult]) -> None:
    """A scheduler learns from the exit code what went wrong first; what was read is kept."""
    if code := next((result.exit_code for result in results if result.exit_code), 0):
        raise typer.Exit(code)


for module in (setup, report, candidates, notify, classify, taxonomy, labels, links, recurrence, automation, serve,
               stores, lake, spark):  # fmt: skip
    module.register(app)
