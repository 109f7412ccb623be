"""`toil label trait`: a person's word on a property of toil, which overrules what the data say."""

from __future__ import annotations

from typing import Annotated

import typer

from toil.commands.session import Session
from toil.errors import UsageError


def overrule_trait(
    session: Session,
    recurrence: Annotated[str, typer.Argument(help="Recurrence id.")],
    trait: Annotated[str, typer.Argument(help="manual, repetitive, automatable, tactical …")],
    score: Annotated[float | None, typer.Argument(min=0, max=1, help="From 0, not at all, to 1, fully.")] = None,
    why: Annotated[str, typer.Option("--why", help="Why, for those who come after.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take back what was said of it; the data decide again.")] = False,
) -> None:
    """Say how far a recurring work has a property of toil; the next build goes by it."""
    from toil.classify.traits import TRAITS
    from toil.store.journal import Journal
    from toil.store.published import open_published

    if trait not in TRAITS:
        raise UsageError(f"there is no trait {trait!r}", where="TRAIT", do=f"one of: {', '.join(TRAITS)}")
    if undo == (score is not None):
        raise UsageError("give a score from 0 to 1, or --undo", where="SCORE")
    with open_published(session.settings.store.folder) as store:
        if store.read("recurrence_keys", key_id=recurrence).empty:
            raise UsageError(f"there is no recurrence {recurrence!r}", where="RECURRENCE",
                             do="`toil candidates` and `toil label export` name them")  # fmt: skip
    journal, author = Journal.of(session.settings), session.settings.app.user
    if score is not None:
        body = {"trait": trait, "score": score, "why": why}
        events = [journal.append("trait", recurrence, body, author=author)]
    else:
        said = journal.events(kind="trait", subject=recurrence)
        events = [journal.undo(one.event_id, author=author) for one in said if one.body.get("trait") == trait]
    if session.json:
        session.emit({"recurrence_id": recurrence, "trait": trait, "score": score, "events": events})
    session.say(f"{len(events)} events written; next: `toil build`")
