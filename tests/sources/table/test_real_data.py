"""Real exports, read from beside the repository, import whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.table.reading import SHARED_DATA, query, staged

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(not SHARED_DATA.is_dir(), reason="needs ../shared/data"),
]


@pytest.mark.parametrize(
    ("name", "options", "rows"),
    [("changes_openstack_project_config.csv.gz", {}, 9018), ("changes_apache_infra_puppet.csv.gz", {}, 8111),
     ("changes_japanese.csv.gz", {"map": {"id": "repo+id"}}, 2205)],
)  # fmt: skip
def test_changes_of_operations_teams_import_whole(name: str, options: dict[str, Any], rows: int) -> None:
    """Every change is an item with a title, a time and its author; nothing is rejected."""
    with staged(SHARED_DATA / name, **options) as store:
        assert query(store, "select count(*), count(title), count(requester_id) from staged_items") == [(rows,) * 3]
        assert query(store, "select count(*) from rejections") == [(0,)]


def test_forks_with_the_same_ids_are_told_about() -> None:
    """The same commit in two repositories has one id: 271 rows are rejected, and say that repo+id would help."""
    with staged(SHARED_DATA / "changes_japanese.csv.gz") as store:
        assert query(store, "select count(*) from staged_items") == [(1934,)]
        assert query(store, "select count(*) from rejections where contains(reason, 'id=repo+id')") == [(271,)]


def test_a_flat_jira_archive_imports_whole() -> None:
    """10,052 issues of a shape of its own need no mapping; all their statuses are known."""
    with staged(SHARED_DATA / "jira_fluid_issues.jsonl.gz") as store:
        assert query(store, "select count(*), count(title), count(updated_at) from staged_items") == [(10_052,) * 3]
        assert query(store, "select count(*) from staged_items where status is null") == [(0,)]
        assert query(store, "select count(*) from staged_items where item_key like 'INFRA-%'") == [(236,)]
