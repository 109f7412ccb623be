"""Spark beside DuckDB on the sample: row sets, whole numbers, texts, times, doubles and percentiles, value by value."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command_line import Run
from tests.engines.spark_session import spark
from toil.errors import ToilError
from toil.lake.parquet import write_relations
from toil.relations import parse_sql_relation
from toil.settings import Settings
from toil.spark import run
from toil.spark.compare import differences
from toil.spark.translate import NotExact, to_spark
from toil.store.query import connect

__all__ = ["spark"]
QUANTILES = "-- A middle.\n-- grain: k\nselect k, median(x) as m, quantile_cont(x, 0.95) as p from t group by k"


@pytest.fixture(scope="module")
def build(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's build as a lake has it."""
    folder = tmp_path_factory.mktemp("build")
    write_relations(sample.store.folder / "toil.duckdb", folder)
    return folder


def test_medians_are_exact_where_translation_alone_is_not(spark: Any, tmp_path: Path) -> None:
    """A thousand groups of doubles, nulls among them: every median and 95th percentile."""
    with connect(tmp_path / "t.duckdb") as connection:
        connection.execute("create table t as select i % 1000 as k, if(i % 7 = 0, null, (i * 7919 % 10007) / 13) as x "
                           "from range(60000) as r(i)")  # fmt: skip
        ours = connection.execute(QUANTILES).fetchall()
        connection.execute(f"copy t to '{tmp_path}/t.parquet' (format parquet)")
    spark.read.parquet(f"{tmp_path}/t.parquet").createOrReplaceTempView("t")
    theirs = [tuple(row) for row in spark.sql(to_spark(QUANTILES, "middles")).collect()]
    assert differences(["k", "m", "p"], ["k"], ours, theirs) == []
    assert len(theirs) == 1000


def test_a_spark_that_answers_another_thing_is_refused_at_run_time(
    spark: Any, build: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The part that is tried out first tells: a setting that cuts the last digit of a figure is found."""

    def wrong(sql: str, name: str) -> str:
        return to_spark(sql, name).replace("/ CAST(3600.0 AS DOUBLE)", "/ CAST(3601.0 AS DOUBLE)")

    monkeypatch.setattr(run, "to_spark", wrong)
    with pytest.raises(NotExact, match="answers another thing than DuckDB: hours of"):
        run.compute(spark, str(build), ["toil_by_category"])


def test_a_table_that_is_no_part_of_a_build_is_named(spark: Any, build: Path) -> None:
    """Staged rows are there only while a build is made."""
    with pytest.raises(ToilError, match="the build has no table staged_"):
        run.compute(spark, str(build), ["daily_rests"])


def test_the_command_writes_parquet(spark: Any, toil: Run, build: Path, tmp_path: Path) -> None:
    """One folder a relation, with as many rows as the build has; a second time nothing is written over."""
    words = ("spark", "compute", "weekly_work", "--from", build, "--to", tmp_path / "out", "--json")
    rows = json.loads(toil(*words).out)["rows"]["weekly_work"]
    assert rows == spark.read.parquet(str(build / "weekly_work.parquet")).count() > 1000
    assert toil(*words).code == 1


def test_a_relation_of_ones_own_is_looked_at_alike() -> None:
    """What an addition's SQL uses decides, not a list of names."""
    mine = parse_sql_relation("mine", QUANTILES)
    assert "percentile(x" in to_spark(mine.sql, mine.name).lower()
