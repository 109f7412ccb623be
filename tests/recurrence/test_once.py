"""Links count once: what happened once is one occurrence, in however many items it is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from recurrence_frames import NOTHING_KNOWN, grouped

from tests.model.world import World


def recurring(world: World) -> pd.DataFrame:
    """`recurrences` and their members' items, grouped from the real `work` of these staged rows."""
    with world.build() as built:
        frames = {name: built.execute(f"from {name}").df() for name in ("work", "work_components", "teams")}
    made = grouped(frames["work"], known={**NOTHING_KNOWN, **frames})
    items = made["recurrence_members"].groupby("recurrence_id")["item_id"].agg(set).rename("items")
    return made["recurrences"].set_index("recurrence_id").join(items)


def mention(world: World, item: str, target: str, method: str, confidence: float) -> None:
    world.add("staged_mentions", item_id=item, target=target, method=method, confidence=confidence)


def test_an_incident_and_its_issue_are_one_occurrence(tmp_path: Path) -> None:
    """Three incidents, each with the issue that follows it up, are three occurrences of one recurrence."""
    world = World(tmp_path)
    for number in range(3):
        world.item(f"pd:x:{number}", title=f"Disk usage 9{number}% on db-0{number}")
        world.item(f"jira:s:{number}", title=f"Follow up: disk full on db-0{number}", item_key=f"OPS-{number + 1}")
        mention(world, f"pd:x:{number}", f"OPS-{number + 1}", "note", 0.9)
    (row,) = recurring(world).to_dict("records")
    assert row["item_count"] == 3
    assert len(row["items"]) == 6


def test_a_storm_is_one_occurrence(tmp_path: Path) -> None:
    """Nine incidents merged into one, thrice, are three occurrences, whatever the alerts that were merged say."""
    world = World(tmp_path)
    for storm in range(3):
        world.item(f"pd:x:{storm}0", title=f"Payment latency above {storm}00 ms", created_at=f"2026-10-1{storm} 08:00")
        for alert in range(1, 10):
            child = f"pd:x:{storm}{alert}"
            world.item(child, title=f"Synthetic check {alert} failed", created_at=f"2026-10-1{storm} 08:0{alert}",
                       resolution="merged")  # fmt: skip
            mention(world, child, f"pd:x:{storm}0", "merge", 1.0)
    (row,) = recurring(world).to_dict("records")
    assert row["item_count"] == 3
    assert len(row["items"]) == 30
