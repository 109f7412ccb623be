"""`toil link`: which items are the same work, and what people say about it; all of it can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.links.said import Statement, Word
    from toil.store.published import Published

Item = Annotated[str, typer.Argument(help="Key, URL or item_id of an item; a former key will do.")]
Other = Annotated[str, typer.Argument(help="The other item.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("See which items are one piece of work; link them or keep them apart.")
    for name, function in (("list", list_links), ("add", add), ("apart", apart), ("undo", undo),
                           ("import", import_file)):  # fmt: skip
        command(group, name)(function)
    app.add_typer(group, name="link")


def list_links(
    session: Session,
    item: Annotated[str | None, typer.Argument(help="Only the piece of work of this item; default: all.")] = None,
) -> None:
    """List linked items with method, confidence and evidence, what is kept apart, and the event ids that undo takes."""
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        links = store.read("link_evidence")
        words = _words(session)
        if item is not None:
            found = _find(store, item)
            works = set(store.read("work_items", item_id=found)["work_id"])
            links = links[links["work_id"].isin(works) | links["linked_work_id"].isin(works)]
            members = {found, *store.read("work_items", work_id=works)["item_id"]}
            words = [word for word in words if members & {word.item_id, word.linked_item_id}]
    if session.json:
        session.emit({"links": links.to_dict("records"), "said": [vars(word) for word in words]})
        return
    for row in links.itertuples():
        one, other = _named(row.item_key, row.item_id), _named(row.linked_item_key, row.linked_item_id)
        fate = "" if row.is_counted else f"cut by event {row.apart_event_id:.0f}"
        session.line("\t".join([one, other, str(row.method), f"{row.confidence:.2f}", str(row.evidence), fate]))
    for word in words:
        fate = "counts" if word.overruled_by is None else f"overruled by event {word.overruled_by}"
        session.say(f"event {word.event_id}: {_SAYS[word.kind]} {word.item_id} {word.linked_item_id}, "
                    f"{word.written_at}, {fate}")  # fmt: skip


def add(session: Session, item: Item, other: Other) -> None:
    """Say that two items are the same work."""
    _say(session, [("add", item, other)])


def apart(session: Session, item: Item, other: Other) -> None:
    """Say that two items are not the same work: no evidence brings them together any more, not even through a third."""
    _say(session, [("apart", item, other)])


def undo(session: Session, event: Annotated[int, typer.Argument(help="Event id, as `list` shows it.")]) -> None:
    """Take back what was said of two items; what was said of them before counts again."""
    from toil.store.journal import Journal

    if event not in {word.event_id for word in _words(session)}:
        raise UsageError(f"nothing about links stands as event {event}", do="`toil link list` shows them")
    Journal.of(session.settings).undo(event, author=session.settings.app.user)
    session.say(f"event {event} is undone; next: `toil build`")


def import_file(
    session: Session, file: Annotated[Path, typer.Argument(help="CSV with action (add or apart), item, other.")]
) -> None:
    """Bring what people said in from CSV; all or nothing is taken."""
    from toil.links.said import parse_statements

    _say(session, parse_statements(file))


_SAYS = {"link": "add", "link_apart": "apart"}


def _say(session: Session, wanted: list[Statement]) -> None:
    """Check everything against the newest build, then write what is new to the journal."""
    from toil.links.said import checked_statements, fresh_entries
    from toil.store.journal import Journal
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        entries = checked_statements(wanted, lambda name: _find(store, name))
    fresh = fresh_entries(entries, _words(session))
    journal = Journal.of(session.settings)
    ids = journal.append_all([*fresh], author=session.settings.app.user) if fresh else []
    if session.json:
        session.emit({"read": len(entries), "event_ids": ids})
    session.say(f"{len(ids)} of {len(entries)} statements are new; next: `toil build`")


def _find(store: Published, name: str) -> str:
    """The item_id of the one item called so, by the newest build; raises UsageError."""
    from toil.links.said import found_item, normal_name

    rows = store.read("item_names", name=normal_name(name))
    return found_item(name, zip(rows["name"], rows["item_id"], rows["rank"], strict=True))


def _words(session: Session) -> list[Word]:
    """What stands in the journal about links."""
    from toil.links.said import words_in_order
    from toil.store.journal import Journal

    events = Journal.of(session.settings).events()
    return words_in_order((e.event_id, e.written_at, e.kind, e.subject, e.body) for e in events)


def _named(key: object, item_id: object) -> str:
    """An item as people know it, with the id that no move changes."""
    return f"{key} ({item_id})" if isinstance(key, str) and key else str(item_id)
