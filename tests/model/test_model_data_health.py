"""What data health says of a site: gone, cut, missing and not understood, each number counted by hand."""

from __future__ import annotations

from tests.model.world import World, rows

ANN, TANAKA = "jira:s:ann", "pd:x:tanaka"
AWAY = ("archived", "trashed", "access_lost", "unobserved")


def gone(world: World, state: str, *items: str) -> None:
    """Tombstones of one class."""
    for item in items:
        source, site, _ = item.split(":")
        world.add("tombstones", source=source, site=site, item_id=item, run_id="r1", **{"class": state})


def run(world: World, run_id: str, started: str, outcome: str = "complete", *, source: str = "jira", site: str = "s",
        truncated: int = 0, **tallies: int) -> None:  # fmt: skip
    """A run of an hour that began at this hour of 20 November, with what it tallied."""
    began, ended = f"2026-11-20 {started}", f"2026-11-20 {int(started[:2]) + 1:02}{started[2:]}"
    world.add("runs", run_id=run_id, source=source, site=site, mode="fetch", started_at=began, ended_at=ended,
              outcome=outcome, as_of=ended, records=1, changed=1, rejected=0, truncated=truncated,
              message="")  # fmt: skip
    for name, count in tallies.items():
        world.add("run_tallies", run_id=run_id, name=name, count=count)


def census(world: World, run_id: str, scope: str, counted: str, total: int, held: int | None, missing: int | None,
           *, is_exact: bool = True) -> None:  # fmt: skip
    """What a service said of a project at this hour of 20 November."""
    world.add("censuses", run_id=run_id, source="jira", site="s", scope=scope, name=scope.upper(), kind="issue",
              total=total, is_exact=is_exact, counted_at=f"2026-11-20 {counted}", held=held,
              missing=missing)  # fmt: skip


def test_each_class_of_what_is_gone_is_counted_by_itself(world: World) -> None:
    """Of 16 items 1 is archived, 2 trashed, 3 without access, 4 unobserved, 5 deleted; trash, access, deleted: 10."""
    items = [world.item(f"jira:s:{number}") for number in range(16)]
    for state, part in zip((*AWAY, "deleted"), (items[0:1], items[1:3], items[3:6], items[6:10], items[10:15]),
                           strict=True):  # fmt: skip
        gone(world, state, *part)
    gone(world, "present", items[15])
    built = world.build()
    assert rows(built, f"select items, deleted, {', '.join(AWAY)} from data_health") == [(16, 10, 1, 2, 3, 4)]
    assert rows(built, "select count(*) from work_items where not is_deleted") == [(6,)]


def test_the_numbers_of_two_sites_stay_apart(world: World) -> None:
    """Two archived issues and one trashed incident belong each to their own site."""
    gone(world, "archived", world.item("jira:s:1"), world.item("jira:s:2"))
    gone(world, "trashed", world.item("pd:x:1"))
    found = rows(world.build(), "select source, archived, trashed from data_health order by source")
    assert found == [("jira", 2, 0), ("pd", 0, 1)]


def test_what_is_archived_or_unobserved_still_counts_in_its_week(world: World) -> None:
    """Five hours are logged in five ways to be gone: only the archived and the unobserved hour are in the week."""
    world.person(ANN)
    for number, state in enumerate((*AWAY, "deleted")):
        item = world.item(f"jira:s:{number}")
        gone(world, state, item)
        world.add("staged_declarations", item_id=item, declaration_id=f"w{number}", person_id=ANN, seconds=3600,
                  started_at=f"2026-11-10 1{number}:00", evidence="worklog")  # fmt: skip
    found = "select week, recorded_hours from toil_by_week where recorded_hours > 0"
    assert rows(world.build(), found) == [("2026-W46", 2.0)]


def test_tallies_since_the_last_complete_run_are_added_up(world: World) -> None:
    """Of runs at 6 (complete), 8 (complete) and 10 (partial) the last two count: 2 + 5, 1 + 0, and 3 + 4 lists cut."""
    world.item("jira:s:1")
    run(world, "a", "06:00", truncated=100, topped_up=100, crosschecked=100)
    run(world, "b", "08:00", truncated=3, topped_up=2, crosschecked=1, crosscheck_found=9)
    run(world, "c", "10:00", "partial", truncated=4, topped_up=5)
    run(world, "d", "09:00", source="pd", site="x", topped_up=50)
    built = world.build()
    found = "select source, truncated, topped_up, crosschecked, last_run_at, last_complete_at from data_health order by"
    assert rows(built, f"{found} source") == [
        ("jira", 7, 7, 1, "2026-11-20 10:00:00", "2026-11-20 09:00:00"),
        ("pd", 0, 50, 0, "2026-11-20 09:00:00", "2026-11-20 10:00:00"),
    ]


def test_a_site_that_never_came_to_an_end_counts_all_its_runs(world: World) -> None:
    """Two partial runs that completed 2 and 3 lists make 5."""
    run(world, "a", "06:00", "partial", topped_up=2)
    run(world, "b", "08:00", "partial", topped_up=3)
    assert rows(world.build(), "select items, topped_up, last_complete_at from data_health") == [(0, 5, None)]


def test_missing_is_what_the_newest_census_of_each_scope_lacks(world: World) -> None:
    """OPS lacked 9, then 2; SEC lacks 1; one that broke off says nothing: 3 are missing."""
    world.item("jira:s:1")
    census(world, "a", "ops", "06:00", 19, 10, 9)
    census(world, "b", "ops", "08:00", 20, 18, 2)
    census(world, "b", "sec", "08:00", 5, 4, 1)
    census(world, "c", "ops", "10:00", 30, None, None)
    built = world.build()
    assert rows(built, "select missing from data_health") == [(3,)]
    shown = "select name, server_total, held, missing, surplus from completeness order by name"
    assert rows(built, shown) == [("OPS", 20, 18, 2, 0), ("SEC", 5, 4, 1, 0)]


def test_a_project_that_nobody_counts_any_more_lacks_nothing(world: World) -> None:
    """SEC, of which two were missing, is archived by the next census: only what OPS lacks is missing."""
    world.item("jira:s:1")
    census(world, "a", "ops", "06:00", 5, 5, 0)
    census(world, "a", "sec", "06:00", 4, 2, 2)
    census(world, "b", "ops", "08:00", 6, 5, 1)
    built = world.build()
    assert rows(built, "select missing from data_health") == [(1,)]
    assert rows(built, "select name from completeness") == [("OPS",)]


def test_what_nobody_counted_is_not_complete(world: World) -> None:
    """Without a census missing is null and not 0; an inexact total tells of no surplus."""
    world.item("pd:x:1")
    world.item("jira:s:1")
    census(world, "a", "ops", "06:00", 7, 10, 0, is_exact=False)
    built = world.build()
    assert rows(built, "select source, missing from data_health order by 1") == [("jira", 0), ("pd", None)]
    assert rows(built, "select surplus from completeness") == [(0,)]


def test_people_known_at_one_place_only_are_unmatched(world: World) -> None:
    """Ann has one e-mail in both places; Ben and Chie are in Jira alone, Tanaka on call alone; a bot is nobody."""
    world.item("jira:s:1", assignee_id=ANN)
    world.item("pd:x:1")
    world.person(ANN, display_name="Ann", email="ann@example.com")
    world.person("pd:x:ann", display_name="A. Berg", email="Ann@Example.com")
    world.person("jira:s:ben", display_name='Ben "B" Oda')
    world.person("jira:s:chie", display_name="Chie, Ito")
    world.person("jira:s:bot", display_name="Robot", is_human=False)
    world.person(TANAKA)
    built = world.build()
    found = rows(built, "select source, unmatched_people from data_health order by source")
    assert found == [("jira", 2), ("pd", 1)]
    assert rows(built, "select person_id, side, row_to_add from unmatched_people order by person_id") == [
        ("jira:s:ben", "jira:s", '"Ben ""B"" Oda","jira:s:ben"'),
        ("jira:s:chie", "jira:s", '"Chie, Ito","jira:s:chie"'),
        (TANAKA, "pd:x", f'"{TANAKA}","{TANAKA}"'),
    ]


def test_in_one_place_nobody_is_unmatched(world: World) -> None:
    """With Jira alone there is nobody to be joined with."""
    world.item("jira:s:1", assignee_id=world.person(ANN, display_name="Ann"))
    built = world.build()
    assert rows(built, "select unmatched_people from data_health") == [(0,)]
    assert rows(built, "select * from unmatched_people") == []


def test_statuses_that_are_none_of_our_four_are_counted_and_named(world: World) -> None:
    """Two items are Parked, one passed through Limbo on its way: two unknown statuses, of two items and of none."""
    world.statuses()
    for number in (1, 2):
        world.item(f"jira:s:{number}", status=None, status_id="77", source_status="Parked")
    moved = world.item("jira:s:3", status_id="done", source_status="done")
    world.add("staged_changes", item_id=moved, changed_at="2026-11-10 10:00", ordinal=0, field="status",
              from_value="88", from_name="Limbo", to_value="done", to_name="done")  # fmt: skip
    built = world.build()
    assert rows(built, "select unknown_statuses from data_health") == [(2,)]
    assert rows(built, "select status_key, name, item_count from unknown_status order by 1") == [
        ("77", "Parked", 2), ("88", "Limbo", 0),
    ]  # fmt: skip
