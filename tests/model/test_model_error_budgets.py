"""Error budgets by hand (SRE Workbook, ch. 5): bad minutes from incidents or from a file, and burn rates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.model.test_model_metrics import ANN, log
from tests.model.world import World, rows
from toil.budgets.sli import read_sli
from toil.errors import UsageError


def incident(world: World, number: int, began: str, ended: str | None, **row: object) -> str:
    """An urgent incident of the service Shop."""
    row = {"service": "Shop", "urgency": "high", "created_at": began, "resolved_at": ended, **row}
    return world.item(f"pd:x:{number}", **row)


def test_thresholds_are_those_of_the_workbook(world: World) -> None:
    """For 30 days, 2 % in 1 h, 5 % in 6 h and 10 % in 72 h are burn rates of 14.4, 6 and 1 (table 5-8)."""
    world.settings = {"services": {"shop": {"window_days": 30}}}
    found = rows(
        world.build(), "select alert, threshold, round(short_hours * 60) from error_budget_burns order by long_hours"
    )
    assert found == [("fast", 14.4, 5.0), ("medium", 6.0, 30.0), ("slow", 1.0, 360.0)]


def test_a_burn_rate_is_the_bad_share_by_what_is_allowed(world: World) -> None:
    """At noon, bad since 11:54: 6 of 60 minutes ÷ .001 = 100, and 5 of 5 minutes ÷ .001 = 1000: the fast alert holds.

    6 of 360 minutes are 16.67, 6 of 30 are 200, of 72 h 1.39 and of 6 h 16.67: above 13.44 × …, 5.6 and .93, all three.
    """
    world.settings = {"services": {"shop": {"objective": 0.999, "window_days": 28}}}
    incident(world, 1, "2026-11-20 11:54", None)
    built = world.build()
    burns = "alert, round(long_burn, 2), round(short_burn, 2), is_burning from error_budget_burns"
    assert rows(built, f"select {burns} order by long_hours") == [
        ("fast", 100.0, 1000.0, True), ("medium", 16.67, 200.0, True), ("slow", 1.39, 16.67, True),
    ]  # fmt: skip
    assert rows(built, "select bad_minutes, burn_1h, state from error_budgets") == [(6.0, 100.0, "burning")]


def test_what_is_over_has_stopped_burning(world: World) -> None:
    """Bad from 11:00 to 11:20: the long window is far above its threshold, the short one is quiet, so no fast alert."""
    world.settings = {"services": {"shop": {"objective": 0.99, "window_days": 28}}}
    incident(world, 1, "2026-11-20 11:05", "2026-11-20 11:25")
    fast = "select round(long_burn, 2), short_burn, is_burning from error_budget_burns where alert = 'fast'"
    assert rows(world.build(), fast) == [(33.33, 0.0, False)]


def test_priorities_make_bad_minutes_too(world: World) -> None:
    """A low urgency of priority P1 counts where the service says so, in any case of the letters."""
    world.settings = {"services": {"shop": {"bad_urgencies": [], "bad_priorities": ["p1"]}}}
    incident(world, 1, "2026-11-10 10:00", "2026-11-10 10:10", urgency="low", priority="P1")
    incident(world, 2, "2026-11-10 12:00", "2026-11-10 12:10", urgency="high", priority="P2")
    assert rows(world.build(), "select bad_minutes, item_count from error_budgets") == [(10.0, 1)]


def test_incidents_are_cut_at_the_window(world: World) -> None:
    """An incident from before a window of one day counts from noon of the day before only."""
    world.settings = {"services": {"shop": {"objective": 0.5, "window_days": 1}}}
    incident(world, 1, "2026-11-18 00:00", "2026-11-19 13:00")
    assert rows(world.build(), "select bad_minutes, budget_minutes, state from error_budgets") == [
        (60.0, 720.0, "within")
    ]


def test_services_without_objective_and_objectives_without_service_say_so(world: World) -> None:
    """One that nobody promised anything for has its toil only; one that no item names is unknown, not faultless."""
    world.settings = {"services": {"misspelt": {}}, "privacy": {"min_group": 2}}
    for person in (ANN, "jira:s:bob"):
        world.person(person)
        log(world, world.item(f"jira:s:{person[-1]}", service="Attic"), "2026-11-16 09:00", 2, person)
    world.classify("jira:s:n", "REQ", 0.5)
    world.classify("jira:s:b", "REQ", 1.0)
    found = rows(
        world.build(), "select service, objective, state, remaining_share, hours, toil_hours from error_budgets"
    )
    assert found == [("Attic", None, "no_objective", None, 4.0, 3.0), ("misspelt", 0.999, "unknown", None, 0.0, 0.0)]


def test_the_toil_of_one_person_is_not_shown(world: World) -> None:
    """Where fewer people than privacy.min_group worked on a service, its hours would tell of them."""
    world.person(ANN)
    log(world, world.item("jira:s:1", service="Attic"), "2026-11-16 09:00", 2)
    assert rows(world.build(), "select is_shown, hours, toil_hours from service_toil") == [(False, None, None)]


SLI = """starts_at,minutes,good,total
2026-11-20T10:00:00Z,60,990,1000
2026-11-20T20:00:00+09:00,60,900,1000
2026-11-20 11:30,60,1,1
2026-11-20 09:00,60,0,0
2026-11-20 08:00,60,11,10
yesterday,60,1,1
2026-11-19 09:00,-5,1,1
"""


def test_an_sli_file_counts_each_slice_by_its_ratio(world: World, tmp_path: Path) -> None:
    """10–11 h at 1 %, 11–12 h at 10 % and 9–10 h of nothing: .6 + 6 bad minutes in 180 of 1,440; bad rows are shown.

    Burn in the last hour: .1 ÷ .01 = 10; time that no slice tells of is left out of it.
    """
    file = tmp_path / "shop.csv"
    file.write_text(SLI, "utf-8")
    world.settings = {"services": {"shop": {"objective": 0.99, "window_days": 1, "sli": str(file)}}}
    built = world.build()
    assert rows(built, "select bad_from, round(bad_minutes, 4), known_share, burn_1h, state from error_budgets") == [
        ("sli", 6.6, 0.125, 10.0, "burning")
    ]
    assert rows(built, "select site, place, reason from rejected_rows order by place") == [
        ("shop", "shop.csv:4", "the slice overlaps one before it"),
        ("shop", "shop.csv:6", "more good events than events"),
        ("shop", "shop.csv:7", "'yesterday' is no ISO time"),
        ("shop", "shop.csv:8", "minutes '-5' is no amount"),
    ]


def test_an_sli_file_that_has_ended_is_unknown(world: World, tmp_path: Path) -> None:
    """A file without a row of the window says nothing, least of all that all was well."""
    file = tmp_path / "shop.csv"
    file.write_text("starts_at,minutes,good,total\n2026-01-01,60,1,2\n", "utf-8")
    world.settings = {"services": {"shop": {"sli": str(file)}}}
    found = "select known_share, burn_1h, remaining_share, state from error_budgets"
    assert rows(world.build(), found) == [(0.0, None, None, "unknown")]


@pytest.mark.parametrize("text", ["when,good,total\n1,2,3\n", None])
def test_a_file_that_is_no_sli_is_an_error_that_names_it(tmp_path: Path, text: str | None) -> None:
    """A missing file or a missing column stops the build before anything is made of it."""
    file = tmp_path / "shop.csv"
    if text is not None:
        file.write_text(text, "utf-8")
    with pytest.raises(UsageError) as caught:
        read_sli("shop", file)
    assert "shop.csv" in caught.value.where


def test_a_slice_that_no_clock_can_tell_is_shown_and_not_used(tmp_path: Path) -> None:
    """A time beyond the years that there are, and a slice of less than a microsecond, are rejected; the rest counts."""
    file = tmp_path / "shop.csv"
    file.write_text("starts_at,minutes,good,total\n0001-01-01T00:00+14:00,60,1,2\n2026-11-20,1e-9,1,2\n"
                    "2026-11-21,60,1,2\n", "utf-8")  # fmt: skip
    reasons = [row["reason"] for row in read_sli("shop", file)]
    assert reasons == ["'0001-01-01T00:00+14:00' is no ISO time", "the slice has no length", ""]
