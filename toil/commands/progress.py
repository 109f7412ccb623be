"""Progress of long work: bars on a terminal, nothing in a pipe or a log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from toil.commands.session import Session


@contextmanager
def counting(session: Session) -> Iterator[Callable[[str, int], None]]:
    """Tell how many records each source has brought; their total is not known beforehand."""
    if not session.messages.is_terminal:
        yield lambda source, records: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed:,} records"),
               TimeElapsedColumn())  # fmt: skip
    with Progress(*columns, console=session.messages, transient=True) as bars:
        tasks: dict[str, object] = {}

        def advance(source: str, records: int) -> None:
            if source not in tasks:
                tasks[source] = bars.add_task(source, total=None)
            bars.update(tasks[source], completed=records)  # type: ignore[arg-type]

        yield advance


@contextmanager
def stepping(session: Session) -> Iterator[Callable[[str, int, int], None]]:
    """Tell which relation of how many is being made."""
    if not session.messages.is_terminal:
        yield lambda name, position, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(bar_width=30), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=session.messages, transient=True) as bars:
        task = bars.add_task("build", total=None)

        def advance(name: str, position: int, total: int) -> None:
            bars.update(task, completed=position - 1, total=total, description=name)

        yield advance
