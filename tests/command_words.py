"""Whether a command that stands in a file could be typed: it exists, and its options parse."""

from __future__ import annotations

from collections.abc import Sequence


def check_command(words: Sequence[str]) -> list[str]:
    """The names of the command (`["run"]`, `["store", "backup"]`); raises ValueError where it is none."""
    import typer

    try:
        return _parsed(words)
    except typer.BadParameter.__mro__[1] as error:  # every mistake in a command; typer has no public name for it
        raise ValueError(f"{' '.join(words)}: {error}") from None


def _parsed(words: Sequence[str]) -> list[str]:
    import typer

    from toil.cli import app

    assert words[0].rsplit("/", 1)[-1] == "toil", words
    command, arguments, names = typer.main.get_command(app), list(words[1:]), []
    context = command.make_context("toil", arguments)
    while hasattr(command, "resolve_command"):
        left = [*getattr(context, "_protected_args", []), *context.args]
        name, command, arguments = command.resolve_command(context, left)
        names.append(name)
        context = command.make_context(name, list(arguments), parent=context)
    return names
