"""A build whose relations a Spark makes, beside DuckDB's build of the same: every relation, value by value."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from pipelines.build import BuildResult, build
from tests.engines.spark_session import spark
from toil.errors import ToilError
from toil.relations import all_relations
from toil.settings import Settings
from toil.settings_engine import EngineSettings
from toil.spark import building, run
from toil.spark.compare import differences
from toil.spark.translate import NotExact
from toil.store.journal_sqlite import JOURNAL_FILE
from toil.store.published import Published, current_build
from toil.store.raw import RAW_FILE
from toil.store.reuse import UNSEEN

__all__ = ["spark"]


@pytest.fixture(scope="module")
def settings(sample: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The sample's stores without a build, in a folder whose name needs quoting; a Spark that makes what it can."""
    folder = tmp_path_factory.mktemp("it's a") / "100% store"
    folder.mkdir()
    for name in (RAW_FILE, JOURNAL_FILE):
        shutil.copy2(sample.store.folder / name, folder)
    store = sample.store.model_copy(update={"folder": folder})
    return sample.model_copy(update={"store": store, "engine": EngineSettings(compute="spark", compute_rest="here")})


@pytest.fixture(scope="module")
def built(spark: Any, settings: Settings) -> BuildResult:
    return build(settings)


def test_each_relation_is_the_same_value_by_value(built: BuildResult, sample: Settings) -> None:
    """Row sets, whole numbers, texts, times, medians and doubles; what others make of Spark's is the same too."""
    ours, theirs = Published(current_build(sample.store.folder)), Published(built.path)
    found = {}
    for relation in all_relations():
        if relation.name == "relation_engines":
            continue
        columns = [name for name in ours.relations()[relation.name] if name != UNSEEN]
        assert [name for name in theirs.relations()[relation.name] if name != UNSEEN] == columns
        chosen = f'select {", ".join(columns)} from "{relation.name}"'
        rows, others = (store.cursor().execute(chosen).fetchall() for store in (ours, theirs))
        found[relation.name] = differences(columns, relation.grain, rows, others)
    assert {name: what for name, what in found.items() if what} == {}
    assert len(found) > 140


def test_a_build_says_which_engine_made_what(built: BuildResult, settings: Settings) -> None:
    """By relation in the build itself, and in numbers where it ends; nothing is left beside it."""
    engines = Published(built.path).read("relation_engines").set_index("relation")["engine"]
    exact = {name for name, why in run.standings().items() if not why}
    assert set(engines[engines.str.startswith("spark ")].index) == exact
    assert engines["team_weeks"] == "duckdb"
    assert engines["classifications"] == "python"
    assert sum(built.engines.values()) == len(engines) == len(built.relations)
    assert not list(settings.store.folder.glob(".toil-spark-*"))


def test_what_did_not_change_is_not_asked_of_spark_again(
    built: BuildResult, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second build takes all over, and starts no Spark for it."""
    monkeypatch.setattr(building, "start_spark", None)
    assert build(settings).relations == built.relations


def test_without_a_word_about_the_rest_there_is_no_build(settings: Settings, built: BuildResult) -> None:
    """What Spark would not make exactly is named, and the build that was there stays."""
    strict = settings.model_copy(update={"engine": EngineSettings(compute="spark")})
    with pytest.raises(NotExact, match=r"would not make \d+ of \d+ relations exactly: .*team_weeks") as caught:
        build(strict)
    assert 'compute_rest = "here"' in caught.value.do
    assert current_build(settings.store.folder) == built.path


def test_a_spark_that_fails_leaves_the_old_build(
    built: BuildResult, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The relation and the engine are named; the folder of tables on their way is gone."""
    other = settings.model_copy(update={"privacy": settings.privacy.model_copy(update={"min_group": 7})})
    monkeypatch.setattr(building, "to_spark", lambda sql, name: "select no_such_column")
    with pytest.raises(ToilError, match=r"Spark did not make \w+: .*\(spark "):
        build(other)
    assert current_build(settings.store.folder) == built.path
    assert not [file for file in Path(settings.store.folder).iterdir() if file.name.startswith(".toil-spark")]
