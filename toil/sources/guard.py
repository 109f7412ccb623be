"""What nobody foresaw in a source ends that source's run, and no other's."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from toil.errors import ToilError

Item = TypeVar("Item")


def guarded(name: str, read: Callable[[], Iterable[Item]]) -> Iterator[Item]:
    """What `read` gives; an error that is not for people becomes one that is.

    It tells the kind and the place of the error, and not its text, which may hold a secret: it is kept with the run.
    """
    try:
        yield from read()
    except ToilError:
        raise
    except Exception as error:  # whatever a service can answer was tried, but not everything
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(frame.filename).name}, line {frame.lineno}"
        raise ToilError(
            f"something unexpected happened in {name}: {type(error).__name__} ({place})",
            do="report this line; what was saved is kept, and the next run goes on there",
        ) from error
