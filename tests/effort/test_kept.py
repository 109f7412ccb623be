"""What was learned of effort stays: one more declaration moves no estimate, and enough of them move all."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.effort.effort_frames import AS_OF, built
from toil.effort.fits import ALL, Fits, learned

KEY = ["work_id", "person_id"]


def evidence(count: int, *, declared: float = 0.5, people: int = 8) -> pd.DataFrame:
    """So many pieces of work, the same ones whatever their number; this share of them was declared."""
    dice = np.random.default_rng(5)
    rows = dice.uniform(size=(2000, 5))[:count]
    credited = np.exp(rows[:, 0] * 4 + 6)
    seconds = (0.4 * credited * np.exp(rows[:, 1] - 0.5)).round()
    return pd.DataFrame({
        "work_id": [f"w{n:05d}" for n in range(count)], "person_id": [f"p{int(one)}" for one in rows[:, 2] * people],
        "evidence": np.where(rows[:, 3] < 0.5, "acknowledged", "active_status"), "credited_seconds": credited,
        "span_seconds": credited * (1 + rows[:, 1]), "category": np.where(rows[:, 1] < 0.5, "REQ", "INT"),
        "recurrence_id": [f"r{int(one)}" for one in rows[:, 3] * 20],
        "declared_seconds": np.where(rows[:, 4] < declared, seconds, np.nan),
    })  # fmt: skip


def days(known: pd.DataFrame) -> pd.DataFrame:
    """How full the days of each are, the same whatever else there is."""
    dice = np.random.default_rng(6)
    return known[KEY].assign(fullness=dice.normal(0, 0.4, 2000)[: len(known)])


def test_one_per_cent_more_moves_no_estimate() -> None:
    """Old estimates are the same to the last bit; new ones, of people nobody knew too, follow what was learned."""
    old, new = evidence(1000), evidence(1010)
    new.loc[1005:, "person_id"] = "somebody new"
    first = built(old, days(old))
    again = built(new, days(new), after=first, as_of=AS_OF + pd.Timedelta(days=1))
    held = again["effort_estimates"].head(1000)
    pd.testing.assert_frame_equal(held, first["effort_estimates"], check_exact=True)
    fresh = again["effort_estimates"].tail(10)
    assert (fresh["learned_from"] == "declarations").all()
    assert (fresh["low_seconds"] < fresh["high_seconds"]).all()
    assert again["effort_learning"][["seen_count", "now_count"]].to_numpy().tolist() == [
        [int(old["declared_seconds"].notna().sum()), int(new["declared_seconds"].notna().sum())]
    ]


@pytest.mark.parametrize(("count", "days_later"), [(1100, 0), (900, 0), (1000, 7), (1000, -1)])
def test_enough_more_or_less_or_a_week_is_learned_anew(count: int, days_later: int) -> None:
    """A tenth more, a tenth less, a week later, or data older than what was learned: all as in a first build."""
    old, new = evidence(1000), evidence(count)
    as_of = AS_OF + pd.Timedelta(days=days_later)
    again = built(new, days(new), after=built(old, days(old)), as_of=as_of)
    anew = built(new, days(new), as_of=as_of)
    for name in ("effort_learning", "effort_fits", "effort_ranges", "effort_estimates"):
        pd.testing.assert_frame_equal(again[name], anew[name], check_exact=True)


def test_a_new_person_is_judged_by_what_has_not_seen_them() -> None:
    """The declarations of whoever came later are in no model, so that the one of all the others holds them out."""
    old = evidence(400)
    fits = learned(old)
    stranger = old[old["declared_seconds"].notna()].head(3).assign(person_id="stranger")
    folds = fits.folds_of(stranger)
    assert not set(folds) & set(fits.models)
    unpaired = stranger.assign(declared_seconds=np.nan)
    assert fits.folds_of(unpaired).tolist() == [ALL] * 3
    assert fits.middles(stranger, folds).tolist() == fits.middles(unpaired, fits.folds_of(unpaired)).tolist()


def test_no_pair_is_estimated_from_its_own_person() -> None:
    """Ten times as much declared by one person changes what everybody else is estimated from, and not their own."""
    old = evidence(600)
    mine = old["person_id"] == "p3"
    other = old.assign(declared_seconds=old["declared_seconds"].where(~mine, old["declared_seconds"] * 10))
    one, two = (built(known, days(known))["first_estimates"]["middle_seconds"] for known in (old, other))
    pairs = old["declared_seconds"].notna()
    assert one[mine & pairs].tolist() == pytest.approx(two[mine & pairs].tolist())
    assert not np.isclose(one[~mine], two[~mine]).any()


def test_what_was_learned_comes_back_as_it_was() -> None:
    """Written as text and read again, nothing of it differs; of nothing nothing is learned."""
    fits = learned(evidence(500))
    assert Fits.of_text(fits.as_text()) == fits
    assert learned(evidence(500, declared=0.01)) == Fits()
    assert learned(evidence(0)) == Fits()
    assert not Fits.of_text(learned(evidence(500, people=3)).as_text()).people
