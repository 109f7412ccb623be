"""Backups: the stores that cannot be built again, in one checked file; and the raw store made small."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import toil
from toil.errors import StoreMissing, ToilError, UsageError
from toil.store.journal import Journal
from toil.store.journal_copy import copy_journal, is_empty, journal_content, write_content
from toil.store.journal_place import JournalPlace
from toil.store.journal_postgresql import PostgresqlJournal
from toil.store.journal_sqlite import JOURNAL_FILE, SqliteJournal
from toil.store.lock import store_lock
from toil.store.query import quoted
from toil.store.raw import RAW_FILE, RawStore

INFO_FILE = "backup.json"
_FORMAT = 1
_ASIDE = ".archive-"


def back_up(folder: Path, file: Path, *, journal: JournalPlace) -> dict[str, int]:
    """Write raw store and journal into a new .tar.gz; the bytes of each.

    The journal is copied as it is at one moment, so that the app may go on writing; in the backup it is always a file
    of SQLite. Raises StoreMissing where there is
    nothing to save, UsageError where the file exists, StoreLocked where another run holds the store.
    """
    if file.exists():
        raise UsageError("there is such a file already", where=str(file), do="name a new file for each backup")
    with store_lock(folder), _beside(folder) as aside:
        members = [*_copied_raw(folder, aside), *_copied_journal(journal, aside)]
        if not members:
            raise StoreMissing("there is nothing to back up", where=str(folder), do="run `toil extract` first")
        (aside / INFO_FILE).write_text(json.dumps(_info(members), indent=2), "utf-8")
        _write_archive(file, [aside / INFO_FILE, *members])
        return {member.name: member.stat().st_size for member in members}


def bring_back(file: Path, folder: Path, *, journal: JournalPlace, force: bool = False) -> list[str]:
    """Put a backup's stores into the folder; their names. Nothing is touched before all of it was checked.

    Raises UsageError where stores are there already and `force` is not said, ToilError where the file is no backup
    or damaged, StoreLocked where another run holds the store.
    """
    shared = journal if isinstance(journal, PostgresqlJournal) else None
    there = [name for name in (RAW_FILE, JOURNAL_FILE) if (folder / name).exists()]
    if shared is not None and not is_empty(shared):
        there.append(shared.name)
    if there and not force:
        raise UsageError(f"{' and '.join(there)} would be replaced", where=str(folder),
                         do="back it up first; then say --force, or restore into an empty folder")  # fmt: skip
    with store_lock(folder), _beside(folder) as aside:
        names = _unpacked(file, aside)
        if shared is not None and JOURNAL_FILE in names:
            _bring_back_shared(SqliteJournal(aside), shared)
            (aside / JOURNAL_FILE).unlink()
        for member in [name for name in names if (aside / name).exists()]:
            for beside in ("-wal", "-shm", ".wal"):
                (folder / f"{member}{beside}").unlink(missing_ok=True)
            (aside / member).replace(folder / member)
        return names


def compact_raw(folder: Path) -> tuple[int, int]:
    """Rewrite the raw store into a fresh file and swap it in; the bytes before and after.

    Raises StoreMissing where there is none, StoreLocked where another run holds the store.
    """
    import duckdb

    file = folder / RAW_FILE
    if not file.exists():
        raise StoreMissing("there is no raw store yet", where=str(file), do="run `toil extract` first")
    with store_lock(folder):
        with RawStore.open(folder) as store:
            store.connection.execute("checkpoint")
        before, aside = file.stat().st_size, folder / ".compacting.duckdb"
        aside.unlink(missing_ok=True)
        try:
            with duckdb.connect() as connection:
                connection.execute(f"attach {quoted(file)} as old (read_only)")
                connection.execute(f"attach {quoted(aside)} as fresh")
                connection.execute("copy from database old to fresh")
                connection.execute("detach fresh")
            aside.replace(file)
        finally:
            aside.unlink(missing_ok=True)
        return before, file.stat().st_size


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """A folder for copies on the same disk; whoever holds the lock removes what a killed run left of its own."""
    for left in folder.glob(f"{_ASIDE}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_ASIDE) as name:
        yield Path(name)


def _copied_raw(folder: Path, aside: Path) -> list[Path]:
    """The lock is held and the store is closed after a checkpoint, so that its file is whole."""
    if not (folder / RAW_FILE).exists():
        return []
    with RawStore.open(folder) as store:
        store.connection.execute("checkpoint")
    return [Path(shutil.copy2(folder / RAW_FILE, aside / RAW_FILE))]


def _copied_journal(journal: JournalPlace, aside: Path) -> list[Path]:
    copy = aside / JOURNAL_FILE
    if not journal.is_there():
        return []
    if isinstance(journal, SqliteJournal):
        with closing(sqlite3.connect(journal.file)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)
    else:
        copy_journal(journal, SqliteJournal(aside))
    return [copy]


def _bring_back_shared(copy: SqliteJournal, journal: PostgresqlJournal) -> None:
    """What the shared journal held is kept in a schema beside it: others may have written what no backup has."""
    with journal.replacing(f"{datetime.now(UTC):%Y%m%dt%H%M%S}") as tables:
        write_content(tables, journal_content(copy))


def _info(members: list[Path]) -> dict[str, object]:
    return {
        "format": _FORMAT,
        "toil_version": toil.__version__,
        "sha256": {member.name: file_digest(member) for member in members},
    }


def _write_archive(file: Path, members: list[Path]) -> None:
    aside = file.with_name(f".{file.name}.part")
    try:
        with tarfile.open(aside, "w:gz", compresslevel=3) as archive:
            for member in members:
                archive.add(member, arcname=member.name)
        aside.replace(file)
    except OSError as error:
        raise ToilError(f"the backup cannot be written: {error.strerror}", where=str(file),
                        do="name a file in a folder that you may write to, with room for it") from None  # fmt: skip
    finally:
        aside.unlink(missing_ok=True) if file.parent.is_dir() else None


def _unpacked(file: Path, aside: Path) -> list[str]:
    """The stores of a backup, unpacked and held against their checksums; no other member is ever written."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            for name in (INFO_FILE, RAW_FILE, JOURNAL_FILE):
                _unpack(archive, name, aside)
        info = json.loads((aside / INFO_FILE).read_text("utf-8"))
        sums = {str(name): str(digest) for name, digest in info["sha256"].items()}
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ToilError(f"this is no backup that can be read: {reason}", where=str(file),
                        do="name a file that `toil store backup` wrote") from None  # fmt: skip
    found = [name for name in (RAW_FILE, JOURNAL_FILE) if name in sums]
    if damaged := [name for name in found if not (aside / name).exists() or file_digest(aside / name) != sums[name]]:
        raise ToilError(f"the backup is damaged: {', '.join(damaged)}", where=str(file), do="use another backup")
    if JOURNAL_FILE in found:
        Journal(aside).last_event_id()
    if RAW_FILE in found:
        with RawStore.open(aside):  # brought forward, or refused while the store that is there is untouched
            pass
    return found


def _unpack(archive: tarfile.TarFile, name: str, aside: Path) -> None:
    if name not in archive.getnames():
        return
    source = archive.extractfile(name)
    if source is not None:
        with source, (aside / name).open("wb") as target:
            shutil.copyfileobj(source, target)


def file_digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
