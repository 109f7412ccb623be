"""Builds through a lake: nothing is lost on the way, the newest wins, and nobody ever reads half a build."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.lake.lake_places import make_build, place_word
from toil.errors import StoreMissing, ToilError, UsageError
from toil.lake.exchange import newest, pull, push
from toil.lake.folder import FolderLake
from toil.lake.place import LakePlace
from toil.settings import Settings
from toil.store.published import Published, current_build, open_published

PUSHER = (
    "import sys; from pathlib import Path; from tests.lake.lake_places import make_build, place_of\n"
    "from toil.errors import UsageError; from toil.lake.exchange import push\n"
    "for n in range(3):\n"
    "    folder = make_build(Path(sys.argv[2]), sys.argv[3] + str(n), f'2026-11-{10 + n} 00:00:00')\n"
    "    try: push(folder, place_of(sys.argv[1]), keep=2)\n"
    "    except UsageError: print('older')"
)


def contents(folder: Path) -> dict[str, Any]:
    """Types, order and values of every relation of the newest build."""
    with duckdb.connect(str(current_build(folder)), read_only=True) as connection:
        names = [row[0] for row in connection.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: (connection.execute(f'describe "{name}"').fetchall(),
                   list(map(repr, connection.execute(f'from "{name}"').fetchall())))
            for name in names
        }  # fmt: skip


def test_a_build_comes_back_as_it_was(lake: LakePlace, tmp_path: Path) -> None:
    """Every type, null, number and order of rows – whole numbers that no double holds, too."""
    there = make_build(tmp_path / "a", "one")
    assert push(there, lake, keep=2) == newest(lake)
    done = pull(tmp_path / "b", lake, keep=2)
    assert done is not None
    assert (done.build_id, done.as_of) == ("one", "2026-11-20T00:00:00Z")
    assert contents(tmp_path / "b") == contents(there)
    assert not list((tmp_path / "b").glob(".pulling-*"))


def test_the_sample_comes_back_as_it_was(sample: Settings, tmp_path: Path) -> None:
    """All relations that a build has, and the app can read them."""
    lake = FolderLake(tmp_path / "lake")
    push(sample.store.folder, lake, keep=2)
    pull(tmp_path / "b", lake, keep=2)
    assert contents(tmp_path / "b") == contents(sample.store.folder)
    with open_published(tmp_path / "b") as store:
        assert len(store.read("toil_by_week")) > 0


def test_what_is_there_already_does_not_go_twice(lake: LakePlace, tmp_path: Path) -> None:
    """The same build pushed or pulled again changes nothing."""
    there = make_build(tmp_path / "a", "one")
    push(there, lake, keep=2)
    before = lake.keys("")
    assert push(there, lake, keep=2) is None
    assert lake.keys("") == before
    pull(tmp_path / "b", lake, keep=2)
    assert pull(tmp_path / "b", lake, keep=2) is None


def test_later_data_is_never_taken_away(lake: LakePlace, tmp_path: Path) -> None:
    """A machine that was away for a week cannot make everybody see last week's build."""
    push(make_build(tmp_path / "a", "new", "2026-11-20 00:00:00"), lake, keep=2)
    with pytest.raises(UsageError, match="build of later data, as of 2026-11-20"):
        push(make_build(tmp_path / "b", "old", "2026-11-13 00:00:00"), lake, keep=2)
    found = newest(lake)
    assert found is not None
    assert found.build_id == "new"


def test_old_builds_go_and_what_is_read_then_is_the_newest(lake: LakePlace, tmp_path: Path) -> None:
    """So many as are kept stay, with their files; the others leave nothing behind."""
    for number in range(4):
        push(make_build(tmp_path / "a", f"b{number}", f"2026-11-1{number} 00:00:00"), lake, keep=2)
    places = {key.split("/")[1].split("-")[0] for key in lake.keys("builds/")}
    assert places == {"b2", "b3"}
    assert len(lake.keys("log/")) == 2


def test_several_machines_push_at_once(lake: LakePlace, tmp_path: Path) -> None:
    """Whoever is beaten looks again: the newest build is whole and of the latest data, and no number is told twice."""
    machines = [
        subprocess.Popen([sys.executable, "-c", PUSHER, place_word(lake), str(tmp_path / name), name]) for name in "xy"
    ]
    pulled = []
    while any(machine.poll() is None for machine in machines):
        try:
            done = pull(tmp_path / "reader", lake, keep=2)
        except StoreMissing:
            continue
        if done is not None:
            pulled.append(done.as_of)
            Published(current_build(tmp_path / "reader")).close()
    assert [machine.wait(60) for machine in machines] == [0, 0]
    found = newest(lake)
    assert found is not None
    assert found.as_of == "2026-11-12T00:00:00Z"
    assert pulled == sorted(pulled)
    pull(tmp_path / "reader", lake, keep=2)
    assert contents(tmp_path / "reader")["odd"] == contents(tmp_path / found.build_id[0])["odd"]


class LostAnswer(FolderLake):
    """A lake whose answer to the first attempt is lost, so that the second finds its own line there."""

    def put_first(self, key: str, content: bytes) -> bool:
        return super().put_first(key, content) and False


def test_an_answer_lost_on_the_way_loses_no_build(tmp_path: Path) -> None:
    """Who finds its number taken by itself has pushed, and does not remove what everybody reads now."""
    lake = LostAnswer(tmp_path / "lake")
    assert push(make_build(tmp_path / "a", "one"), lake, keep=2) == newest(lake)
    pull(tmp_path / "b", lake, keep=2)
    assert contents(tmp_path / "b") == contents(tmp_path / "a")


@pytest.mark.parametrize("damage", ["cut", "missing", "manifest", "names", "log", "format"])
def test_a_damaged_lake_leaves_the_folder_as_it_was(lake: LakePlace, tmp_path: Path, damage: str) -> None:
    """What was cut off, is missing, was rewritten or names files that are not its own is refused."""
    push(make_build(tmp_path / "a", "one"), lake, keep=2)
    here = make_build(tmp_path / "b", "mine", "2026-11-01 00:00:00")
    _damage(lake, damage, tmp_path)
    with pytest.raises(ToilError, match=r"build and push again|who else writes there|use the toil version"):
        pull(here, lake, keep=2)
    with open_published(here) as store:
        assert store.build_id == "mine"


def _damage(lake: LakePlace, damage: str, tmp_path: Path) -> None:
    found = newest(lake)
    assert found is not None
    content = lake.read(f"{found.place}/manifest.json") or b""
    manifest = json.loads(content)
    manifest["format"] = 99 if damage == "format" else 1
    manifest["relations"]["odd"]["file"] = "../../b/toil.duckdb" if damage == "names" else "odd.parquet"
    data = lake.read(f"{found.place}/odd.parquet") or b""
    key, written = {
        "cut": ("odd.parquet", data[: len(data) // 2]), "missing": ("odd.parquet", b""),
        "manifest": ("manifest.json", b"{"),
        "names": ("manifest.json", json.dumps(manifest).encode()), "log": ("", b"[]"),
        "format": ("manifest.json", json.dumps(manifest).encode()),
    }[damage]  # fmt: skip
    place = f"{found.place}/{key}" if key else lake.keys("log/")[0]
    lake.remove(place)
    if damage != "missing":
        (tmp_path / "damaged").write_bytes(written)
        lake.put(place, tmp_path / "damaged")


def test_an_empty_lake_and_an_empty_store_are_said_so(lake: LakePlace, tmp_path: Path) -> None:
    """Each names what to run."""
    with pytest.raises(StoreMissing, match="toil lake push"):
        pull(tmp_path / "b", lake, keep=2)
    with pytest.raises(StoreMissing, match="nothing has been built"):
        push(tmp_path / "a", lake, keep=2)
