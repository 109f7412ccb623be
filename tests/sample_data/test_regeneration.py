"""The sample can be made again."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from sample_data.generator.__main__ import main
from tests.sample_data.reading import SAMPLE


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    folder = tmp_path_factory.mktemp("sample")
    began = time.monotonic()
    assert main(["--output", str(folder)]) == 0
    return folder, time.monotonic() - began


def _files(folder: Path) -> dict[str, bytes]:
    """The files that the generator writes; gzip files as their content, for zlib versions compress differently."""
    names = [path for path in folder.rglob("*") if path.suffix in (".gz", ".csv", ".jsonl", ".toml", ".ics")]
    names = [path for path in names if "generator" not in path.relative_to(folder).parts]
    return {
        str(path.relative_to(folder)): gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for path in names
    }


def test_made_again_it_is_the_committed_sample(remade: tuple[Path, float]) -> None:
    """The generator's default call writes exactly the files in the repository, within half a minute."""
    folder, seconds = remade
    made, committed = _files(folder), _files(SAMPLE)
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []
    assert seconds < 30


def test_gzip_files_hold_no_clock(remade: tuple[Path, float]) -> None:
    """The time field in the header of every gzip file is zero, and there is no file name."""
    for path in remade[0].glob("*.gz"):
        header = path.read_bytes()[:10]
        assert header[3] == 0
        assert header[4:8] == b"\0\0\0\0"


def test_the_same_call_writes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    """Weeks, scale and seed decide every byte."""
    for name, seed in (("a", "7"), ("b", "7"), ("c", "8")):
        assert main(["--weeks", "2", "--scale", "2", "--seed", seed, "-o", str(tmp_path / name)]) == 0
    issues = [(tmp_path / name / "jira_issues.jsonl.gz").read_bytes() for name in "abc"]
    assert issues[0] == issues[1]
    assert issues[0] != issues[2]


def test_it_stays_small() -> None:
    """Everything that is committed of the sample takes less than six megabytes."""
    sizes = [path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(sizes) < 6_000_000
