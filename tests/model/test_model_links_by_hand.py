"""What people say about links: it beats every method, survives what happens to items, and the last word counts."""

from __future__ import annotations

from tests.model.test_model_work import mention
from tests.model.world import World, rows

LINKS = "select item_id, linked_item_id, method, confidence, evidence from work_links order by 1, 2"
WORKS = "select list(item_id order by item_id) from work_components group by work_id order by 1"


def world_of(world: World, issues: int, incidents: int) -> World:
    """Issues jira:s:1 … and incidents pd:x:1 …"""
    for number in range(1, issues + 1):
        world.item(f"jira:s:{number}")
    for number in range(1, incidents + 1):
        world.item(f"pd:x:{number}", is_machine_made=True)
    return world


def says(world: World, kind: str, one: str, other: str) -> None:
    world.said.append((kind, one, {"other": other}))


def test_what_a_person_links_is_one_work(world: World) -> None:
    """Method 'person', confidence 1, the event as evidence; also between issues of one site, long apart."""
    world_of(world, 2, 0).rows["staged_items"][1]["created_at"] = "2026-01-05 00:00"
    says(world, "link", "jira:s:2", "jira:s:1")
    built = world.build()
    assert rows(built, LINKS) == [("jira:s:1", "jira:s:2", "person", 1.0, "event 1")]
    assert rows(built, WORKS) == [(["jira:s:1", "jira:s:2"],)]


def test_a_person_is_stronger_evidence_than_a_reference(world: World) -> None:
    """Where the extension links as well, the pair stands once, and by the person's word."""
    mention(world_of(world, 1, 1), "pd:x:1", "OPS-1", "external_reference", 1.0)
    says(world, "link", "pd:x:1", "jira:s:1")
    assert rows(world.build(), LINKS) == [("jira:s:1", "pd:x:1", "person", 1.0, "event 1")]


def test_apart_beats_every_method(world: World) -> None:
    """A reference of confidence 1 does not count once a person keeps the two apart, and the list says which event."""
    mention(world_of(world, 1, 1), "pd:x:1", "OPS-1", "external_reference", 1.0)
    says(world, "link_apart", "jira:s:1", "pd:x:1")
    built = world.build()
    assert rows(built, LINKS) == []
    assert rows(built, WORKS) == [(["jira:s:1"],), (["pd:x:1"],)]
    assert rows(built, "select method, is_counted, apart_event_id, work_id, linked_work_id from link_evidence") == [
        ("external_reference", False, 1, "jira:s:1", "pd:x:1")
    ]


def test_two_that_are_apart_do_not_meet_through_a_third(world: World) -> None:
    """Two incidents of one issue, kept apart: the weaker link, a note, is cut; the reference stays."""
    world_of(world, 1, 2)
    mention(world, "pd:x:1", "OPS-1", "note", 0.9)
    mention(world, "pd:x:2", "OPS-1", "external_reference", 1.0)
    says(world, "link_apart", "pd:x:1", "pd:x:2")
    built = world.build()
    assert rows(built, LINKS) == [("jira:s:1", "pd:x:2", "external_reference", 1.0, "OPS-1")]
    assert rows(built, "select linked_item_id, is_counted, apart_event_id from link_evidence order by 1") == [
        ("pd:x:1", False, 1), ("pd:x:2", True, None)]  # fmt: skip


def test_equal_links_are_cut_in_a_fixed_order(world: World) -> None:
    """Of two notes of equal confidence the first by id stays, in every build."""
    world_of(world, 1, 2)
    for number in (2, 1):
        mention(world, f"pd:x:{number}", "OPS-1", "note", 0.9)
    says(world, "link_apart", "pd:x:2", "pd:x:1")
    for _ in range(2):
        with world.build() as built:
            assert rows(built, LINKS) == [("jira:s:1", "pd:x:1", "note", 0.9, "OPS-1")]


def test_between_people_the_older_link_gives_way(world: World) -> None:
    """1 – 2 and then 2 – 3 were linked by hand, and 1 kept apart from 3: the newer of the links stays."""
    world_of(world, 3, 0)
    says(world, "link", "jira:s:1", "jira:s:2")
    says(world, "link", "jira:s:2", "jira:s:3")
    says(world, "link_apart", "jira:s:1", "jira:s:3")
    assert rows(world.build(), WORKS) == [(["jira:s:1"],), (["jira:s:2", "jira:s:3"],)]


def test_the_latest_word_about_a_pair_wins(world: World) -> None:
    """Apart, then linked, in either direction: linked; and apart again: apart."""
    world_of(world, 1, 1)
    says(world, "link_apart", "jira:s:1", "pd:x:1")
    says(world, "link", "pd:x:1", "jira:s:1")
    with world.build() as built:
        assert rows(built, LINKS) == [("jira:s:1", "pd:x:1", "person", 1.0, "event 2")]
        assert rows(built, "select is_apart, event_id, event_count from said_links") == [(False, 2, 2)]
    says(world, "link_apart", "jira:s:1", "pd:x:1")
    with world.build() as built:
        assert rows(built, LINKS) == []


def test_a_link_follows_a_moved_key_and_a_deletion(world: World) -> None:
    """Ids do not move: with another key and project the link stands, and with one item deleted, too."""
    world_of(world, 1, 1)
    world.rows["staged_items"][0] |= {"item_key": "NEW-7", "project": "NEW"}
    world.add("staged_aliases", item_id="jira:s:1", alias="OPS-1")
    world.add("tombstones", source="jira", site="s", item_id="jira:s:1", run_id="r", **{"class": "deleted"})
    says(world, "link", "jira:s:1", "pd:x:1")
    built = world.build()
    assert rows(built, LINKS) == [("jira:s:1", "pd:x:1", "person", 1.0, "event 1")]
    assert rows(built, "select item_id, rank from item_names where name in ('ops-1', 'new-7') order by 2") == [
        ("jira:s:1", 0), ("jira:s:1", 1)]  # fmt: skip


def test_a_word_about_an_item_that_is_not_held_is_counted(world: World) -> None:
    """Such a link waits; it and what names no second item are rejected rows of the journal, and the build goes on."""
    world_of(world, 1, 0)
    says(world, "link", "jira:s:1", "jira:s:404")
    says(world, "link_apart", "jira:s:1", "jira:s:405")
    world.said.append(("link", "jira:s:1", {"unreadable": "{"}))
    built = world.build()
    assert rows(built, LINKS) == []
    assert rows(built, "select place, reason, excerpt from rejected_rows where source = 'journal' order by 1") == [
        ("event 1", "an item that people linked or kept apart is not held", "jira:s:1, jira:s:404"),
        ("event 2", "an item that people linked or kept apart is not held", "jira:s:1, jira:s:405"),
        ("event 3", "what was said of a link names no two items", "jira:s:1"),
    ]
