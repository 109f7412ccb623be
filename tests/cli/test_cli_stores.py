import hashlib
import json
import sqlite3
import tarfile
from pathlib import Path

import duckdb
import pytest

from tests.cli.command_line import Run
from toil.store.groupings import remembered
from toil.store.journal import Journal
from toil.store.lock import store_lock

ROWS = "number,title,opened\n1,Reset a password,2026-05-04\n2,Reset a password,2026-05-11\n"


@pytest.fixture
def held(toil: Run, tmp_path: Path) -> Path:
    """A store with two imported rows and one word in the journal; its folder."""
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    assert toil("import", "rows.csv", "--as", "desk").code == 0
    folder = tmp_path / ".toil"
    Journal(folder).append("note", "", {"text": "kept"}, author="ann")
    return folder


def _payloads(folder: Path) -> int:
    with duckdb.connect(str(folder / "raw.duckdb"), read_only=True) as connection:
        return int((connection.execute("select count(*) from payloads").fetchone() or [0])[0])


def test_a_backup_brings_everything_back(toil: Run, held: Path) -> None:
    """After loss, restore brings back every payload and every word that people said."""
    assert toil("store", "backup", "b.tar.gz").code == 0
    payloads, events = _payloads(held), Journal(held).history()
    (held / "raw.duckdb").unlink()
    (held / "journal.db").unlink()
    result = toil("store", "restore", "b.tar.gz", "--json")
    assert json.loads(result.out) == {"restored": ["raw.duckdb", "journal.db"]}
    assert _payloads(held) == payloads > 0
    assert Journal(held).history() == events


def test_an_empty_machine_builds_the_same_from_a_backup(
    toil: Run, held: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Restored where nothing else is, every relation has the same rows: words, and what builds remembered of groups."""
    (tmp_path / "rows.csv").write_text(ROWS + "3,Reset a password,2026-05-18\n", "utf-8")
    for words in (["import", "rows.csv", "--as", "desk"], ["build"], ["store", "backup", "b.tar.gz"]):
        assert toil(*words).code == 0
    monkeypatch.setenv("TOIL_STORE", str(tmp_path / "other"))
    assert toil("store", "restore", "b.tar.gz").code == toil("build").code == 0
    kept, made = remembered(held), remembered(tmp_path / "other")
    assert len(kept["known_wordings"]) > 0
    assert all(kept[name].equals(made[name]) for name in kept)
    assert _contents(tmp_path / "other") == _contents(held)


def _contents(folder: Path) -> dict[str, list[str]]:
    """The rows of every published relation."""
    with duckdb.connect(str(folder / "toil.duckdb"), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: sorted(map(repr, connection.execute(f'from "{name}"').fetchall())) for name in names}


def test_a_backup_is_taken_while_the_app_writes(toil: Run, held: Path) -> None:
    """An open journal does not hinder a backup, and the backup is a sound database."""
    with sqlite3.connect(held / "journal.db") as writer:
        writer.execute("insert into events (written_at, author, kind, subject, body) values ('x', 'x', 'x', 'x', '{}')")
        assert toil("store", "backup", "b.tar.gz").code == 0
    with tarfile.open("b.tar.gz") as archive:
        assert sorted(archive.getnames()) == ["backup.json", "journal.db", "raw.duckdb"]


def test_restore_overwrites_only_when_told(toil: Run, held: Path) -> None:
    """Stores that are there stay, unless `--force` says so."""
    toil("store", "backup", "b.tar.gz")
    Journal(held).append("note", "", {"text": "later"}, author="ann")
    assert toil("store", "restore", "b.tar.gz").code == 2
    assert len(Journal(held).history()) == 2
    assert toil("store", "restore", "b.tar.gz", "--force").code == 0
    assert len(Journal(held).history()) == 1


def test_a_backup_is_never_overwritten(toil: Run, held: Path) -> None:
    """A second backup into the same file is refused, and the first stays."""
    toil("store", "backup", "b.tar.gz")
    before = Path("b.tar.gz").read_bytes()
    assert toil("store", "backup", "b.tar.gz").code == 2
    assert Path("b.tar.gz").read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "other", "changed"])
def test_a_damaged_backup_touches_nothing(toil: Run, held: Path, damage: str) -> None:
    """A file that is cut off, no backup at all, or changed inside is refused, and the stores stay."""
    toil("store", "backup", "b.tar.gz")
    _damage(Path("b.tar.gz"), damage)
    before = (held / "raw.duckdb").read_bytes()
    assert toil("store", "restore", "b.tar.gz", "--force").code == 1
    assert (held / "raw.duckdb").read_bytes() == before
    assert not list(held.glob(".archive-*"))


def test_what_a_killed_run_left_is_removed_by_the_next(toil: Run, held: Path) -> None:
    """A copy of the stores that a kill left behind does not fill the disk for ever."""
    (held / ".archive-killed").mkdir()
    (held / ".archive-killed" / "raw.duckdb").write_bytes(b"half")
    assert toil("store", "backup", "b.tar.gz").code == 0
    assert not list(held.glob(".archive-*"))


def _damage(file: Path, damage: str) -> None:
    if damage == "cut":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif damage == "other":
        file.write_bytes(b"this is a text")
    else:
        with tarfile.open(file) as archive:
            archive.extractall("inside", filter="data")
        journal = Path("inside", "journal.db")
        journal.write_bytes(journal.read_bytes() + b"x")
        with tarfile.open(file, "w:gz") as archive:
            for name in ("backup.json", "raw.duckdb", "journal.db"):
                archive.add(Path("inside", name), arcname=name)


def test_a_backup_of_a_later_version_touches_nothing(toil: Run, held: Path) -> None:
    """What a later toil wrote is refused before anything is replaced."""
    before = _payloads(held)
    with duckdb.connect(str(held / "raw.duckdb")) as connection:
        connection.execute("update store_info set schema_version = 99")
    Path("later").mkdir()
    (held / "raw.duckdb").rename("later/raw.duckdb")
    later = _archive_of(Path("later"))
    toil("import", "rows.csv", "--as", "desk")
    result = toil("store", "restore", later, "--force")
    assert (result.code, "schema version 99" in result.messages) == (1, True)
    assert _payloads(held) == before


def _archive_of(folder: Path) -> Path:
    """A backup of this folder's raw store, as the version that wrote it would make it."""
    content = (folder / "raw.duckdb").read_bytes()
    info = {"format": 1, "sha256": {"raw.duckdb": hashlib.sha256(content).hexdigest()}}
    (folder / "backup.json").write_text(json.dumps(info), "utf-8")
    with tarfile.open(folder / "b.tar.gz", "w:gz") as archive:
        for name in ("backup.json", "raw.duckdb"):
            archive.add(folder / name, arcname=name)
    return folder / "b.tar.gz"


def test_compacting_loses_nothing(toil: Run, held: Path) -> None:
    """A compacted store holds the same payloads, and takes the next import."""
    before = _payloads(held)
    result = toil("store", "compact", "--json")
    assert result.code == 0
    assert _payloads(held) == before
    assert json.loads(result.out)["bytes_after"] > 0
    assert toil("import", "rows.csv", "--as", "desk").code == 0
    assert _payloads(held) == before


@pytest.mark.parametrize("arguments", [["backup", "b.tar.gz"], ["restore", "b.tar.gz", "--force"], ["compact"]])
def test_a_held_store_is_left_alone(toil: Run, held: Path, arguments: list[str]) -> None:
    """While a run holds the store, none of these touches it: exit code 6."""
    toil("store", "backup", "b.tar.gz")
    if arguments[0] == "backup":
        Path("b.tar.gz").unlink()
    with store_lock(held):
        assert toil("store", *arguments).code == 6


def test_nothing_to_back_up(toil: Run) -> None:
    """Without a store there is nothing to save, and no file is left behind."""
    assert toil("store", "backup", "b.tar.gz").code == 1
    assert not Path("b.tar.gz").exists()
