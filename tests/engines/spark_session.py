"""One small Spark in this process for all tests that need one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from toil.spark.run import start_spark

SMALL = {
    "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "1", "spark.default.parallelism": "1",
    "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1", "spark.log.level": "OFF",
    # compiling a class for each of some thousand small stages would take longer than the stages
    "spark.sql.codegen.wholeStage": "false", "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}  # fmt: skip


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    session = start_spark("local[2]", SMALL)
    yield session
    session.stop()
