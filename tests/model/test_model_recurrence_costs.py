"""What the pieces of work of a recurrence cost, worked out by hand."""

from __future__ import annotations

import pytest

from tests.model.world import World, rows

ANN, BOB = "jira:s:ann", "jira:s:bob"


def recurs(world: World, number: int, category: str = "REQ", **row: object) -> str:
    """A piece of work of the recurrence `r`."""
    item = world.item(f"jira:s:{number}", **row)
    world.classify(item, category, 0.8)
    world.learnt.setdefault("recurring_work", []).append(
        {"work_id": item, "recurrence_id": "r", "similarity": 1.0, "key_id": "r"}
    )
    return item


def works(world: World, item: str, person: str, seconds: int) -> None:
    """A worklog."""
    number = len(world.rows.get("staged_declarations", []))
    world.add("staged_declarations", item_id=item, declaration_id=f"w{number}", person_id=person,
              started_at="2026-11-10 10:00", seconds=seconds, evidence="worklog")  # fmt: skip


def test_hours_are_over_all_people_and_their_error_is_relative(world: World) -> None:
    """1, 2 and (1 + 2) hours are 2 on average; s = 1, so the error is 1/√3/2 = .289; 4 people on 3 pieces are 1.33."""
    for person in (ANN, BOB):
        world.person(person)
    for number, shares in enumerate(((1,), (2,), (1, 2)), start=1):
        item = recurs(world, number)
        for person, hours in zip((ANN, BOB), shares, strict=False):
            works(world, item, person, hours * 3600)
    found = rows(world.build(), "select hours, hours_error, known, people_per_occurrence, noise_share "
                                "from recurrence_costs")  # fmt: skip
    assert found == [(2.0, pytest.approx(0.288675, abs=1e-6), 3, pytest.approx(4 / 3, abs=1e-6), 0.0)]


def test_one_occurrence_has_no_error(world: World) -> None:
    """From one piece of work nobody knows how much the next one takes."""
    world.person(ANN)
    works(world, recurs(world, 1), ANN, 1800)
    assert rows(world.build(), "select hours, hours_error, known from recurrence_costs") == [(0.5, None, 1)]


def test_what_nobody_touched_is_noise(world: World) -> None:
    """Of four alerts that machines opened and closed, the one on which a person worked is no noise."""
    world.person(ANN)
    for number in range(1, 5):
        recurs(world, number, "INT.noise" if number < 4 else "REQ", is_machine_made=True)
    works(world, "jira:s:1", ANN, 600)
    found = rows(world.build(), "select noise_share, category from recurrence_costs")
    assert found == [(0.75, "INT.noise")]
