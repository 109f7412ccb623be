"""`toil init` and `toil doctor`: from nothing to a setup that works, and what is wrong with one that does not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toil.commands.register import command
from toil.commands.session import Session
from toil.errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the commands."""
    command(app)(init)
    command(app)(doctor)


def init(
    session: Session,
    team: Annotated[str, typer.Option("--team", help="Name of your team.")] = "",
    zone: Annotated[str, typer.Option("--zone", help="Its time zone, e.g. Asia/Tokyo.")] = "",
) -> None:
    """Write a commented toil.toml to start from; secrets stay in the environment."""
    from toil.commands.settings_text import settings_template
    from toil.settings import SETTINGS_FILE

    file = session.config or Path(SETTINGS_FILE)
    if file.exists():
        raise UsageError("there is a settings file already", where=str(file), do="edit it, or name another: --config")
    if session.may_ask:
        team = team or typer.prompt("Name of your team", default="sre", err=True)
        zone = zone or typer.prompt("Its time zone", default="UTC", err=True)
    text = settings_template(team=team or "sre", zone=_checked_zone(zone or "UTC"))
    _write_new(file, text)
    if session.json:
        session.emit({"written": str(file)})
    session.say(f"written: {file}\nnext: set JIRA_URL, JIRA_EMAIL and JIRA_API_TOKEN, or PAGERDUTY_API_KEY, in the "
                "environment; then `toil doctor` and `toil run`")  # fmt: skip


def doctor(session: Session) -> None:
    """Check settings, credentials, stores, the last runs and the disk, and say what to do about each."""
    from toil.commands.checks import exit_code, run_checks

    checks = run_checks(session)
    if session.json:
        session.emit({"checks": [vars(check) for check in checks], "exit_code": exit_code(checks)})
    else:
        for check in checks:
            session.line(f"{check.status:8} {check.name}: {check.message}")
            if check.do:
                session.line(f"         → {check.do}")
    if code := exit_code(checks):
        raise typer.Exit(code)


def _checked_zone(zone: str) -> str:
    from toil.settings import known_zone

    try:
        return known_zone(zone)
    except ValueError as error:
        raise UsageError(str(error), where="--zone") from None


def _write_new(file: Path, text: str) -> None:
    from toil.errors import ToilError

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise ToilError(f"the settings file cannot be written: {error.strerror}", where=str(file)) from None
