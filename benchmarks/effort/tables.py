"""The tables: one row a sample, and over all samples one row a source of evidence and one a category."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

DECLARED = ("worklog", "edited_effort")
METHODS = {"toil": "hours", "every span, unshared": "spans", "resolved − created": "elapsed"}


@dataclass(frozen=True)
class Judged:
    """One sample: its name, frames of `judge`, minutes counted twice, and person-days over the clock."""

    name: str
    weeks: pd.DataFrame
    categories: pd.DataFrame
    work: pd.DataFrame
    minutes_twice: float
    over_clock: int


def print_tables(every: Sequence[Judged]) -> None:
    """Print all tables in Markdown."""
    _print(["sample", "method", "weeks", "all hours", "mean week", "median week", "worst week", "weeks within 5 %",
            "by chance alone"], [_hours(one, method) for one in every for method in METHODS])  # fmt: skip
    _print(["sample", "toil hours", "median week", "worst week", "weeks in their 80 % range: toil", "all hours",
            "minutes twice", "days over the clock"], [_ranges(one) for one in every])  # fmt: skip
    work = pd.concat([one.work for one in every])
    _print(["evidence", "pieces of work", "true hours", "hours", "median abs. log error", "held by the 80 % range",
            "below", "above"], [_source(str(name), rows) for name, rows in _groups(work)])  # fmt: skip
    summed = pd.concat([one.categories for one in every])
    for name, top in (("subcategories", False), ("top categories", True)):
        _print(["sample", f"{name} of 1 % of the hours or more", "effort alone within 10 %", "mean error",
                "as published within 10 %", "mean error"],
               [_by_category(one.name, _categories(one.categories, top=top)) for one in every])  # fmt: skip
        rows = _categories(summed, top=top)
        _print([name, "true hours", "effort alone", "as published"],
               [[row["name"], f"{row['true_hours']:.0f}", _off(row["hours"], row["true_hours"]),
                 _off(row["published_hours"], row["true_hours"])] for _, row in rows.iterrows()])  # fmt: skip


def _hours(one: Judged, method: str) -> list[str]:
    weeks = one.weeks
    errors = weeks[METHODS[method]] / weeks["true_hours"] - 1
    return [one.name, method, str(len(weeks)), _off(weeks[METHODS[method]].sum(), weeks["true_hours"].sum()),
            f"{errors.mean():+.1%}", f"{errors.abs().median():.1%}", f"{errors[errors.abs().idxmax()]:+.1%}",
            f"{(errors.abs() <= 0.05).sum()}", f"{_by_chance(weeks):.1f}" if method == "toil" else ""]  # fmt: skip


def _by_chance(weeks: pd.DataFrame) -> float:
    """Weeks expected within 5 % if the errors of the pieces of work were as large as they are, and independent."""
    from scipy.stats import norm

    spread = weeks["chance_hours"] / weeks["true_hours"]
    return float((2 * norm.cdf(0.05 / spread) - 1).sum())


def _ranges(one: Judged) -> list[str]:
    weeks = one.weeks
    errors = weeks["toil_hours"] / weeks["true_toil_hours"] - 1
    toil = weeks["true_toil_hours"].between(weeks["low_hours"], weeks["high_hours"])
    hours = weeks["true_hours"].between(weeks["low_all"], weeks["high_all"])
    return [one.name, _off(weeks["toil_hours"].sum(), weeks["true_toil_hours"].sum()), f"{errors.abs().median():.1%}",
            f"{errors[errors.abs().idxmax()]:+.1%}", f"{toil.sum()} of {len(weeks)}",
            f"{hours.sum()} of {len(weeks)}" if weeks["low_all"].notna().all() else "no range",
            f"{one.minutes_twice:.0f}", str(one.over_clock)]  # fmt: skip


def _groups(work: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    groups = [(str(name), rows) for name, rows in work.groupby("source")]
    estimated = work[~work["source"].isin(DECLARED)]
    return [*groups, ("**all estimates**", estimated)]


def _source(name: str, rows: pd.DataFrame) -> list[str]:
    import numpy as np

    truth = rows["true_seconds"]
    errors = np.log(rows["seconds"].clip(60) / truth.clip(60)).abs()
    held = truth.between(rows["low"].round(), rows["high"].round())
    return [name, str(len(rows)), f"{truth.sum() / 3600:.0f}", _off(rows["seconds"].sum(), truth.sum()),
            f"{errors.median():.2f}", f"{held.mean():.1%}" if name not in DECLARED else "no range",
            f"{(truth < rows['low'].round()).mean():.1%}", f"{(truth > rows['high'].round()).mean():.1%}"]  # fmt: skip


def _categories(rows: pd.DataFrame, *, top: bool) -> pd.DataFrame:
    """Summed by name, or by what stands before its dot; most hours first."""
    named = rows.assign(name=rows["name"].str.split(".").str[0]) if top else rows
    summed = named.groupby("name", as_index=False).sum()
    return summed[summed["true_hours"] > 0].sort_values("true_hours", ascending=False)


def _by_category(name: str, categories: pd.DataFrame) -> list[str]:
    rows = categories[categories["true_hours"] >= 0.01 * categories["true_hours"].sum()]
    cells = [name, str(len(rows))]
    for column in ("hours", "published_hours"):
        errors = (rows[column] / rows["true_hours"] - 1).abs()
        weighted = (rows[column] - rows["true_hours"]).abs().sum() / rows["true_hours"].sum()
        cells += [str((errors <= 0.10).sum()), f"{weighted:.1%}"]
    return cells


def _off(ours: float, truth: float) -> str:
    return f"{ours / truth - 1:+.1%}" if truth else "–"


def _print(header: list[str], rows: list[list[str]]) -> None:
    print(f"| {' | '.join(header)} |\n|{'---|' * len(header)}")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)
