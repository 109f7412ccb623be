"""How a function becomes a command: it gets the common options, and its errors become messages and exit codes."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from toil.commands.session import Session

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document to stdout.")]
NoInputOption = Annotated[bool, typer.Option("--no-input", help="Never ask anything.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Say more, and show full traces.")]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Settings file (default: TOIL_CONFIG, ./toil.toml).")
]
_COMMON = {
    "json": (JsonOption, False),
    "no_input": (NoInputOption, False),
    "verbose": (VerboseOption, False),
    "config": (ConfigOption, None),
}


def new_app(help_text: str, *, no_args_is_help: bool = True) -> typer.Typer:
    """A group of commands with our conventions."""
    return typer.Typer(
        help=help_text, no_args_is_help=no_args_is_help, add_completion=False, pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )  # fmt: skip


def command(app: typer.Typer, name: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function whose first parameter is the Session; common options work before and after its name."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        app.command(name)(_with_common_options(function))
        return function

    return register


def group_command(app: typer.Typer) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register what a group does where none of its commands is named."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        app.callback(invoke_without_command=True, help=function.__doc__)(_with_common_options(function))
        return function

    return register


def _with_common_options(function: Callable[..., None]) -> Callable[..., None]:
    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]

    @wraps(function)
    def run(ctx: typer.Context, **values: Any) -> None:
        from toil.commands.failures import guarded

        if ctx.invoked_subcommand is not None:  # what was said here is said to the command that follows
            said = {key: values[key] for key in _COMMON if values[key]}
            ctx.find_root().obj = {**(ctx.find_root().obj or {}), **said}
            return
        session = _session(ctx, {key: values.pop(key) for key in _COMMON})
        with guarded(session):
            function(session, **values)

    keyword = inspect.Parameter.KEYWORD_ONLY
    common = [inspect.Parameter(key, keyword, default=default, annotation=kind)
              for key, (kind, default) in _COMMON.items()]  # fmt: skip
    context = inspect.Parameter("ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
    parameters = [context, *(parameter.replace(kind=keyword) for parameter in own), *common]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run


def _session(ctx: typer.Context, given: dict[str, Any]) -> Session:
    """What was said after the command's name goes before what was said ahead of it."""
    before: dict[str, Any] = ctx.find_root().obj or {}
    return Session(**{key: value or before.get(key) or value for key, value in given.items()})
