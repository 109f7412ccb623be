"""Where the tests' lakes are: always in a folder, and in a bucket too where `make test-engines` names its server."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import duckdb

from toil.lake.folder import FolderLake
from toil.lake.place import LakePlace
from toil.store.published import publish

NewLake = Callable[[], LakePlace]
SERVER = os.environ.get("TOIL_TEST_S3", "")
KINDS_OF_LAKE = ("folder", "bucket") if SERVER else ("folder",)
_BUILD = """
create table build_info as select '{build_id}' as build_id, timestamp '{as_of}' as as_of, '0' as toil_version;
create table odd as select * from (values
    (1, 170141183460469231731687303715884105727::hugeint // 1000, 0.1::double, 'パスワード', ['a', null],
     1.25::decimal(3, 2), [{{'opens_at': timestamp '2026-11-02 00:00:00.123456', 'n': null::bigint}}],
     '{{"a": null}}'::json, date '1970-01-01', true),
    (2, -5::hugeint, 'nan'::double, null, [], null, null, null, null, false)
) as t (n, wide, real, text, list, exact, nested, said, day, flag) order by n desc;
create table nothing as select 1::bigint as n where false;
"""


def new_bucket() -> LakePlace:
    """A prefix of the server's bucket in which there is nothing."""
    from toil.lake.bucket import BucketLake

    return BucketLake(f"s3://lake/{uuid4().hex}")


def make_build(folder: Path, build_id: str, as_of: str = "2026-11-20 00:00:00") -> Path:
    """A store's folder whose newest build is this one, with a value of every kind that a build may hold."""
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(folder / "aside.duckdb")) as connection:
        connection.execute(_BUILD.format(build_id=build_id, as_of=as_of))
    publish(folder / "aside.duckdb", folder, build_id, keep=2)
    return folder


def place_word(lake: LakePlace) -> str:
    """What another process is told, so that `place_of` finds the same lake there."""
    return lake.name


def place_of(word: str) -> LakePlace:
    """The lake of `place_word`."""
    from toil.lake.bucket import BucketLake

    return BucketLake(word) if word.startswith("s3:") else FolderLake(Path(word))
