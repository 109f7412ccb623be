"""The published relations keep what they promise, on the sample data and on an empty store."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.build import build
from tests.house.public import PUBLIC
from toil.relations import all_relations
from toil.settings import Settings, load_settings
from toil.store.builder import judged
from toil.store.published import current_build, open_published
from toil.store.raw import RawStore

DEFINED = {relation.name: relation for relation in all_relations()}


@pytest.mark.parametrize("name", PUBLIC)
def test_public_relations_keep_their_columns_and_grain(name: str, sample: Settings) -> None:
    """Every public name of DESIGN.md is there, with its columns and its grain, and says that it is public."""
    grain, columns = PUBLIC[name]
    with open_published(sample.store.folder) as store:
        assert set(columns.split()) - set(store.relations()[name]) == set()
    assert DEFINED[name].public
    assert set(DEFINED[name].grain) == set(grain)


def test_no_other_relation_calls_itself_public() -> None:
    """What is public is a promise; it is made in DESIGN.md first."""
    assert {name for name, relation in DEFINED.items() if relation.public} == set(PUBLIC)


@pytest.mark.parametrize("name", sorted(DEFINED))
def test_every_relation_keeps_its_promises(name: str, sample: Settings) -> None:
    """Keys are unique, what may not be null is not, and every check of the header holds on the sample."""
    with duckdb.connect(str(current_build(sample.store.folder)), read_only=True) as connection:
        assert judged(connection, DEFINED[name])[1] == []


TOTALS = [
    ("every staged item is a work item, once", "select count(*) from work_items", "select count(*) from items"),
    (
        "every piece of work is classified, once",
        "select count(*) from classifications",
        "select count(distinct work_id) from work_items where not is_deleted",
    ),
    (
        "hours by category add up to the hours recorded",
        "select round(sum(hours), 2) from toil_by_category",
        "select round(sum(recorded_hours), 2) from toil_by_week",
    ),
    (
        "toil hours by category add up to the toil hours",
        "select round(sum(toil_hours), 2) from toil_by_category",
        "select round(sum(toil_hours), 2) from toil_by_week",
    ),
    (
        "a linked pair is one piece of work",
        "select count(*) from work_links a join work_items x using (item_id) "
        "join work_items y on y.item_id = a.linked_item_id where x.work_id <> y.work_id",
        "select 0",
    ),
]


@pytest.mark.parametrize(("truth", "left", "right"), TOTALS, ids=[total[0] for total in TOTALS])
def test_totals_agree_with_their_base(truth: str, left: str, right: str, sample: Settings) -> None:
    """Nothing is counted twice or lost on the way from items to metrics."""
    with open_published(sample.store.folder) as store:
        assert store.cursor().execute(left).fetchall() == store.cursor().execute(right).fetchall(), truth


def test_an_empty_store_builds(tmp_path: Path) -> None:
    """With nothing extracted but an empty raw store, every relation is there and empty, and nothing fails."""
    settings = load_settings(environ={"TOIL_STORE": str(tmp_path)}, path=None)
    with RawStore.open(tmp_path):
        pass
    result = build(settings)
    assert set(result.relations) == set(DEFINED)
    assert result.relations["work_items"] == 0
