"""Where a lake is, and the little that is asked of such a place: whole files, and one that only one writer can make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from toil.errors import SettingsError

if TYPE_CHECKING:
    from toil.settings import Settings


class LakePlace(Protocol):
    """A place for files under keys like `log/1.json`. Every method raises ToilError where the place fails."""

    name: str

    def keys(self, prefix: str) -> list[str]:
        """The keys that begin so, in order."""

    def read(self, key: str) -> bytes | None:
        """A small file; None where there is none."""

    def fetch(self, key: str, file: Path) -> bool:
        """Copy a file of the lake to here; False where there is none."""

    def put(self, key: str, file: Path) -> None:
        """Copy a file into the lake, under a key that nobody else uses."""

    def put_first(self, key: str, content: bytes) -> bool:
        """Write a small file unless the key is taken already; of several writers at once exactly one is told True."""

    def remove(self, key: str) -> None:
        """Remove a file, if it is there."""


def lake_place(settings: Settings) -> LakePlace:
    """The lake that the settings name: `s3://BUCKET/PREFIX`, or a folder; raises SettingsError where none is named."""
    from toil.lake.bucket import BucketLake
    from toil.lake.folder import FolderLake

    named = settings.engine.lake
    if not named:
        raise SettingsError(
            "no lake is named", where="[engine] lake", do='write lake = "s3://BUCKET/PREFIX" or a folder'
        )
    if named.startswith("s3://"):
        return BucketLake(named)
    if "://" in named:
        raise SettingsError(
            "this is no lake", where=f"[engine] lake: {named}", do="write s3://BUCKET/PREFIX, or a folder"
        )
    return FolderLake(settings.beside(Path(named)))
