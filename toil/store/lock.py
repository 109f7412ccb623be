"""One run at a time: extracting and building hold the store's lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toil.errors import StoreLocked


@contextmanager
def store_lock(folder: Path) -> Iterator[None]:
    """Hold the store; raises StoreLocked at once where another run does. The kernel frees it when a run is killed."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "run.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise StoreLocked(
            "another run holds the store", where=str(folder), do="wait until it ends, then start again"
        ) from None
    try:
        yield
    finally:
        lock.release()
