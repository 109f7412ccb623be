import resource
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.text import Text

from tests.cli.command_line import ROOT, in_a_process

HEAVY = {"pandas", "duckdb", "streamlit", "pydantic", "matplotlib", "altair", "sklearn", "jira", "pagerduty", "numpy"}


def _commands(command: Any, path: str = "toil") -> Iterable[tuple[str, Any]]:
    for name, inner in getattr(command, "commands", {}).items():
        yield f"{path} {name}", inner
        yield from _commands(inner, f"{path} {name}")


def _all() -> list[tuple[str, Any]]:
    from toil.cli import app

    return list(_commands(typer.main.get_command(app)))


def test_help_answers_at_once(tmp_path: Path) -> None:
    """`toil --help` takes at most four times the processor time of its command-line library alone.

    On an idle machine that is within 0.3 s; a bound in seconds would fail wherever something else runs.
    """
    alone = [sys.executable, "-c", "import typer"]
    bare = min(_processor_seconds(lambda: subprocess.run(alone, check=True).returncode) for _ in range(3))
    helped = min(_processor_seconds(lambda: in_a_process("--help", folder=tmp_path).returncode) for _ in range(3))
    assert helped < 4 * bare


def _processor_seconds(run: Callable[[], int]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run() == 0
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_loads_nothing_heavy(tmp_path: Path) -> None:
    """Neither tables, stores, models nor pictures are loaded to show help."""
    import subprocess

    code = "import sys, toil.cli\ntry: toil.cli.app(['--help'])\nfinally: print(*sys.modules, file=sys.stderr)"
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.split(".")[0] for name in result.stderr.split()}
    assert "typer" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize(("path", "command"), _all(), ids=[path for path, _ in _all()])
def test_everything_has_help(path: str, command: Any) -> None:
    """Every command and each of its arguments and options says what it is for, without a word that Rich takes for its
    markup: `[engine]` would not be shown.
    """
    assert command.help
    helps = {one.name: getattr(one, "help", None) or "" for one in command.params if one.name != "help"}
    assert not [name for name, text in helps.items() if not text]
    assert not [text for text in (command.help, *helps.values()) if Text.from_markup(text).plain != text]


def test_every_command_knows_the_common_options() -> None:
    """`--json`, `--no-input`, `--verbose` and `--config` may stand after every command."""
    leaves = [(path, command) for path, command in _all() if not hasattr(command, "commands")]
    for path, command in leaves:
        options = {name for one in command.params for name in one.opts}
        assert {"--json", "--no-input", "--verbose", "--config"} <= options, path


def test_version_is_told(tmp_path: Path) -> None:
    """`toil --version` prints the version and nothing else."""
    import toil

    assert in_a_process("--version", folder=tmp_path).stdout == f"{toil.__version__}\n"
