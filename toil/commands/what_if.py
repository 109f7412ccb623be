"""`toil classify --what-if`: a rule tried out on the newest build; nothing is written."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from toil.errors import UsageError

if TYPE_CHECKING:
    from toil.commands.session import Session
    from toil.settings import Settings
    from toil.store.published import Published


def show_what_if(session: Session, store: Published, rule: str, lang: str) -> None:
    """Say what a rule, or the rules of a settings file, would change; raises UsageError where it is none."""
    from toil.charts import change_sentences as change
    from toil.charts.facts import category_names
    from toil.classify.what_if import frames_to_try, what_if
    from toil.locales import words

    settings = tried_settings(session.settings, rule)
    changes = what_if(frames_to_try(store.read), settings)
    if session.json:
        session.emit(changes.document())
        return
    spoken, names = words(lang), category_names(store.read("categories"), lang)
    session.line(change.change_sentence(changes, spoken))
    for line in change.category_sentences(changes, spoken, names):
        session.line(f"  {line}")
    for line in change.topic_sentences(changes, spoken, names):
        session.line(f"    {line}")
    session.say(spoken("what_if.unwritten"))


def tried_settings(settings: Settings, rule: str) -> Settings:
    """The settings with one more rule, written as in toil.toml, or with `[classify]` and `[teams]` of a settings file.

    `rule` is `category = "REQ.access", words = ["vpn"]`, tried after those that stand. Raises UsageError for what is
    neither, SettingsError for a file that is wrong.
    """
    from toil.settings import load_settings

    if "=" not in rule:
        file = Path(rule)
        if not file.is_file():
            raise UsageError(f"there is no file {rule!r}", where="--what-if", do=_SYNTAX)
        tried = load_settings(file)
        return settings.model_copy(update={"classify": tried.classify, "teams": tried.teams or settings.teams,
                                           "file": tried.file})  # fmt: skip
    rules = (*settings.classify.rules, _parsed(rule))
    return settings.model_copy(update={"classify": settings.classify.model_copy(update={"rules": rules})})


_SYNTAX = """write a rule as in toil.toml, 'category = "REQ.access", words = ["vpn"]', or name a settings file"""


def _parsed(rule: str) -> object:
    from pydantic import ValidationError

    from toil.settings import RuleSettings

    try:
        return RuleSettings.model_validate(tomllib.loads(f"rule = {{ {rule} }}")["rule"])
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the rule cannot be read: {error}", where="--what-if", do=_SYNTAX) from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"the rule is wrong: {place}: {first['msg']}", where="--what-if", do=_SYNTAX) from None
