"""`toil label`: what people said about categories, as CSV in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.commands.trait import overrule_trait


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Take labels out as CSV and bring them in; overrule a property of toil.")
    command(group, "export")(export_labels)
    command(group, "import")(import_labels)
    command(group, "trait")(overrule_trait)
    app.add_typer(group, name="label")


def export_labels(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="CSV file to write; default: stdout.")] = None,
) -> None:
    """Write what people said, newest word a subject: subject, category, toil_probability, why, name."""
    from toil.exports.labels import current_labels, labels_csv
    from toil.store.journal import Journal

    labels = current_labels(Journal(session.settings.store.folder).events(kind="label"), _names(session))
    if session.json:
        session.emit({"labels": labels})
    else:
        session.write(labels_csv(labels), file)


def import_labels(
    session: Session,
    file: Annotated[Path, typer.Argument(help="CSV with subject, category, and if you like toil_probability, why.")],
) -> None:
    """Bring labels in from CSV; all of it is checked before any of it is written."""
    from toil.exports.labels import changed_labels, current_labels, parse_labels
    from toil.store.journal import Journal
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        categories = set(store.read("categories")["category"])
        subjects = set(store.read("recurrences")["recurrence_id"]) | set(store.read("work")["work_id"])
    journal = Journal(session.settings.store.folder)
    wanted = parse_labels(file, categories=categories, subjects=subjects)
    changed = changed_labels(wanted, current_labels(journal.events(kind="label"), {}))
    if changed:
        journal.append_all([("label", subject, body) for subject, body in changed], author=session.settings.app.user)
    if session.json:
        session.emit({"read": len(wanted), "written": len(changed)})
    session.say(f"{len(wanted)} labels read, {len(changed)} new or changed; next: `toil build`")


def _names(session: Session) -> dict[str, str]:
    """Recurrence id → name of the newest build; empty where there is none."""
    from toil.errors import StoreMissing
    from toil.store.published import open_published

    try:
        with open_published(session.settings.store.folder) as store:
            rows = store.read("recurrences")
            return dict(zip(rows["recurrence_id"], rows["name"], strict=True))
    except StoreMissing:
        return {}
