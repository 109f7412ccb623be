"""`python -m benchmarks.recurrence.weeks [FOLDER]`: the shared changes, build after build, as a team would live it.

Every four weeks of history a build that remembers the earlier ones. Told at the end: how well the remembered groups
and those of one fit of everything agree with the families, and how much of the known work a build moved. Beside it the
most that a fit moves after a quarter more work and after a week, each from a fit of everything before, at ten points of
the history.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

import pandas as pd
from sklearn.metrics import adjusted_rand_score, v_measure_score

from benchmarks.recurrence.__main__ import ROOT, SETS, truth_of
from toil.recurrence.descent import Key
from toil.recurrence.grouping import group_keys, idf_of
from toil.recurrence.keys import title_keys
from toil.recurrence.settling import bound, settled
from toil.recurrence.wordings import REFIT_GROWTH, leaders_of

DAYS = 28


def moved(before: dict[Key, Key], after: dict[Key, Key], counts: Counter[Key]) -> float:
    """The share of the work that left its group: what is outside the new group that holds most of its old one."""
    table = pd.DataFrame([(before[key], after[key], counts[key]) for key in before], columns=["old", "new", "n"])
    kept = table.groupby(["old", "new"])["n"].sum().groupby("old").max().sum()
    return 1.0 - kept / table["n"].sum()


def lived(keys: list[Key], days: pd.Series[int]) -> tuple[dict[Key, Key], list[float], list[float]]:
    """The groups after all builds; the share that each ordinary build and each fit moved."""
    known: dict[Key, Key] = {}
    counts: Counter[Key] = Counter()
    fitted, ordinary, fits = 0, [], []
    for _, places in days.groupby(days // DAYS).groups.items():
        fresh = [keys[place] for place in places if keys[place]]
        before = counts.copy()
        counts.update(fresh)
        refit = sum(counts.values()) >= REFIT_GROWTH * max(fitted, 1)
        idf, size = idf_of(counts), sum(counts.values())
        now = leaders_of(counts, {} if refit else known, idf)
        if refit and known:
            now = settled(now, known, counts, idf, bound(fitted, size))
        if known:
            (fits if refit else ordinary).append(moved(known, now, before))
        fitted = size if refit else fitted
        known = now
    return known, ordinary, fits


def moved_by_more(keys: list[Key], days: pd.Series[int]) -> tuple[float, float]:
    """The most that a fit moves after a quarter more work, and after a week more, of fits at ten points of time."""
    quarter, week = [], []
    for tenth in range(1, 11):
        first = round(len(keys) * 0.8 * tenth / 10)
        until = int((days <= days[first - 1] + 7).sum())
        counts = Counter(key for key in keys[:first] if key)
        known = group_keys(counts)
        for size, told in ((round(first * 1.25), quarter), (until, week)):
            now = Counter(key for key in keys[:size] if key)
            idf = idf_of(now)
            later = settled(group_keys(now, idf), known, now, idf, bound(counts.total(), now.total()))
            told.append(moved(known, later, counts))
    return max(quarter), max(week)


def main(arguments: list[str]) -> None:
    """Print the table."""
    folder = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "data"
    print("| set | builds | fits | moved by a build | moved by a fit: mean, most | after 25 % more "
          "| after a week | ARI lived | ARI one fit | V lived "
          "| V one fit | seconds |\n" + "|---" * 12 + "|")  # fmt: skip
    for name in SETS:
        table = truth_of(name, folder)
        table["day"] = pd.to_datetime(table["created_at"], utc=True, format="mixed").dt.normalize()
        table = table.sort_values("day", kind="stable").reset_index(drop=True)
        days = (table["day"] - table["day"].min()).dt.days
        read = title_keys(table["title"].tolist())
        keys = [read[title] for title in table["title"]]
        began = time.perf_counter()
        found, ordinary, fits = lived(keys, days)
        seconds = time.perf_counter() - began
        once = group_keys(Counter(key for key in keys if key))
        scores = [
            f"{score(table['family'], [str(groups.get(key)) for key in keys]):.3f}"
            for score in (adjusted_rand_score, v_measure_score)
            for groups in (found, once)
        ]
        shares = f"{max(ordinary, default=0):.2%} | {sum(fits) / max(len(fits), 1):.2%}, {max(fits, default=0):.2%}"
        shares = " | ".join([shares, *(f"{share:.2%}" for share in moved_by_more(keys, days))])
        cells = " | ".join(scores)
        print(f"| {name} | {1 + len(ordinary) + len(fits)} | {1 + len(fits)} | {shares} | {cells} | {seconds:.0f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
