from __future__ import annotations

from pathlib import Path

import pytest

from tests.lake.lake_places import KINDS_OF_LAKE, new_bucket
from toil.lake.folder import FolderLake
from toil.lake.place import LakePlace


@pytest.fixture(params=KINDS_OF_LAKE)
def lake(request: pytest.FixtureRequest, tmp_path: Path) -> LakePlace:
    """An empty lake: the same promises hold wherever it is."""
    return new_bucket() if request.param == "bucket" else FolderLake(tmp_path / "lake")
