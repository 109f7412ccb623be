"""`toil classify`: what was decided about the work, why, and how good those decisions are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.language import chosen_language
from toil.commands.model_card import show_report
from toil.commands.register import command
from toil.commands.session import Session
from toil.commands.what_if import show_what_if
from toil.errors import UsageError
from toil.locales.numbers import percent

if TYPE_CHECKING:
    from collections.abc import Mapping

    from toil.store.published import Published


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app)(classify)


def classify(
    session: Session,
    explain: Annotated[
        str | None, typer.Option("--explain", metavar="ITEM", help="Item key, item id or work id to explain.")
    ] = None,
    what_if: Annotated[
        str | None,
        typer.Option("--what-if", metavar="RULE|FILE", help="Say what a rule would change; nothing is written."),
    ] = None,
    report: Annotated[bool, typer.Option("--report", help="Show the model card: who decided, how well.")] = False,
    lang: Annotated[str | None, typer.Option("--lang", help="en or ja.")] = None,
) -> None:
    """Say why a piece of work has its category, what a rule would change, or how all work was classified."""
    from toil.store.published import open_published

    if (explain is not None) + (what_if is not None) + report != 1:
        raise UsageError("say what to show", do="one of --explain OPS-12, --what-if RULE and --report")
    language = chosen_language(session, lang)
    with open_published(session.settings.store.folder) as store:
        if explain is not None:
            _show_explanation(session, store, explain, language)
        elif what_if is not None:
            show_what_if(session, store, what_if, language)
        else:
            show_report(session, store, language)


def _show_explanation(session: Session, store: Published, wanted: str, lang: str) -> None:
    from toil.charts import why_sentences as why
    from toil.charts.facts import category_names
    from toil.classify.explain import explain, frames_to_explain
    from toil.locales import words

    item = _wanted_item(store, wanted)
    work_id = str(item["work_id"])
    found = explain(frames_to_explain(store.read, work_id), session.settings, work_id)
    spoken, names = words(lang), category_names(store.read("categories"), lang)
    category = str(found.decision["category"])
    about = {"item_key": item["item_key"], "title": item["title"], "category_name": names.get(category, category)}
    if session.json:
        document = found.document()
        session.emit(about | document.pop("decision") | document)
        return
    session.line(f"{item['item_key']}: {item['title']}")
    session.line(f"{category}: " + spoken(
        "explain.reason", category=about["category_name"], toil=percent(found.decision["toil_probability"]),
        by=spoken(f"decided_by.{found.decision['decided_by']}"), sure=percent(found.decision["confidence"]),
        sentence=why.decision_sentence(found, spoken, names),
    ))  # fmt: skip
    session.line(spoken("why.rules"))
    for line in why.rule_sentences(found, spoken, names):
        session.line(f"  {line}")
    for line in why.other_sentences(found, spoken, names):
        session.line(line)


def _wanted_item(store: Published, wanted: str) -> Mapping[str, Any]:
    """The row of work_items that is meant; raises UsageError where nothing has that name or it was not classified."""
    for column in ("item_key", "item_id", "work_id"):
        hit = store.read("work_items", **{column: wanted})
        if len(hit):
            break
    else:
        raise UsageError(f"there is no item {wanted!r} in this build", where="--explain",
                         do="name a key (OPS-12), an item_id or a work_id; `toil run` brings newer items")  # fmt: skip
    row = {str(name): value for name, value in hit.iloc[0].items()}
    if store.read("classifications", work_id=str(row["work_id"])).empty:
        raise UsageError(f"{wanted} was not classified", where="--explain", do="it may have been deleted at its source")
    return row
