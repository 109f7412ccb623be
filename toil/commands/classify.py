"""`toil classify`: what was decided about the work, why, and how good those decisions are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.register import command
from toil.commands.session import Session
from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.store.published import Published


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(classify)


def classify(
    session: Session,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="ITEM", help="Item key, item id or work id to explain.")
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Say who decided how much, and how surely.")] = False,
) -> None:
    """Say why a piece of work has its category, or how the whole of the work was classified."""
    from toil.store.published import open_published

    if (explain is not None) == report:
        raise UsageError("say what to show", do="toil classify --explain OPS-12, or toil classify --report")
    with open_published(session.settings.store.folder) as store:
        if explain is None:
            _show_report(session, store)
        else:
            _show_explanation(session, store, explain)


def _show_explanation(session: Session, store: Published, wanted: str) -> None:
    found = _explanation(store, wanted)
    if session.json:
        session.emit(found)
        return
    verdict = (f"{found['category']} ({found['category_name']}), toil {found['toil_probability']:.0%}, "
               f"confidence {found['confidence']:.0%}, decided by {found['decided_by']}")  # fmt: skip
    for line in (f"{found['item_key']}: {found['title']}", verdict, str(found["evidence"])):
        session.line(line)


def _explanation(store: Published, wanted: str) -> dict[str, Any]:
    """The classification of a work and what it is about; raises UsageError where nothing has that name."""
    items = store.read("work_items")
    hit = items[(items["item_key"] == wanted) | (items["item_id"] == wanted) | (items["work_id"] == wanted)]
    if hit.empty:
        raise UsageError(f"there is no item {wanted!r} in this build", where="--explain",
                         do="name a key (OPS-12), an item_id or a work_id; `toil run` brings newer items")  # fmt: skip
    item = hit.iloc[0]
    decided = store.read("classifications", work_id=str(item["work_id"]))
    if decided.empty:
        raise UsageError(f"{wanted} was not classified", where="--explain", do="it may have been deleted at its source")
    row = decided.iloc[0].to_dict()
    names = store.read("categories", category=row["category"])["name_en"]
    name = names.iloc[0] if len(names) else row["category"]
    about = {"item_key": item["item_key"], "title": item["title"], "category_name": name}
    return about | {str(key): value for key, value in row.items()}


def _show_report(session: Session, store: Published) -> None:
    rows = store.read("classifications")
    total = len(rows)
    deciders = [
        {"decided_by": str(name), "works": len(part), "share": len(part) / total,
         "mean_confidence": float(part["confidence"].mean())}
        for name, part in rows.groupby("decided_by", sort=True)
    ]  # fmt: skip
    counts = rows.groupby("category").size().sort_values(ascending=False)
    if session.json:
        session.emit({"works": total, "decided_by": deciders, "categories": counts.to_dict()})
        return
    session.line(f"{total:,} pieces of work")
    for one in deciders:
        session.line(f"  by {one['decided_by']}: {one['works']:,} ({one['share']:.0%}), "
                          f"mean confidence {one['mean_confidence']:.0%}")  # fmt: skip
    for category, number in counts.items():
        session.line(f"  {category}: {number:,}")
