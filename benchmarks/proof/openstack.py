"""Verdicts on ten years of real changes: families that vanished, registered on the day of their last change.

Run `python -m benchmarks.proof.openstack [FILE]` (default: ../shared/data/changes_openstack_project_config.csv.gz, read
in place). A family is a file or folder that changes belong to. It vanished where it came at least `FEWEST` times, and
never again in the last two years of the record: nobody announced why, but the day is plain. Dates in the middle of
families that went on are registered as well, drawn with a seed: there, nothing is known to have happened.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd

from toil.proof.outcomes import Material, outcome
from toil.proof.registration import Registration

FILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "changes_openstack_project_config.csv.gz"
FEWEST = 40
QUIET = pd.Timedelta(days=730)
DATES_EACH = 4
SEED = 7
TEAM = "openstack"


def main(arguments: list[str]) -> int:
    """Print the verdicts as Markdown; 1 where the file is not there."""
    file = Path(arguments[0]) if arguments else FILE
    if not file.exists():
        print(f"not measured: {file.name} is not here", file=sys.stderr)
        return 1
    changes = read(file)
    weeks = weeks_of(changes)
    end = changes["created_at"].max()
    spans = changes.groupby("recurrence_id")["created_at"].agg(["size", "min", "max"])
    gone = spans[(spans["size"] >= FEWEST) & (spans["max"] < end - QUIET)].sort_values("max")
    vanished = [(str(family), last.normalize()) for family, last in gone["max"].items()]
    going = dates_in_between(spans[spans["max"] >= end - QUIET / 2])
    show("Vanished families, registered in the week of their last change", vanished, changes, weeks, end, gone.index)
    show("Families that went on, at a date at which nothing is known to have happened", going, changes, weeks, end,
         gone.index)  # fmt: skip
    return 0


def read(file: Path) -> pd.DataFrame:
    """The changes as `proof_occurrences`: recurrence_id is the family, hours are not known."""
    rows = pd.read_csv(file, usecols=["id", "created_at", "family"]).dropna()
    moments = pd.to_datetime(rows["created_at"], utc=True).dt.tz_localize(None)
    return pd.DataFrame({
        "work_id": rows["id"].astype(str), "recurrence_id": rows["family"].astype(str), "team": TEAM,
        "week": moments.dt.strftime("%G-W%V"), "created_at": moments, "hours": float("nan"),
        "is_workday": moments.dt.day_of_week < 5,
    }).sort_values("created_at")  # fmt: skip


def weeks_of(changes: pd.DataFrame) -> pd.DataFrame:
    """All weeks of the record as `proof_weeks`; no holidays are known."""
    first, last = changes["created_at"].min().normalize(), changes["created_at"].max()
    starts = pd.date_range(first - pd.Timedelta(days=first.weekday()), last, freq="7D")[:-1]
    return pd.DataFrame({"team": TEAM, "week": starts.strftime("%G-W%V"), "week_starts_on": starts,
                         "week_starts_at": starts, "week_ends_at": starts + pd.Timedelta(weeks=1),
                         "worked_share": 1.0})  # fmt: skip


def dates_in_between(going: pd.DataFrame) -> list[tuple[str, pd.Timestamp]]:
    """Families of three years or more, each with dates from the middle third of its life, drawn with the seed."""
    rng = np.random.default_rng(SEED)
    long = going[(going["size"] >= FEWEST) & (going["max"] - going["min"] > pd.Timedelta(days=1100))].sort_index()
    return [(str(name), (row["min"] + (row["max"] - row["min"]) * float(rng.uniform(0.33, 0.67))).normalize())
            for name, row in long.iterrows() for _ in range(DATES_EACH)]  # fmt: skip


def show(
    title: str, dates: list[tuple[str, pd.Timestamp]], changes: pd.DataFrame, weeks: pd.DataFrame, end: pd.Timestamp,
    gone: Collection[str],
) -> None:  # fmt: skip
    """A table of verdicts, and how many of each."""
    columns = ("family", "shipped", "before a week", "after", "ratio", "range", "verdict", "after weeks", "method",
               "siblings", "data's own week")  # fmt: skip
    print(f"\n### {title}\n\n| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    untouched = frozenset(changes["recurrence_id"]) - set(gone)
    verdicts: Counter[str] = Counter()
    for family, day in dates:
        one = Registration(family, family, family, day, day, day, "count", None, None, None, None, None)
        found = outcome(one, family, Material(changes, weeks, untouched - {family}), end)
        verdicts[found["verdict"]] += 1
        cells = (family, day.date(), _text(found["baseline_per_week"]), _text(found.get("after_per_week")),
                 _text(found.get("rate_ratio")),
                 f"{_text(found.get('rate_ratio_low'))}–{_text(found.get('rate_ratio_high'))}", found["verdict"],
                 found["decided_after_weeks"], found["method"], found["sibling_count"],
                 found.get("change_week") or "–")  # fmt: skip
        print(f"| {' | '.join(map(str, cells))} |")
    print("\n" + ", ".join(f"{number} {word}" for word, number in verdicts.most_common()))


def _text(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
