"""A build is whole or not there: equal when made twice, and harmless when killed anywhere."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipelines.build import build
from toil.errors import StoreLocked, StoreMissing
from toil.relations import all_relations
from toil.settings import Settings, load_settings
from toil.store.journal import Journal
from toil.store.lock import store_lock
from toil.store.published import current_build, open_published

KILLED_AT = """
import os, signal, sys
from pathlib import Path
from pipelines.build import build
from pipelines.demo import demo_settings
def die_at(name, position, total):
    if position == round(float(sys.argv[2]) * total):
        os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "publish":
    import toil.store.published
    toil.store.published._remove_old = lambda *a: os.kill(os.getpid(), signal.SIGKILL)
    die_at = lambda *a: None
build(demo_settings(Path(sys.argv[1])), progress=die_at)
"""


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(file), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {name: connection.execute(f'from "{name}"').fetchall() for name in names}


def test_two_builds_of_the_same_input_are_equal(sample_copy: Settings) -> None:
    """Every relation has the same rows in the same order, to the last digit, and the build the same name."""
    first = current_build(sample_copy.store.folder)
    before = contents(first)
    again = build(sample_copy)
    assert again.path == first
    after = contents(again.path)
    assert set(after) == {relation.name for relation in all_relations()}
    assert {name for name in after if repr(after[name]) != repr(before[name])} == set()


@pytest.mark.parametrize("moment", ["0.05", "0.95"])
def test_a_killed_build_leaves_the_old_one(sample_copy: Settings, moment: str) -> None:
    """A kill -9 while relations are made: readers go on with the old build, and the next build succeeds.

    What DuckDB had no memory for lies in a folder beside the file; it is no obstacle, and goes.
    """
    folder = sample_copy.store.folder
    with open_published(folder) as store:
        old = store.build_id
    Journal(folder).append("note", "", {"text": "so that the next build differs"}, author="test")
    ended = subprocess.run([sys.executable, "-c", KILLED_AT, str(folder), moment], check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_published(folder) as store:
        assert store.build_id == old
        assert len(store.read("work_items")) > 1000
    if moment == "0.95":
        spilled = folder / ".building-1.duckdb.tmp"
        spilled.mkdir()
        (spilled / "duckdb_temp_1_0_owner").touch()
        assert build(sample_copy).build_id != old
        assert not list(folder.glob(".building-*"))


def test_a_kill_while_publishing_leaves_one_whole_build(sample_copy: Settings) -> None:
    """Between the swap and the clearing away, the new build is already whole."""
    folder = sample_copy.store.folder
    Journal(folder).append("note", "", {"text": "so that the next build differs"}, author="test")
    ended = subprocess.run([sys.executable, "-c", KILLED_AT, str(folder), "publish"], check=False)
    assert ended.returncode == -signal.SIGKILL
    with open_published(folder) as store:
        assert len(store.read("work_items")) > 1000


def test_building_without_an_extraction_says_what_to_do(tmp_path: Path) -> None:
    """No raw store is not the same as an empty one."""
    with pytest.raises(StoreMissing, match="toil extract"):
        build(load_settings(environ={"TOIL_STORE": str(tmp_path / "none")}))


def test_a_build_beside_another_run_is_told_so(sample_copy: Settings) -> None:
    """Two runs at once: the second ends at once, and nothing is lost."""
    with store_lock(sample_copy.store.folder), pytest.raises(StoreLocked):
        build(sample_copy)
