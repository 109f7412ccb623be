"""In which language a command answers."""

from __future__ import annotations

from toil.commands.session import Session
from toil.errors import UsageError


def chosen_language(session: Session, wish: str | None) -> str:
    """The language of `--lang`, else of the settings, else English; raises UsageError for one we do not speak."""
    from toil.locales import LANGUAGES, choose_language

    if wish is not None and wish not in LANGUAGES:
        raise UsageError(f"there are no words in {wish!r}", where="--lang", do=f"one of: {', '.join(LANGUAGES)}")
    return choose_language(wish, session.settings.app.language)
