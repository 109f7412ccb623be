"""Saved files are read line by line; what cannot be read is named with its place, and the rest is kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from toil.errors import ToilError
from toil.sources.base import Rejection
from toil.sources.replay import read_objects


def places(path: Path) -> list[str | int]:
    """Where each thing stood: a line for an object, the place of a rejection."""
    return [found.where if isinstance(found, Rejection) else found[0] for found in read_objects(path)]


def test_bad_lines_are_rejected_and_good_ones_kept(tmp_path: Path) -> None:
    """A broken line, a list and bytes that are no text are rejected; blank lines are nothing."""
    file = tmp_path / "a.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1}\n\n{"a": \n[1]\n\xff\xfe\n{"a": 2}')
    assert places(file) == [1, "a.jsonl:3", "a.jsonl:4", "a.jsonl:5", 6]


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.ndjson"])
def test_gzip_is_seen_by_its_content(tmp_path: Path, name: str) -> None:
    """A file is unpacked where it begins as gzip does, whatever its name is."""
    file = tmp_path / name
    file.write_bytes(gzip.compress(b'{"a": 1}\n{"a": 2}\n'))
    assert places(file) == [1, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [('{"a": 1}', [1]), ('[{"a": 1}, 2, {"a": 3}]', [1, "a.json:2", 3]), ('{"a": 1}\n{"a": 2}', [1, 2])],
)
def test_a_json_document_is_an_object_a_list_or_lines(tmp_path: Path, text: str, expected: list[object]) -> None:
    """`.json` may hold one object, a list of them, or lines after all."""
    file = tmp_path / "a.json"
    file.write_text(text)
    assert places(file) == expected


def test_a_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    """A gzip file cut in the middle gives its whole lines and one rejection for the rest."""
    lines = "".join(json.dumps({"n": n, "text": str(hash(n * 7919))}) + "\n" for n in range(5000))
    whole = gzip.compress(lines.encode())
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(whole[: len(whole) // 2])
    found = list(read_objects(file))
    assert len(found) > 1000
    assert isinstance(found[-1], Rejection)
    assert "breaks off" in found[-1].reason
    assert not any(isinstance(one, Rejection) for one in found[:-1])


def test_a_missing_file_is_an_error_with_advice(tmp_path: Path) -> None:
    """A path that cannot be opened is named, with what to do."""
    with pytest.raises(ToilError, match="cannot be read") as caught:
        list(read_objects(tmp_path / "none.jsonl"))
    assert (caught.value.where, bool(caught.value.do)) == (str(tmp_path / "none.jsonl"), True)
