"""`toil taxonomy`: the kinds of work as each team has them, and what a change of them would do before it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.language import chosen_language
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.errors import StoreMissing, UsageError
from toil.locales.numbers import count, percent

if TYPE_CHECKING:
    from toil.classify.taxonomy import Taxonomy
    from toil.locales import Words
    from toil.settings import Settings

Team = Annotated[str | None, typer.Option("--team", help="A team of toil.toml; default: everybody.")]
Lang = Annotated[str | None, typer.Option("--lang", help="en or ja.")]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("See the kinds of work, and try changes of them before they are saved.")
    command(group, "show")(show)
    command(group, "check")(check)
    app.add_typer(group, name="taxonomy")


def show(session: Session, team: Team = None, lang: Lang = None) -> None:
    """List the categories: id, name, usual share of toil, usual minutes, remedies, and whether they are as shipped."""
    from toil.classify.taxonomy import load_taxonomy
    from toil.classify.team_taxonomy import difference, taxonomies
    from toil.locales import words

    language = chosen_language(session, lang)
    taxonomy = taxonomies(_known_team(session.settings, team)).of(team)
    changes = difference(load_taxonomy(), taxonomy)
    origins = dict.fromkeys(changes.changed, "changed") | dict.fromkeys(changes.added, "added")
    rows = [
        {"category": one.category, "name": one.name_ja if language == "ja" else one.name_en,
         "toil_probability": one.toil_probability, "default_minutes": one.default_minutes, "remedy": list(one.remedy),
         "origin": origins.get(one.category, "shipped")}
        for one in taxonomy.categories
    ]  # fmt: skip
    if session.json:
        session.emit({"team": team, "version": taxonomy.version, "removed": changes.removed, "categories": rows})
        return
    for row in rows:
        remedies = ", ".join(taxonomy[str(row["category"])].remedy)
        cells = (row["category"], row["name"], percent(row["toil_probability"]), f"{row['default_minutes']:g} min",
                 remedies, row["origin"])  # fmt: skip
        session.line("\t".join(str(cell) for cell in cells))
    for line in _told(taxonomy, load_taxonomy(), team, words(language)):
        session.say(line)


def check(
    session: Session,
    file: Annotated[Path | None, typer.Argument(help="Taxonomy to try; default: what toil.toml names.")] = None,
    team: Team = None,
    lang: Lang = None,
) -> None:
    """Say what is wrong with a taxonomy, or what it would change in the newest build; nothing is written."""
    from toil.classify.taxonomy import load_taxonomy
    from toil.classify.team_taxonomy import taxonomies
    from toil.locales import words

    spoken = words(chosen_language(session, lang))
    settings = _known_team(session.settings, team)
    before = taxonomies(settings).of(team) if file else load_taxonomy()
    tried = settings if file is None else _with_file(settings, file.resolve(), team)
    after = taxonomies(tried).of(team)
    document: dict[str, Any] = {"team": team, "version": after.version, **_difference(before, after)}
    if not session.json:
        for line in _told(after, before, team, spoken):
            session.line(line)
    document["changes"] = _tried_out(session, tried, spoken)
    if session.json:
        session.emit(document)


def _known_team(settings: Settings, team: str | None) -> Settings:
    if team is not None and team not in settings.teams:
        known = ", ".join(settings.teams) or "none"
        raise UsageError(f"toil.toml has no team {team!r}", where="--team", do=f"those that it has: {known}")
    return settings


def _with_file(settings: Settings, file: Path, team: str | None) -> Settings:
    """The settings with this taxonomy for everybody, or for one team."""
    if team is None:
        return settings.model_copy(update={"classify": settings.classify.model_copy(update={"taxonomy": file})})
    own = settings.teams[team].model_copy(update={"taxonomy": file})
    return settings.model_copy(update={"teams": {**settings.teams, team: own}})


def _difference(before: Taxonomy, after: Taxonomy) -> dict[str, list[str]]:
    from toil.classify.team_taxonomy import difference

    return {name: list(ids) for name, ids in vars(difference(before, after)).items()}


def _told(taxonomy: Taxonomy, before: Taxonomy, team: str | None, spoken: Words) -> list[str]:
    """The version, and what is new, changed and gone against the taxonomy `before`."""
    head = spoken("taxonomy.version", version=taxonomy.version, number=count(len(taxonomy.categories)),
                  team=team or spoken("taxonomy.everybody"))  # fmt: skip
    changes = _difference(before, taxonomy)
    said = [spoken(f"taxonomy.{name}", list=", ".join(ids)) for name, ids in changes.items() if ids]
    minutes = [name for name in changes["changed"]
               if before[name].default_minutes != taxonomy[name].default_minutes]  # fmt: skip
    later = [spoken("taxonomy.minutes", list=", ".join(minutes))] if minutes else []
    return [head, *(said or [spoken("taxonomy.same")]), *later]


def _tried_out(session: Session, tried: Settings, spoken: Words) -> dict[str, Any] | None:
    """What the next build would decide otherwise; None where there is no build yet."""
    from toil.charts import change_sentences as change
    from toil.charts.facts import category_names
    from toil.classify.team_taxonomy import taxonomies
    from toil.classify.what_if import frames_to_try, passed_over, what_if
    from toil.store.published import open_published

    try:
        with open_published(session.settings.store.folder) as store:
            frames, names = frames_to_try(store.read), category_names(store.read("categories"), spoken.language)
    except StoreMissing:
        session.say(spoken("taxonomy.no_build"))
        return None
    changes, lost = what_if(frames, tried), passed_over(frames, tried)
    new = {one.category: one.name_ja if spoken.language == "ja" else one.name_en
           for one in taxonomies(tried).categories}  # fmt: skip
    if not session.json:
        session.line(change.change_sentence(changes, spoken))
        for line in change.category_sentences(changes, spoken, names | new):
            session.line(f"  {line}")
        for line in change.topic_sentences(changes, spoken, names | new):
            session.line(f"    {line}")
        if lost:
            session.line(spoken("taxonomy.labels", number=count(lost)))
        session.say(spoken("what_if.unwritten"))
    return {**changes.document(), "labels_passed_over": lost}
