"""The weeks that growth is measured on, and the drivers of a file, in a real build."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from tests.model.test_model_metrics import ANN, log
from tests.model.world import World, rows

FILE = """name,week,value
users,2026-W45,100
users,2026-11-09,120
users,2026-11-10,140
users,2026-W46b,1
users,2026-W47,0
,2026-W47,5
deploys,2026-W99,5
deploys,2026-W47,many
"""


def test_rows_of_the_drivers_are_read_averaged_or_rejected(world: World, tmp_path: Path) -> None:
    """Two days of W46 make 130; a zero, a nameless one, weeks that are none and words are rejected rows."""
    file = tmp_path / "drivers.csv"
    file.write_text(FILE, "utf-8")
    world.settings = {"growth": {"drivers": str(file)}}
    built = world.build()
    assert rows(built, "select driver, week, position, value from driver_weeks order by week") == [
        ("users", "2026-W45", 1, 100.0), ("users", "2026-W46", 1, 130.0),
    ]  # fmt: skip
    assert rows(built, "select place from rejected_rows where source = 'drivers' order by 1") == [
        (f"drivers.csv:{line}",) for line in (5, 6, 7, 8, 9)
    ]


def test_a_teams_own_driver_replaces_that_of_all(world: World, tmp_path: Path) -> None:
    """Users of web are its own, sre has those of all; deploys are web's alone, and no team is called ops."""
    file = tmp_path / "drivers.csv"
    file.write_text("name,week,value,team\ndeploys,2026-W45,7,web\nusers,2026-W45,100,\nusers,2026-W45,30,web\n"
                    "users,2026-W46,5,ops\n", "utf-8")  # fmt: skip
    world.settings = {"growth": {"drivers": str(file)}, "teams": {"sre": {}, "web": {}}}
    built = world.build()
    assert rows(built, "select team, driver, position, value from driver_weeks order by team, position") == [
        ("sre", "users", 1, 100.0), ("web", "deploys", 1, 7.0), ("web", "users", 2, 30.0),
    ]  # fmt: skip
    assert rows(built, "select place, reason from rejected_rows where source = 'drivers'") == [
        ("drivers.csv:5", "there is no team 'ops'")
    ]


def test_weeks_before_recording_began_are_no_growth(world: World) -> None:
    """One hour in W44, then 30 of 40 a week: growth is measured from W45 on, a week without such work included."""
    world.person(ANN)
    for number, (monday, hours) in enumerate((("2026-10-26", 1), ("2026-11-02", 30), ("2026-11-09", 30))):
        item = world.item(f"jira:s:{number}", created_at=f"{monday} 00:00")
        for day in range(3):
            log(world, item, f"{pd.Timestamp(monday) + pd.Timedelta(days=day):%Y-%m-%d} 09:00", hours / 3)
        world.classify(item, "REQ" if number < 2 else "INT.noise", 1.0)
    world.learnt["recurrences"] = [{"recurrence_id": "r", "name": "r", "team": "team"}]
    world.learnt["recurrence_members"] = [{"item_id": f"jira:s:{n}", "recurrence_id": "r"} for n in (0, 2)]
    found = "select kind, subject, week, value from growth_weeks order by all"
    assert rows(world.build(), found) == [
        ("category", "INT.noise", "2026-W45", 0.0), ("category", "INT.noise", "2026-W46", 30.0),
        ("category", "REQ", "2026-W45", 30.0), ("category", "REQ", "2026-W46", 0.0),
        ("recurrence", "r", "2026-W45", 0.0), ("recurrence", "r", "2026-W46", 1.0),
        ("team", "", "2026-W45", 30.0), ("team", "", "2026-W46", 30.0),
    ]  # fmt: skip
