"""`toil store`: keep the precious stores safe, bring them back, and make the raw store small again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Back up, restore and compact the stores.")
    command(group)(backup)
    command(group)(restore)
    command(group)(compact)
    command(group, "copy-journal")(copy_journal)
    app.add_typer(group, name="store")


def backup(
    session: Session,
    file: Annotated[Path, typer.Argument(help="The .tar.gz to write.")],
) -> None:
    """Copy the raw store and the journal into one file; everything else can be built again."""
    from toil.store.archive import back_up
    from toil.store.journal_place import journal_place

    saved = back_up(session.settings.store.folder, file, journal=journal_place(session.settings))
    if session.json:
        session.emit({"written": str(file), "files": saved})
    session.say(f"written: {file} ({', '.join(f'{name}: {size:,} bytes' for name, size in saved.items())})")


def restore(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A backup.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the stores that are there.")] = False,
) -> None:
    """Bring a backup's raw store and journal back; then `toil build` makes the rest."""
    from toil.store.archive import bring_back
    from toil.store.journal_place import journal_place

    settings = session.settings
    names = bring_back(file, settings.store.folder, journal=journal_place(settings), force=force)
    if session.json:
        session.emit({"restored": names})
    session.say(f"restored: {', '.join(names)}; next: `toil build`")


def compact(session: Session) -> None:
    """Let payloads go that are older than `keep_payload_days`, if so set, and give free space in the raw store back."""
    from toil.store.archive import compact_raw
    from toil.store.journal import Journal
    from toil.store.lock import store_lock
    from toil.store.retention import Retired, retire_payloads

    folder, days = session.settings.store.folder, session.settings.store.keep_payload_days
    retired = Retired()
    if days is not None:
        with store_lock(folder):
            journal = Journal.of(session.settings)
            retired = retire_payloads(folder, days, journal=journal, author=session.settings.app.user)
    before, after = compact_raw(folder)
    if session.json:
        session.emit({"bytes_before": before, "bytes_after": after, "retired": vars(retired)})
    if retired.payloads:
        session.say(f"retired: {retired.payloads:,} payloads of {retired.items:,} items unchanged since "
                    f"{retired.before}; their figures stay")  # fmt: skip
    session.say(f"raw store: {before:,} → {after:,} bytes")


def copy_journal(
    session: Session,
    back: Annotated[bool, typer.Option("--back", help="From PostgreSQL into the store's folder.")] = False,
) -> None:
    """Copy the journal of the store's folder into the PostgreSQL that `engine.journal` means; the other one stays."""
    from toil.errors import UsageError
    from toil.store.journal_copy import copy_journal as copied
    from toil.store.journal_place import journal_place, place_at

    settings = session.settings
    here, shared = place_at(settings.store.folder), journal_place(settings)
    if settings.engine.journal != "postgresql":
        raise UsageError("the settings name no other journal", where="[engine] journal",
                         do='write journal = "postgresql" below [engine], and set TOIL_JOURNAL_URL')  # fmt: skip
    source, target = (shared, here) if back else (here, shared)
    if not source.is_there():
        raise UsageError("there is no journal to copy", where=source.name)
    rows = copied(source, target)
    if session.json:
        session.emit({"from": source.name, "to": target.name, "rows": rows})
    session.say(f"copied: {rows['events']:,} events, {rows['snapshots']:,} snapshots and {rows['wordings']:,} wordings "
                f"from {source.name} to {target.name}")  # fmt: skip
