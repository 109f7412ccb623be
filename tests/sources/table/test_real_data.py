"""Real exports, read from beside the repository, import whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.table.reading import SHARED_DATA, mapped_of, query, rejections_of, replayed, staged

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="needs ../shared/data"),
]


@pytest.mark.parametrize(
    ("name", "options", "rows"),
    [("changes_openstack_project_config.csv.gz", {}, 9018), ("changes_apache_infra_puppet.csv.gz", {}, 8111),
     ("changes_japanese.csv.gz", {"map": {"id": "repo+id"}}, 2205), ("jira_fluid_issues.jsonl.gz", {}, 10_052)],
)  # fmt: skip
def test_real_tables_are_read_whole(name: str, options: dict[str, Any], rows: int) -> None:
    """Every row has a title, a time and an id of its own; nothing is rejected."""
    pages = replayed(SHARED_DATA / name, **options)
    mapped = mapped_of(pages)
    assert len(mapped) == len({m["id"] for m in mapped}) == rows
    assert all(m["title"] and m["created_at"] for m in mapped)
    assert rejections_of(pages) == []


def test_forks_with_the_same_ids_are_told_about() -> None:
    """The same commit in two repositories has one id: 271 rows are rejected, and say that repo+id would help."""
    rejections = rejections_of(replayed(SHARED_DATA / "changes_japanese.csv.gz"))
    assert sum("id=repo+id" in rejection.reason for rejection in rejections) == len(rejections) == 271


def test_changes_of_an_operations_team_reach_the_store() -> None:
    """All 9,018 changes of OpenStack's infrastructure are items with an author."""
    with staged(SHARED_DATA / "changes_openstack_project_config.csv.gz") as store:
        assert query(store, "select count(*), count(title), count(requester_id) from staged_items") == [(9018,) * 3]


def test_a_flat_jira_archive_needs_no_mapping() -> None:
    """Issues of a shape of their own: their statuses are known, and the project INFRA has its 236."""
    mapped = mapped_of(replayed(SHARED_DATA / "jira_fluid_issues.jsonl.gz"))
    assert {m["status"] for m in mapped} == {"todo", "in_progress", "done", "cancelled"}
    assert sum(m["key"].startswith("INFRA-") for m in mapped) == 236
