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
    file: Annotated[Path | None, typer.Argument(help="File to write; default: stdout.")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything people said, who and when, as JSON Lines; not labels alone.")
    ] = False,
) -> None:
    """Write labels as CSV, newest word a subject: subject, category, toil_probability, why, name.

    With --all it is every word that stands: traits, names, merges and splits, links, estimates, decisions, votes,
    notes, check-ins, automations, and what was filed and sent.
    """
    from toil.exports.labels import current_labels, labels_csv
    from toil.exports.said import said_lines, said_rows
    from toil.store.journal import Journal

    journal = Journal.of(session.settings)
    if everything:
        if session.json:
            session.emit({"events": said_rows(journal.events())})
        else:
            session.write(said_lines(journal.events()), file)
        return
    labels = current_labels(journal.events(kind="label"), _names(session))
    if session.json:
        session.emit({"labels": labels})
    else:
        session.write(labels_csv(labels), file)


def import_labels(
    session: Session,
    file: Annotated[Path, typer.Argument(help="What `export` wrote; CSV needs subject, category.")],
) -> None:
    """Bring labels in from CSV, or everything from JSON Lines; all is checked before any of it is written.

    What is imported counts as said last. Events that the journal has already are not written again.
    """
    from toil.exports.labels import changed_labels, current_labels, parse_labels
    from toil.exports.said import is_said
    from toil.store.journal import Journal
    from toil.store.published import open_published

    if is_said(file):
        _import_said(session, file)
        return
    with open_published(session.settings.store.folder) as store:
        categories = set(store.read("categories")["category"])
        subjects = set(store.read("recurrences")["recurrence_id"]) | set(store.read("work")["work_id"])
        meant = {"taxonomy_version": str(store.read("build_info")["taxonomy_version"].iloc[0])}
    journal = Journal.of(session.settings)
    current = current_labels(journal.events(kind="label"), {})
    subjects |= {label["subject"] for label in current}  # work that is gone may come back, and a category
    categories |= {label["category"] for label in current}
    wanted = parse_labels(file, categories=categories, subjects=subjects)
    changed = changed_labels(wanted, current)
    if changed:
        author = session.settings.app.user
        journal.append_all([("label", subject, body | meant) for subject, body in changed], author=author)
    if session.json:
        session.emit({"read": len(wanted), "written": len(changed)})
    session.say(f"{len(wanted)} labels read, {len(changed)} new or changed; next: `toil build`")


def _import_said(session: Session, file: Path) -> None:
    from toil.exports.said import parse_said
    from toil.store.journal import KINDS, Journal

    journal = Journal.of(session.settings)
    said_before = {str(event.body.get("category")) for event in journal.events(kind="label")}
    said = parse_said(file, kinds=set(KINDS) - {"undo"}, categories={*_categories(session), *said_before})
    written = journal.bring(said) if said else 0
    if session.json:
        session.emit({"read": len(said), "written": written})
    session.say(f"{len(said)} events read, {written} new; next: `toil build`")


def _categories(session: Session) -> set[str]:
    """The ids of the newest build; those of the taxonomy on a machine that has built nothing yet."""
    from toil.classify.taxonomy import load_taxonomy
    from toil.errors import StoreMissing
    from toil.store.published import open_published

    try:
        with open_published(session.settings.store.folder) as store:
            return set(store.read("categories")["category"])
    except StoreMissing:
        return {one.category for one in load_taxonomy().categories}


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
