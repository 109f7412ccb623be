"""Links by likeness: the weakest evidence, and only where it is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from tests.model.test_model_work import mention
from tests.model.world import World, rows

LINKS = "select item_id, linked_item_id, method, confidence from work_links order by 1, 2"
TITLE = "Disk usage above 90 % on db-17"


def alike(world: World, **row: Any) -> None:
    """An issue two minutes after its incident, of one service and almost one title; `row` changes the issue."""
    world.settings = {"links": {"similar": True}}
    world.item("pd:x:1", title=TITLE, service="Checkout", created_at="2026-11-09 10:00", is_machine_made=True)
    world.item("jira:s:1", **{"title": f"{TITLE}!", "service": "checkout", "created_at": "2026-11-09 10:02", **row})


def test_what_looks_alike_is_linked_where_it_is_asked_for(world: World) -> None:
    """Off by default; with `[links] similar` method 'similar', confidence .5 and the figures as evidence."""
    alike(world)
    with world.build() as built:
        assert rows(built, LINKS) == [("jira:s:1", "pd:x:1", "similar", 0.5)]
        assert rows(built, "select evidence from work_links") == [("alike to 0.99, 120 s apart",)]
    world.settings = {}
    with world.build() as built:
        assert rows(built, LINKS) == []


@pytest.mark.parametrize(
    "row", [{"service": "search"}, {"service": None}, {"title": "Grant access to Ken"}, {"title": None},
            {"created_at": "2026-11-09 10:05"}],
)  # fmt: skip
def test_half_a_likeness_links_nothing(world: World, row: dict[str, Any]) -> None:
    """Another service, another title, or five minutes apart: not the same work."""
    alike(world, **row)
    assert rows(world.build(), LINKS) == []


def test_each_item_has_one_match_and_real_evidence_goes_first(world: World) -> None:
    """Of two incidents alike the nearer in time is linked; an issue that names an incident takes no other one."""
    alike(world)
    world.item("pd:x:2", title=TITLE, service="Checkout", created_at="2026-11-09 10:03", is_machine_made=True)
    with world.build() as built:
        assert rows(built, LINKS) == [("jira:s:1", "pd:x:2", "similar", 0.5)]
    world.item("pd:x:3", title="Something else", service="search", created_at="2026-11-09 09:00")
    mention(world, "pd:x:3", "OPS-1", "external_reference", 1.0)
    with world.build() as built:
        assert rows(built, LINKS) == [("jira:s:1", "pd:x:3", "external_reference", 1.0)]
