"""The ranked list: what is on it, in which order, and what people's estimates change."""

from __future__ import annotations

from typing import Any

import duckdb
import pandas as pd
import pytest

from toil.candidates import RELATIONS
from toil.settings import CandidateSettings, Settings
from toil.store.builder import judged, store_frame

AS_OF = pd.Timestamp("2026-11-02")
RELATION = RELATIONS[0]


def frames(*kinds: dict[str, Any], events: tuple[tuple[str, str, str], ...] = ()) -> dict[str, pd.DataFrame]:
    """What the room reads: each kind is a recurrence of twelve weeks with `count` finished pieces of `hours`."""
    rows = [{"count": 24, "hours": 1.0, "category": "REQ.access", "p": 0.9, "noise": 0.0, "machine": 0.0,
             "sameness": 1.0, "now": 1} | one for one in kinds]  # fmt: skip
    ids = [one["id"] for one in rows]
    return {
        "build_info": pd.DataFrame({"as_of": [AS_OF]}),
        "recurrences": pd.DataFrame({
            "recurrence_id": ids, "name": ids, "first_seen_at": AS_OF - pd.Timedelta(weeks=30), "team": "team",
            "service": "Search", "per_week": [one["count"] / 12 * one["now"] for one in rows], "dispersion": 1.5}),
        "recurrence_costs": pd.DataFrame([
            {"recurrence_id": one["id"], "category": one["category"], "toil_probability": one["p"],
             "hours": one["hours"], "hours_error": 0.1, "known": one["count"], "people_per_occurrence": 1.0,
             "noise_share": one["noise"], "machine_share": one["machine"], "sameness": one["sameness"]}
            for one in rows]),
        "recurrence_keys": pd.DataFrame({"key_id": ids, "recurrence_id": ids}),
        "team_categories": pd.DataFrame({"team": ["team"], "category": ["REQ.access"],
                                         "remedy": [["self_service", "automate"]]}),
        "slo_actions": pd.DataFrame({"service": ["search"], "slo_case": ["met_high_high"], "may_loosen": [True],
                                     "may_tighten": [False]}),
        "journal_events": pd.DataFrame(
            [(n, AS_OF, kind, subject, body) for n, (kind, subject, body) in enumerate(events, 1)],
            columns=["event_id", "written_at", "kind", "subject", "body"]),
    }  # fmt: skip


def candidates(given: dict[str, pd.DataFrame], settings: Settings | None = None) -> pd.DataFrame:
    """The relation as it is stored, its promises checked, in the order of rank."""
    assert RELATION.compute is not None
    assert RELATION.reads == set(given)
    frame = RELATION.compute(given, settings or Settings())
    with duckdb.connect() as connection:
        store_frame(connection, RELATION, frame)
        assert judged(connection, RELATION) == (len(frame), [])
        found = connection.execute("from automation_candidates order by rank").df()
    return found.set_index("recurrence_id")


def test_more_work_ranks_higher() -> None:
    """Of recurrences alike in all else, the more frequent and the longer ones come first."""
    found = candidates(frames({"id": "r-a"}, {"id": "r-b", "count": 60}, {"id": "r-c", "hours": 0.2}))
    assert found["rank"].to_dict() == {"r-b": 1, "r-a": 2, "r-c": 3}
    assert found.at["r-a", "hours_per_year"] == pytest.approx(2 * 365.25 / 7)
    assert (found["low_hours_per_year"] <= found["hours_per_year"]).all()


def test_a_hundred_thousand_hours_a_year_keep_the_promise_of_thousands() -> None:
    """Figures are stored with six digits, a share as well: what a share of much work rounds off breaks no promise."""
    kinds = (
        {"id": f"r-{n}", "count": 24 * 10**n, "hours": 1.234567, "sameness": 0.1234567 * (n + 1)} for n in range(5)
    )
    found = candidates(frames(*kinds))
    assert found["hours_per_year"].max() > 100_000


def test_what_is_no_toil_or_no_longer_comes_is_no_candidate() -> None:
    """Engineering is not to be automated away, and what stopped has nothing left to save."""
    found = candidates(
        frames({"id": "r-a"}, {"id": "r-eng", "p": 0.0}, {"id": "r-old", "now": 0}, {"id": "r-half", "p": 0.5})
    )
    assert set(found.index) == {"r-a", "r-half"}


def test_an_estimate_replaces_the_default() -> None:
    """The latest building hours that a person estimated count, and the evidence says whose they are."""
    estimates = (("estimate", "r-a", '{"build_hours": 500}'), ("estimate", "r-a", '{"build_hours": 8}'),
                 ("estimate", "r-a", '{"build_hours": "many"}'))  # fmt: skip
    row = candidates(frames({"id": "r-a"}, events=estimates)).loc["r-a"]
    assert (row["build_hours"], row["estimated_by"]) == (8, "person")
    assert "the team's estimate" in row["evidence"]
    assert (row["build_low_hours"], row["build_high_hours"]) == (4, 16)
    assert row["payback_weeks"] < candidates(frames({"id": "r-a"})).loc["r-a"]["payback_weeks"]


def test_alerts_that_need_nobody_are_tuned_away() -> None:
    """Work that nobody touched is noise: the alert is tuned, and nothing is ever paid back."""
    row = candidates(frames({"id": "r-a", "noise": 1.0, "hours": 0.0})).loc["r-a"]
    assert (row["remedy"], row["reason"]) == ("tune_alert", "noise")
    assert row["hours_per_year"] == 0
    assert pd.isna(row["payback_weeks"])


def test_an_hours_cost_gives_money() -> None:
    """With the price of an hour stated, a year of the work has a cost; without, it is 0."""
    priced = Settings(candidates=CandidateSettings(hourly_cost=50))
    row = candidates(frames({"id": "r-a"}), priced).loc["r-a"]
    assert row["cost_per_year"] == pytest.approx(50 * row["hours_per_year"])


def test_without_recurrences_there_are_no_candidates() -> None:
    """An empty store gives an empty list."""
    empty = {
        name: frame.iloc[:0] if name not in ("build_info", "team_categories") else frame
        for name, frame in frames({"id": "r-a"}).items()
    }
    assert candidates(empty).empty


def test_zero_hours_to_build_pay_at_once() -> None:
    """A team may say that there is nothing to build, and the evidence says so."""
    row = candidates(frames({"id": "r-a"}, events=(("estimate", "r-a", '{"build_hours": 0}'),))).loc["r-a"]
    assert (row["build_hours"], row["payback_weeks"], row["payback_probability"]) == (0, 0, 1)
    assert "nothing to build" in row["evidence"]


def test_what_remains_lost_is_in_the_net() -> None:
    """The net is what is covered, less watched runs, failures, what others do, and upkeep."""
    row = candidates(frames({"id": "r-a"})).loc["r-a"]
    lost = row[["residual_hours_per_year", "failure_hours_per_year", "pushed_hours_per_year",
                "upkeep_hours_per_year"]]  # fmt: skip
    assert list(lost > 0) == [True, True, False, True]
    assert row["net_hours_per_year"] == pytest.approx(row["hours_per_year"] * 0.8 - lost.sum())


def test_upkeep_may_be_set_for_all() -> None:
    """`upkeep_share` replaces the remedies' own."""
    own = Settings(candidates=CandidateSettings(upkeep_share=0))
    assert candidates(frames({"id": "r-a"}), own).at["r-a", "upkeep_hours_per_year"] == 0


def test_only_what_alerts_open_is_a_matter_of_the_objective() -> None:
    """On a service whose objective may be loosened, alerts call for that, and what people ask for does not."""
    found = candidates(frames({"id": "r-a", "machine": 1.0}, {"id": "r-b"}))
    assert found["remedy"].to_dict() == {"r-a": "loosen_slo", "r-b": "automate"}
    assert "users are content, but toil is high" in found.at["r-a", "evidence"]


def test_an_estimate_of_what_was_merged_away_still_counts() -> None:
    """An id that a merge gave up is still a key of the recurrence that took it in; an unknown id says nothing."""
    given = frames({"id": "r-a"}, events=(("estimate", "r-old", '{"build_hours": 5}'),
                                          ("estimate", "r-gone", '{"build_hours": 9}')))  # fmt: skip
    given["recurrence_keys"] = pd.DataFrame({"key_id": ["r-a", "r-old"], "recurrence_id": ["r-a", "r-a"]})
    assert candidates(given).at["r-a", "build_hours"] == 5
