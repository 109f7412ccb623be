"""Builds into the lake and out of it: files first, then one line in its log, which says what the newest build is.

Every build has a folder of its own that is never written twice. The log is numbered, and each number can be taken once
only: of two machines that push at the same time one finds its number taken, and looks again at what it would go past.
A reader finds a whole build or, where an old one was removed under its hands, begins anew.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import toil
from toil.errors import StoreMissing, ToilError, UsageError
from toil.lake.parquet import RelationFile, read_relations, write_relations
from toil.lake.place import LakePlace
from toil.store.lock import store_lock
from toil.store.published import Published, current_build, publish

LAKE_FORMAT = 1
_LOG = "log/"
_MANIFEST = "manifest.json"
_TRIES = 20
_ASIDE = ".pulling-"
_NAME, _KIND = re.compile(r"\w+"), re.compile(r'[\w ,()\[\]"]+')


@dataclass(frozen=True)
class LakeBuild:
    """A line of the lake's log: a build, as of when (ISO UTC text), and its folder in the lake."""

    number: int
    build_id: str
    as_of: str
    place: str


def newest(lake: LakePlace) -> LakeBuild | None:
    """The newest build of the lake; None for an empty one."""
    for key in reversed(lake.keys(_LOG)):
        if (content := lake.read(key)) is not None:  # else removed since we looked: whoever did so left a newer one
            return _line(content, lake)
    return None


def push(folder: Path, lake: LakePlace, *, keep: int) -> LakeBuild | None:
    """Put the newest build of a store's folder into the lake; None where it is the newest there already.

    All but the `keep` newest builds are removed from the lake. Raises StoreMissing where nothing was built, UsageError
    where the lake has a build of later data, ToilError where the lake fails: what it had stays the newest then.
    """
    file = current_build(folder)
    build_id, as_of = _named(file)
    if not _goes_past(newest(lake), build_id, as_of, lake):
        return None
    place = f"builds/{build_id}-{uuid4().hex[:8]}"
    with tempfile.TemporaryDirectory(prefix="toil-lake-") as aside:
        relations = write_relations(file, Path(aside))
        for one in relations.values():
            lake.put(f"{place}/{one.file}", Path(aside, one.file))
        manifest = {"format": LAKE_FORMAT, "build_id": build_id, "as_of": as_of, "toil_version": toil.__version__,
                    "relations": {name: one.as_json() for name, one in relations.items()}}  # fmt: skip
        Path(aside, _MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
        lake.put(f"{place}/{_MANIFEST}", Path(aside, _MANIFEST))
    told = _tell(lake, build_id, as_of, place)  # where this fails it may be told all the same: the files stay
    if told is None:
        _remove(lake, place)
        return None
    _remove_old(lake, keep)
    return told


def pull(folder: Path, lake: LakePlace, *, keep: int) -> LakeBuild | None:
    """Make the lake's newest build this folder's newest; None where it is already. The app then reads it as any other.

    Raises StoreMissing where the lake is empty, StoreLocked where another run holds the folder, ToilError where the
    lake fails or its files are damaged: the folder keeps what it had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with store_lock(folder):
        for left in folder.glob(f"{_ASIDE}*"):  # of a pull that was killed
            shutil.rmtree(left, ignore_errors=True)
        for _ in range(_TRIES):
            found = newest(lake)
            if found is None:
                raise StoreMissing(
                    "nothing has been pushed yet", where=lake.name, do="run `toil lake push` where it is built"
                )
            if _held(folder) == found.build_id:
                return None
            with tempfile.TemporaryDirectory(dir=folder, prefix=_ASIDE) as aside:
                if _brought(lake, found, Path(aside)):
                    publish(Path(aside, "build.duckdb"), folder, found.build_id, keep=keep)
                    return found
    raise ToilError(
        "builds go faster than they can be read", where=lake.name, do="keep more of them: [store] keep_builds"
    )


def _named(file: Path) -> tuple[str, str]:
    published = Published(file)
    try:
        return published.build_id, f"{published.read('build_info').iloc[0]['as_of']:%Y-%m-%dT%H:%M:%SZ}"
    finally:
        published.close()


def _held(folder: Path) -> str:
    try:
        return _named(current_build(folder))[0]
    except ToilError:  # none, or one that cannot be read: the lake's takes its place
        return ""


def _goes_past(there: LakeBuild | None, build_id: str, as_of: str, lake: LakePlace) -> bool:
    """Whether a build is news; raises UsageError where it would take later data away from everybody."""
    if there is None:
        return True
    if there.as_of > as_of:
        raise UsageError(f"the lake has a build of later data, as of {there.as_of}", where=lake.name,
                         do=f"this one is as of {as_of}: extract and build again, or `toil lake pull`")  # fmt: skip
    return there.build_id != build_id


def _tell(lake: LakePlace, build_id: str, as_of: str, place: str) -> LakeBuild | None:
    for _ in range(_TRIES):
        there = newest(lake)
        if there is not None and there.place == place:  # our own line, whose answer was lost on the way
            return there
        if not _goes_past(there, build_id, as_of, lake):
            return None
        told = LakeBuild((there.number if there else 0) + 1, build_id, as_of, place)
        if lake.put_first(f"{_LOG}{told.number:012}.json", json.dumps(vars(told)).encode()):
            return told
    raise ToilError("others push all the time", where=lake.name, do="let one machine push at a time")


def _remove_old(lake: LakePlace, keep: int) -> None:
    """Lines first, so that nobody begins to read what is about to go; what no line names may be in the making."""
    for key in lake.keys(_LOG)[:-keep]:
        content = lake.read(key)
        lake.remove(key)
        if content is not None:
            _remove(lake, _line(content, lake).place)


def _remove(lake: LakePlace, place: str) -> None:
    for key in lake.keys(f"{place}/"):
        lake.remove(key)


def _brought(lake: LakePlace, found: LakeBuild, aside: Path) -> bool:
    """Fetch a build and make a file of it; False where it was removed meanwhile."""
    content = lake.read(f"{found.place}/{_MANIFEST}")
    if content is None:
        return _is_gone(lake, found)
    relations = _relations(content, f"{lake.name}/{found.place}")
    for one in relations.values():
        if not lake.fetch(f"{found.place}/{one.file}", aside / one.file):
            return _is_gone(lake, found)
    read_relations(relations, aside, aside / "build.duckdb")
    return True


def _is_gone(lake: LakePlace, found: LakeBuild) -> bool:
    if newest(lake) == found:
        raise ToilError(
            "a build of the lake lacks files", where=f"{lake.name}/{found.place}", do="build and push again"
        )
    return False


def _line(content: bytes, lake: LakePlace) -> LakeBuild:
    try:
        line = LakeBuild(**json.loads(content))
    except (ValueError, TypeError):
        raise ToilError("the lake's log cannot be read", where=lake.name, do="see who else writes there") from None
    return line


def _relations(content: bytes, where: str) -> dict[str, RelationFile]:
    """The manifest's; nothing in it may name another file, or be more than a name and a type."""
    try:
        manifest: dict[str, Any] = json.loads(content)
        if manifest["format"] > LAKE_FORMAT:
            raise ToilError(f"the build has format {manifest['format']}, this toil reads {LAKE_FORMAT}", where=where,
                            do="use the toil version that wrote it")  # fmt: skip
        relations = {name: RelationFile(**one) for name, one in manifest["relations"].items()}
        is_sound = all(
            _NAME.fullmatch(name) and one.file == f"{name}.parquet"
            and all(_NAME.fullmatch(column) and _KIND.fullmatch(kind) for column, kind in one.columns.items())
            for name, one in relations.items()
        )  # fmt: skip
    except (ValueError, TypeError, KeyError, AttributeError):
        is_sound = False
    if not is_sound:
        raise ToilError("the manifest cannot be read", where=where, do="build and push again")
    return relations
