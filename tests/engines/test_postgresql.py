"""The journal on a real PostgreSQL: who may do what, who comes first, what a kill leaves, and what moves where."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from tests.cli.command_line import Run
from tests.cli.test_cli_stores import _contents
from tests.store.journal_places import SERVER, empty_postgresql
from toil.errors import CredentialsError, ToilError, UsageError
from toil.store.journal import Journal
from toil.store.journal_copy import copy_journal, journal_content
from toil.store.journal_place import JournalPlace, place_at
from toil.store.journal_postgresql import postgresql_journal
from toil.store.snapshots import Snapshots

ADDRESS = "postgresql://{user}:{password}@127.0.0.1:{port}/{database}"
ROWS = "number,title,opened\n" + "".join(f"{day},Reset a password,2026-05-{day:02}\n" for day in range(1, 20, 3))
FIRST = ("import sys; from tests.store.journal_places import place_of; from toil.store.journal import Journal\n"
         "Journal(place_of(sys.argv[1])).append('note', '', {}, author='a')")  # fmt: skip
HANGING = ("import sys, time; from tests.store.journal_places import place_of\n"
           "with place_of(sys.argv[1]).writing() as tables:\n"
           "    tables.write('insert into events values (?, ?, ?, ?, ?, ?)', [(2, 'x', 'x', 'note', '', '{}')])\n"
           "    print('written', flush=True)\n"
           "    time.sleep(60)")  # fmt: skip


def address(user: str = "postgres", password: str = "throw-away", database: str = "postgres") -> str:
    return ADDRESS.format(user=user, password=password, port=conninfo_to_dict(SERVER)["port"], database=database)


@pytest.fixture
def place() -> JournalPlace:
    return empty_postgresql()


@pytest.fixture
def reader() -> Iterator[str]:
    """A user who may connect and nothing more; the address."""
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute("create role reader login password 'reads'")
        yield address("reader", "reads")
        admin.execute("drop owned by reader cascade; drop role reader")


def test_a_wrong_password_is_a_matter_of_credentials() -> None:
    """The message says which variable to look at, and holds no password."""
    with pytest.raises(CredentialsError, match="TOIL_JOURNAL_URL") as caught:
        Journal(postgresql_journal(address(password="hunter22"))).history()
    assert "hunter22" not in str(caught.value)


def test_who_may_not_make_tables_is_told_what_to_ask_for(place: JournalPlace, reader: str) -> None:
    """With the one statement that the message names, said by an administrator, it goes on."""
    journal = Journal(postgresql_journal(reader))
    with pytest.raises(ToilError, match="create schema toil authorization"):
        journal.append("note", "", {}, author="a")
    with psycopg.connect(SERVER) as admin:
        admin.execute("create schema toil authorization reader")
    assert journal.append("note", "", {}, author="a") == 1


def test_who_may_only_read_reads(place: JournalPlace, reader: str) -> None:
    """Rights to look are enough to look; to write they are not."""
    Journal(place).append("note", "", {"text": "said"}, author="a")
    with psycopg.connect(SERVER) as admin:
        admin.execute("grant usage on schema toil to reader; grant select on all tables in schema toil to reader")
    journal = Journal(postgresql_journal(reader))
    assert [event.body["text"] for event in journal.events()] == ["said"]
    with pytest.raises(ToilError, match="permission denied"):
        journal.append("note", "", {}, author="a")


def test_a_journal_of_a_later_toil_is_refused_untouched(place: JournalPlace) -> None:
    """What a later version wrote is neither read nor written."""
    Journal(place).append("note", "", {}, author="a")
    with psycopg.connect(SERVER) as admin:
        admin.execute("update toil.journal_info set version = 99")
    for attempt in (Journal(place).history, lambda: Journal(place).append("note", "", {}, author="a")):
        with pytest.raises(ToilError, match=r"schema version 99.*\n.*use the toil version that wrote it"):
            attempt()


def test_a_database_that_cannot_hold_every_name_is_refused() -> None:
    """Japanese words are found out at the first look, and not when somebody speaks."""
    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute("create database narrow encoding 'LATIN1' locale 'C' template template0")
        try:
            with pytest.raises(ToilError, match=r"LATIN1.*\n.*encoding 'UTF8'"):
                Journal(postgresql_journal(address(database="narrow"))).history()
        finally:
            admin.execute("drop database narrow")


def test_all_who_come_first_at_once_are_let_in(place: JournalPlace) -> None:
    """Six processes meet an empty database: the tables are made once, and nobody's word is lost."""
    comers = [subprocess.Popen([sys.executable, "-c", FIRST, SERVER]) for _ in range(6)]
    assert [comer.wait(60) for comer in comers] == [0] * 6
    assert [event.event_id for event in Journal(place).events()] == [1, 2, 3, 4, 5, 6]


def test_a_writer_killed_in_the_middle_leaves_nothing_and_holds_nobody_up(place: JournalPlace) -> None:
    """What was not committed was never said, and the lock goes with the connection."""
    journal = Journal(place)
    journal.append("note", "", {"text": "before"}, author="a")
    with subprocess.Popen([sys.executable, "-c", HANGING, SERVER], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written\n"
        writer.send_signal(signal.SIGKILL)
    assert journal.append("note", "", {"text": "after"}, author="a") == 2
    assert [event.body["text"] for event in journal.events()] == ["before", "after"]


def test_a_journal_moves_there_and_back_number_by_number(place: JournalPlace, tmp_path: Path) -> None:
    """Events, what was taken back, and snapshots are the same at the end; a journal is never poured over another."""
    here, back = place_at(tmp_path / "here"), place_at(tmp_path / "back")
    journal = Journal(here)
    journal.append_all([("label", "r-1", {"category": "REQ"}), ("note", "", {"text": "パスワード"})], author="a")
    journal.undo(1, author="b")
    Snapshots(here).add("sre", "2026-W47", {"toil": 1.5}, build_id="a", as_of="x")
    assert copy_journal(here, place)["events"] == 3
    with pytest.raises(UsageError, match="there is a journal already, with events and snapshots"):
        copy_journal(here, place)
    copy_journal(place, back)
    assert journal_content(back) == journal_content(here)
    assert Journal(place).append("note", "", {}, author="a") == 4


def test_a_connection_is_kept_and_its_end_is_noticed(place: JournalPlace) -> None:
    """Reading twice needs one connection; after the server ended all of them the next word is said and read."""
    journal = Journal(place)
    journal.append("note", "", {}, author="a")
    with psycopg.connect(SERVER, autocommit=True) as admin:
        ours = "select pid from pg_stat_activity where application_name = 'toil' and state is not null"
        before = admin.execute(ours).fetchall()
        journal.history()
        assert admin.execute(ours).fetchall() == before != []
        admin.execute(f"select pg_terminate_backend(pid, 5000) from ({ours}) as them")
    assert journal.append("note", "", {}, author="b") == 2
    assert [event.author for event in journal.history()] == ["a", "b"]


@pytest.fixture
def shared(toil: Run, place: JournalPlace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command line in a folder whose settings put the journal onto the server; some work was imported."""
    (tmp_path / "rows.csv").write_text(ROWS, "utf-8")
    (tmp_path / "toil.toml").write_text('[engine]\njournal = "postgresql"\n', "utf-8")
    monkeypatch.setenv("TOIL_JOURNAL_URL", SERVER)
    assert toil("import", "rows.csv", "--as", "desk").code == 0
    return toil


def test_the_same_words_give_the_same_build_wherever_they_are(shared: Run, tmp_path: Path) -> None:
    """Relation by relation, the remembered groups included; and nothing was written into a file beside the store."""
    for words in (["build"], ["recurrence", "refit"], ["build"]):
        assert shared(*words).code == 0
    assert not (tmp_path / ".toil" / "journal.db").exists()
    on_server = _contents(tmp_path / ".toil")
    assert shared("store", "copy-journal", "--back").code == 0
    settings = tmp_path / "toil.toml"
    settings.write_text(settings.read_text("utf-8").replace('"postgresql"', '"sqlite"'), "utf-8")
    assert shared("build").code == 0
    assert _contents(tmp_path / ".toil") == on_server
    assert len(on_server["recurrences"]) == 1


def test_a_backup_holds_the_shared_journal_and_a_restore_keeps_what_it_replaces(
    shared: Run, place: JournalPlace, tmp_path: Path
) -> None:
    """Without `--force` nothing is replaced; with it, what others said meanwhile stays in a schema beside."""
    journal = Journal(place)
    journal.append("note", "", {"text": "kept"}, author="a")
    assert shared("store", "backup", "b.tar.gz").code == 0
    journal.append("note", "", {"text": "later"}, author="b")
    refused = shared("store", "restore", "b.tar.gz")
    assert (refused.code, "postgresql://127.0.0.1" in refused.messages) == (2, True)
    assert shared("store", "restore", "b.tar.gz", "--force").code == 0
    assert [event.body["text"] for event in journal.events()] == ["kept"]
    assert not (tmp_path / ".toil" / "journal.db").exists()
    with psycopg.connect(SERVER) as admin:
        (aside,) = admin.execute(
            "select nspname from pg_namespace where nspname like 'toil\\_until\\_%'"
        ).fetchone() or ("",)
        assert admin.execute(f"select count(*) from {aside}.events").fetchone() == (2,)
        admin.execute(f"drop schema {aside} cascade")


def test_the_doctor_says_where_the_journal_is(shared: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the number of events that stand; where the server is gone, an error, its address without the password."""
    monkeypatch.setenv("TOIL_JOURNAL_URL", address(password="hunter22"))
    broken = shared("doctor", "--json")
    assert broken.code == 4
    assert "hunter22" not in broken.out + broken.messages
    monkeypatch.setenv("TOIL_JOURNAL_URL", SERVER)
    checks = {check["name"]: check for check in json.loads(shared("doctor", "--json").out)["checks"]}
    assert checks["journal"]["message"].startswith("0 events stand in postgresql://127.0.0.1:")
