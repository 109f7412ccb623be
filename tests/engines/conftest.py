"""Tests that need a server of their own: `make test-engines` starts it and names it; others do not collect them."""

from __future__ import annotations

import os

from tests.cli.conftest import toil
from tests.store.journal_places import SERVER

SPARK = os.environ.get("TOIL_TEST_SPARK", "")
__all__ = ["toil"]

collect_ignore_glob = [*([] if SERVER else ["test_postgresql*.py"]), *([] if SPARK else ["test_spark*.py"])]
