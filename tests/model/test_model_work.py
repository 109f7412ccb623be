"""Items, people, links and pieces of work, from tiny staged rows."""

from __future__ import annotations

import dataclasses
import time

import duckdb
import pytest

from tests.model.world import GIVEN, World, rows
from toil.errors import ToilError
from toil.relations import SqlRelation, sql_relations

SQL = {relation.name: relation.sql for relation in sql_relations()}


def mention(world: World, item: str, target: str, method: str = "note", confidence: float = 0.9) -> None:
    world.add("staged_mentions", item_id=item, target=target, method=method, confidence=confidence)


def test_equal_mail_or_a_unique_name_makes_one_human(world: World) -> None:
    """Mail joins Ann's accounts, her name joins Bob's; two Kens on one side are nobody's Ken; bots stay alone."""
    world.item("jira:s:1")
    world.item("pd:x:1")
    world.person("jira:s:a", display_name="Ann", email="ANN@example.com")
    world.person("pd:x:a", display_name="A. Smith", email="ann@example.com", time_zone="Asia/Tokyo")
    world.person("jira:s:b", display_name="Bob")
    world.person("pd:x:b", display_name="Bob")
    world.person("jira:s:k1", display_name="Ken")
    world.person("jira:s:k2", display_name="Ken")
    world.person("pd:x:k", display_name="Ken")
    world.person("jira:s:r", display_name="Robot", is_human=False)
    world.person("pd:x:r", display_name="Robot", is_human=False)
    people = rows(world.build(), "select person_id, identity_id, pseudonym from people order by 1")
    assert people == [
        ("jira:s:a", "jira:s:a", "P01"),
        ("jira:s:b", "jira:s:b", "P02"),
        ("jira:s:k1", "jira:s:k1", "P03"),
        ("jira:s:k2", "jira:s:k2", "P04"),
        ("jira:s:r", "jira:s:r", "B01"),
        ("pd:x:a", "jira:s:a", "P01"),
        ("pd:x:b", "jira:s:b", "P02"),
        ("pd:x:k", "pd:x:k", "P05"),
        ("pd:x:r", "pd:x:r", "B02"),
    ]


def test_a_human_has_one_zone_whichever_account_named_it(world: World) -> None:
    """PagerDuty says Tokyo, Jira says nothing: both accounts work by Tokyo's calendar; others by the default zone."""
    world.settings = {"calendar": {"zone": "Europe/Berlin"}}
    world.person("jira:s:a", email="a@example.com", time_zone=None)
    world.person("pd:x:a", email="a@example.com", time_zone="Asia/Tokyo")
    world.person("jira:s:b", time_zone="Mars/Olympus")
    people = rows(world.build(), "select person_id, zone, calendar_id from people order by 1")
    assert people == [
        ("jira:s:a", "Asia/Tokyo", "Asia/Tokyo|JP"),
        ("jira:s:b", "Europe/Berlin", "Europe/Berlin|DE"),
        ("pd:x:a", "Asia/Tokyo", "Asia/Tokyo|JP"),
    ]


def test_the_first_team_whose_scope_holds_an_item_has_it(world: World) -> None:
    """Scopes are tried in the order of toil.toml, then the assignee's team, then 'other'."""
    world.settings = {"teams": {"web": {"services": ["Shop"], "members": ["Ann"]}, "sre": {"projects": ["OPS"]}}}
    world.person("jira:s:a", display_name="Ann")
    world.item("jira:s:1", service="shop")
    world.item("jira:s:2")
    world.item("jira:s:3", project="HR", assignee_id="jira:s:a")
    world.item("jira:s:4", project="HR")
    assert [row[0] for row in rows(world.build(), "select team from items order by item_id")] == [
        "web", "sre", "web", "other",
    ]  # fmt: skip


def test_work_begins_with_the_first_active_status_or_acknowledgement(world: World) -> None:
    """Ids of statuses decide, not their names; a status nobody knows is done once resolved, and counted as unknown."""
    world.statuses()
    world.item("jira:s:1", status=None, status_id="77", source_status="Weird", resolved_at="2026-11-10 00:00")
    world.moves("jira:s:1", ("2026-11-09 08:00", "status", "todo", "in_progress"),
                ("2026-11-09 09:00", "status", "in_progress", "77"))  # fmt: skip
    world.item("jira:s:2", status=None, status_id="77")
    world.add("staged_engagements", item_id="jira:s:2", person_id="jira:s:a", started_at="2026-11-09 07:00",
              evidence="acknowledged")  # fmt: skip
    built = world.build()
    assert rows(built, "select started_at, status from items order by item_id") == [
        ("2026-11-09 08:00:00", "done"),
        ("2026-11-09 07:00:00", "todo"),
    ]
    assert rows(built, "select unknown_statuses from data_health") == [(1,)]


def test_a_mention_links_by_key_address_and_former_key(world: World) -> None:
    """Case and a trailing slash do not matter; what is nobody's key links nothing, and nobody links to itself."""
    world.item("jira:s:1", url="https://jira.example.com/browse/OPS-1")
    world.item("jira:s:2")
    world.add("staged_aliases", item_id="jira:s:2", alias="OLD-9")
    for number in range(1, 5):
        world.item(f"pd:x:{number}", is_machine_made=True)
    mention(world, "pd:x:1", "HTTPS://jira.example.com/browse/ops-1/", "remote_link", 0.7)
    mention(world, "pd:x:1", "OPS-1", "note", 0.9)
    mention(world, "pd:x:2", "old-9")
    mention(world, "pd:x:3", "UTF-8")
    mention(world, "pd:x:4", "pd:x:4")
    assert rows(world.build(), "select item_id, linked_item_id, method, confidence from work_links order by 1") == [
        ("jira:s:1", "pd:x:1", "note", 0.9),
        ("jira:s:2", "pd:x:2", "note", 0.9),
    ]


def test_neighbours_umbrellas_and_old_tickets_are_not_the_same_work(world: World) -> None:
    """No link: one issue speaking of another, six incidents naming one ticket, a note naming a ticket done long ago."""
    world.item("jira:s:1")
    world.item("jira:s:2")
    mention(world, "jira:s:1", "OPS-2")
    world.item("jira:s:3")
    for number in range(6):
        world.item(f"pd:x:{number}")
        mention(world, f"pd:x:{number}", "OPS-3")
    world.item("jira:s:4", created_at="2026-01-05 00:00", resolved_at="2026-01-06 00:00")
    world.item("pd:x:7")
    mention(world, "pd:x:7", "OPS-4")
    assert rows(world.build(), "select * from work_links") == []


def test_a_label_that_is_an_alerts_own_key_links(world: World) -> None:
    """A deduplication key as a label makes one work; a word as a label, or a key that two alerts share, does not."""
    world.item("jira:s:1", labels=["incident", "srv-disk-0815"])
    world.item("jira:s:2", labels=["shared-key-1", "incident"])
    for number, alias in ((1, "srv-disk-0815"), (2, "shared-key-1"), (3, "shared-key-1"), (4, "incident")):
        world.item(f"pd:x:{number}", is_machine_made=True)
        world.add("staged_aliases", item_id=f"pd:x:{number}", alias=alias)
    found = rows(world.build(), "select item_id, linked_item_id, method, evidence from work_links")
    assert ("jira:s:1", "pd:x:1", "label", "srv-disk-0815") in found
    assert not [link for link in found if link[3] == "shared-key-1"]


def test_a_number_in_a_field_links_where_a_rule_names_the_field(world: World) -> None:
    """Method 2 of sources.md 5: '#7' by the rule's field is the incident 7; the same number elsewhere is none."""
    world.item("jira:s:1")
    world.item("jira:s:2")
    world.item("pd:x:7", is_machine_made=True)
    mention(world, "jira:s:1", "7", "customfield_10050", 0.3)
    mention(world, "jira:s:2", "7", "customfield_10016", 0.3)
    world.add("staged_link_fields", source="pd", site="x", field="customfield_10050", target_prefix="#")
    assert rows(world.build(), "select item_id, linked_item_id, method, confidence, evidence from work_links") == [
        ("jira:s:1", "pd:x:7", "rule_field", 0.9, "#7")
    ]


def test_people_read_the_ticket_but_the_work_keeps_its_first_name(world: World) -> None:
    """The incident came first and names the work; the issue that a person wrote is its primary item."""
    world.item("pd:x:1", title="CPU high", created_at="2026-11-09 01:00", is_machine_made=True, service="shop")
    world.item("jira:s:1", title="CPU is high again", created_at="2026-11-09 02:00")
    mention(world, "pd:x:1", "OPS-1", "external_reference", 1.0)
    built = world.build()
    assert rows(built, "select work_id, primary_item_id, title, service, is_machine_made, item_count from work") == [
        ("pd:x:1", "jira:s:1", "CPU is high again", "shop", True, 2),
    ]
    assert rows(built, "select distinct work_id from work_items") == [("pd:x:1",)]


def test_a_long_chain_of_links_is_one_piece_of_work_in_little_time() -> None:
    """Twenty thousand items in a chain, worst for spreading roots one step a round, are joined in seconds."""
    with duckdb.connect() as connection:
        connection.execute(
            "create table items as select format('i{:06d}', i) as item_id, timestamp '2026-01-01' as created_at, "
            "false as is_deleted, false as is_machine_made from range(20001) as t(i)"
        )
        connection.execute(
            "create table work_links as select format('i{:06d}', i) as item_id, "
            "format('i{:06d}', i + 1) as linked_item_id from range(20000) as t(i)"
        )
        began = time.monotonic()
        found = connection.execute(
            f"select count(distinct work_id), count(*) from ({SQL['work_components']})"
        ).fetchall()
    assert found == [(1, 20001)]
    assert time.monotonic() - began < 20


def test_deleted_items_stay_but_take_no_effort(world: World) -> None:
    """What the source deleted is flagged, counted, and leaves the hours; what it archived does not."""
    for number, gone in ((1, "deleted"), (2, "archived")):
        item = world.item(f"jira:s:{number}")
        world.add("staged_declarations", item_id=item, declaration_id="w", person_id="jira:s:a",
                  started_at="2026-11-09 10:00", seconds=600, evidence="worklog")  # fmt: skip
        world.add("tombstones", source="jira", site="s", item_id=item, run_id="r", **{"class": gone})
    built = world.build()
    assert rows(built, "select is_deleted from work_items order by item_id") == [(True,), (False,)]
    assert rows(built, "select work_id from effort") == [("jira:s:2",)]
    assert rows(built, "select items, deleted from data_health") == [(2, 1)]


@pytest.mark.parametrize("name", ["work_items", "items", "declarations", "interruptions_by_week"])
def test_a_join_that_doubles_rows_is_caught(world: World, name: str) -> None:
    """Doubling every row of a relation breaks its grain, and the build says which one."""
    world.item("jira:s:1")
    world.add("staged_declarations", item_id="jira:s:1", declaration_id="w", person_id="jira:s:a",
              started_at="2026-11-09 10:00", seconds=600, evidence="worklog")  # fmt: skip
    fanned = [
        dataclasses.replace(
            relation, sql=f"select * from ({relation.sql}) cross join (values (1), (2)) as twice(number)"
        )
        if relation.name == name
        else relation
        for relation in sql_relations()
        if isinstance(relation, SqlRelation)
    ]
    relations = [*GIVEN, *fanned, *world.learnt_relations()]
    with pytest.raises(ToilError, match=f"relation {name} breaks its promise: .* repeat a key"):
        world.build(relations=relations).execute(f"from {name}")


def test_what_lies_under_an_epic_is_project_work(world: World) -> None:
    """An epic, its children and theirs are project work; a sub-task of a plain task is not; circles end."""
    world.item("jira:s:1", item_type="Epic")
    world.item("jira:s:2", item_type="Story", parent_id="jira:s:1")
    world.item("jira:s:3", item_type="Sub-task", parent_id="jira:s:2")
    world.item("jira:s:4", item_type="Task", parent_id="jira:s:5")
    world.item("jira:s:5", item_type="Task", parent_id="jira:s:4")
    world.item("jira:s:6", item_type=None, parent_id="jira:s:404")
    assert rows(world.build(), "select work_id from work where is_project_work order by 1") == [
        ("jira:s:1",), ("jira:s:2",), ("jira:s:3",)]  # fmt: skip
