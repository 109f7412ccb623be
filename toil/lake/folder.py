"""A lake in a folder: of one machine, or a network file system that several mount."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from toil.errors import ToilError


class FolderLake:
    """Files appear whole: each is written beside and then linked in; a hard link never replaces what is there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = str(folder)

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so, in order."""
        with self._explained():
            found = [file for file in self.folder.rglob("*") if file.is_file() and not file.name.startswith(".")]
            names = (file.relative_to(self.folder).as_posix() for file in found)
            return sorted(name for name in names if name.startswith(prefix))

    def read(self, key: str) -> bytes | None:
        """A small file; None where there is none."""
        with self._explained():
            try:
                return (self.folder / key).read_bytes()
            except FileNotFoundError:
                return None

    def fetch(self, key: str, file: Path) -> bool:
        """Copy a file of the lake to here; False where there is none."""
        with self._explained():
            try:
                shutil.copyfile(self.folder / key, file)
            except FileNotFoundError:
                return False
            return True

    def put(self, key: str, file: Path) -> None:
        """Copy a file into the lake, under a key that nobody else uses."""
        with self._explained(), self._beside(key) as aside:
            shutil.copyfile(file, aside)
            _to_disk(aside)
            aside.replace(self.folder / key)

    def put_first(self, key: str, content: bytes) -> bool:
        """Write a small file unless the key is taken already; `link` lets exactly one of several writers through."""
        with self._explained(), self._beside(key) as aside:
            aside.write_bytes(content)
            _to_disk(aside)
            try:
                (self.folder / key).hardlink_to(aside)
            except FileExistsError:
                return False
            return True

    def remove(self, key: str) -> None:
        """Remove a file, and its folder once that is empty."""
        with self._explained():
            file = self.folder / key
            file.unlink(missing_ok=True)
            if file.parent.is_dir() and not any(file.parent.iterdir()):
                file.parent.rmdir()

    @contextmanager
    def _beside(self, key: str) -> Iterator[Path]:
        file = self.folder / key
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_name(f".{file.name}.{uuid4().hex}")
        try:
            yield aside
        finally:
            aside.unlink(missing_ok=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise ToilError(f"the lake cannot be used: {error.strerror or error}", where=self.name,
                            do="see that it is mounted, has room, and lets this user write") from None  # fmt: skip


def _to_disk(file: Path) -> None:
    with file.open("rb") as written:
        os.fsync(written.fileno())
