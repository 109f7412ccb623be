"""One run at a time: extracting and building hold the store's lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from toil.errors import StoreLocked, ToilError


@contextmanager
def store_lock(folder: Path) -> Iterator[None]:
    """Hold the store; the kernel frees it when a run is killed.

    Raises StoreLocked at once where another run holds it, ToilError where the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / "run.lock", timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StoreLocked(
            "another run holds the store", where=str(folder), do="wait until it ends, then start again"
        ) from None
    except OSError as error:
        raise ToilError(
            f"the store's folder cannot be written to: {error.strerror}",
            where=str(folder),
            do="give this user the right to write there, or name another folder: [store] folder, TOIL_STORE",
        ) from None
    try:
        yield
    finally:
        lock.release()
