"""`toil recurrence`: what recurs, and what people say about it: names, merges, splits; all of it can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.errors import UsageError

Recurrence = Annotated[str, typer.Argument(help="recurrence_id, as `toil recurrence list` shows it.")]
Other = Annotated[str, typer.Argument(help="The other recurrence_id.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("See what recurs; rename, merge, split or ignore it; see what may be one.")
    for name, function in (("list", list_all), ("rename", rename), ("merge", merge), ("apart", apart),
                           ("split", split), ("ignore", ignore), ("near", near), ("refit", refit), ("undo", undo),
                           ("import", import_file)):  # fmt: skip
        command(group, name)(function)
    app.add_typer(group, name="recurrence")


def list_all(session: Session) -> None:
    """List recurring work, the most frequent first, and what was said about it with the event ids that undo takes."""
    from toil.recurrence.decided import SPOKEN
    from toil.store.journal import Journal
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        rows = store.read("recurrences").sort_values(["per_week", "recurrence_id"], ascending=[False, True])
    said = [event for event in Journal.of(session.settings).events() if event.kind in SPOKEN]
    if session.json:
        columns = ["recurrence_id", "name", "item_count", "per_week", "cadence"]
        session.emit(
            {
                "recurrences": rows[columns].to_dict("records"),
                "said": [{"event_id": e.event_id, "kind": e.kind, "subject": e.subject, **e.body} for e in said],
            }
        )
        return
    for row in rows.itertuples():
        session.line(f"{row.recurrence_id}\t{row.item_count}\t{row.per_week:.1f}/week\t{row.cadence}\t{row.name}")
    for event in said:
        session.say(f"event {event.event_id}: {event.kind} {event.subject} {' '.join(map(str, event.body.values()))}")


def rename(
    session: Session, recurrence: Recurrence, name: Annotated[str, typer.Argument(help="What people call it.")]
) -> None:
    """Give recurring work a name that stays."""
    _say(session, [("rename", recurrence, name)])


def merge(session: Session, recurrence: Recurrence, other: Other) -> None:
    """Say that two are the same work."""
    _say(session, [("merge", recurrence, other)])


def apart(session: Session, recurrence: Recurrence, other: Other) -> None:
    """Say that two are not the same work, by ids that they have or had."""
    _say(session, [("apart", recurrence, other)])


def split(
    session: Session, recurrence: Recurrence, title: Annotated[str, typer.Option("--title", help="A title of it.")]
) -> None:
    """Take the wording of one title out: that is other work."""
    _say(session, [("split", recurrence, title)])


def ignore(session: Session, recurrence: Recurrence) -> None:
    """Say that this is not to be taken for recurring work."""
    _say(session, [("ignore", recurrence, "")])


def near(
    session: Session, team: Annotated[str | None, typer.Option("--team", help="Only what this team is asked.")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many pairs at the most.")] = 20,
) -> None:  # fmt: skip
    """List pairs that may be one kind of work, those of which a merge would move most first.

    A pair of two teams is asked of both.

    Answer by `toil recurrence merge` or `toil recurrence apart`; what is answered is not asked again.
    """
    from toil.commands.team import check_team
    from toil.recurrence.decided import DECIDED
    from toil.recurrence.near_misses import TEAMS, asked_of, still_open
    from toil.recurrence.said import current_ids
    from toil.store.journal import Journal
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        questions = store.read("merge_questions", needed=TEAMS).sort_values("position")
        if team is not None:
            check_team(store, team)
            questions = asked_of(questions, team)
        current = current_ids(store.read("recurrence_keys"))
        built = set(store.read("journal_events")["event_id"].astype(int))
    events = [one for one in Journal.of(session.settings).events() if one.event_id not in built]
    said = [(one.kind, one.subject, one.body) for one in events if one.kind in DECIDED]
    asked = still_open(questions, said, current).head(most)
    if session.json:
        session.emit({"pairs": asked.to_dict("records")})
        return
    for row in asked.to_dict("records"):
        session.line(f"{row['recurrence_id']}\t{row['other_id']}\t{row['pieces']}+{row['other_pieces']}\t"
                     f"{row['likeness']:.2f}\t{_called(row['name'], row['team'])} | "
                     f"{_called(row['other_name'], row['other_team'])}")  # fmt: skip
    if asked.empty:
        session.say("no two recurrences are nearly alike")


def _called(name: str, team: object) -> str:
    return f"{name} ({team})" if isinstance(team, str) else name


def refit(session: Session) -> None:
    """Group all work anew in the next build, once; ids go where most of their work is, and what people said stays."""
    from toil.recurrence.wordings import REFIT
    from toil.store.journal import Journal

    event = Journal.of(session.settings).append(REFIT, "", {}, author=session.settings.app.user)
    if session.json:
        session.emit({"event_ids": [event]})
    session.say(f"event {event}: all work is grouped anew by the next `toil build`")


def undo(session: Session, event: Annotated[int, typer.Argument(help="Event id, as `list` shows it.")]) -> None:
    """Take back what was said."""
    from toil.recurrence.decided import SPOKEN
    from toil.store.journal import Journal

    journal = Journal.of(session.settings)
    if event not in {one.event_id for one in journal.events() if one.kind in SPOKEN}:
        raise UsageError(
            f"nothing about recurring work stands as event {event}", do="`toil recurrence list` shows them"
        )
    journal.undo(event, author=session.settings.app.user)
    session.say(f"event {event} is undone; next: `toil build`")


def import_file(
    session: Session, file: Annotated[Path, typer.Argument(help="CSV with action, recurrence_id, other.")]
) -> None:
    """Bring decisions in from CSV; `other` is an id, a name (rename) or a title (split). All or nothing is taken."""
    from toil.exports.recurrences import parse_decisions

    _say(session, parse_decisions(file))


def _say(session: Session, wanted: list[tuple[str, str, str]]) -> None:
    """Check everything against the newest build, then write what is new to the journal."""
    from toil.exports.recurrences import checked_decisions
    from toil.store.journal import Journal
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        keys = store.read("recurrence_keys")
    journal = Journal.of(session.settings)
    entries: list[tuple[str, str, Any]] = checked_decisions(wanted, dict(zip(keys["key_id"], keys["recurrence_id"],
                                                                             strict=True)))  # fmt: skip
    stand = [(event.kind, event.subject, dict(event.body)) for event in journal.events()]
    fresh = [entry for entry in entries if entry not in stand]
    ids = journal.append_all(fresh, author=session.settings.app.user) if fresh else []
    if session.json:
        session.emit({"read": len(entries), "event_ids": ids})
    session.say(f"{len(ids)} of {len(entries)} decisions are new; next: `toil build`")
