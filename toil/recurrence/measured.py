"""What is measured of each recurrence: the name that its titles give it, its life, rate, cadence and trend."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from toil.recurrence.cadence import cadence_of
from toil.recurrence.flags import is_true, places_of
from toil.recurrence.names import name_of
from toil.recurrence.rates import TREND_WEEKS, direction_of, rate_of, trend_of, weekly_counts
from toil.recurrence.seasons import bursts_of, season_of

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

DAY_SECONDS = 86_400.0


def measured_recurrences(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a recurrence; reads build_info, recurring_work, work, teams, and nothing that people said.

    per_week (pieces of work a week over the last 12 weeks, or its life) stands between per_week_low and
    per_week_high in 80 % of cases; trend is the factor by which the weekly count changes in a month.
    """
    import pandas as pd

    recurring = frames["recurring_work"]
    places = places_of(recurring["work_id"], frames["work"]["work_id"])
    work = frames["work"].take(places[places >= 0]).reset_index(drop=True)
    work["recurrence_id"] = recurring["recurrence_id"][places >= 0].astype("category").array
    table = work.groupby("recurrence_id").agg(
        first_seen_at=("created_at", "min"), last_seen_at=("created_at", "max"), item_count=("work_id", "size")
    )
    table.index = table.index.astype(str)
    planned = is_true(work["is_planned"]).groupby(work["recurrence_id"]).mean()
    table = table.assign(team=_commonest(work, "team"), service=_commonest(work, "service"), planned_share=planned)
    titles = _counted(work["recurrence_id"], work["title"])
    table["name"] = [name_of(titles.get(str(key), {})) for key in table.index]
    table = _with_rhythm(table, work, frames["teams"])
    return _with_rates(table, work, pd.Timestamp(frames["build_info"]["as_of"].iloc[0])).reset_index()


def _counted(recurrences: pd.Series[str], values: pd.Series[Any]) -> dict[str, dict[Any, int]]:
    """How often each value comes in each recurrence."""
    counts: defaultdict[str, dict[Any, int]] = defaultdict(dict)
    sizes = values.groupby([recurrences, values]).size()
    keys, names = (sizes.index.get_level_values(level) for level in (0, 1))
    for key, value, count in zip(keys, names, sizes, strict=True):
        counts[str(key)][value] = int(count)
    return counts


def _commonest(work: pd.DataFrame, column: str) -> pd.Series[str]:
    """The commonest value of a column in each recurrence; of equally common ones the first in the alphabet."""
    counts = work.dropna(subset=[column]).groupby(["recurrence_id", column]).size().rename("n").reset_index()
    counts = counts.sort_values(["n", column], ascending=[False, True]).drop_duplicates("recurrence_id")
    return counts.astype({"recurrence_id": str}).set_index("recurrence_id")[column]


def _with_rhythm(table: pd.DataFrame, work: pd.DataFrame, teams: pd.DataFrame) -> pd.DataFrame:
    """The cadence, the season and the bursts, read from days in the zone of each piece of work's team."""
    import pandas as pd

    zones = work["team"].map(dict(zip(teams["team"], teams["zone"], strict=True))).fillna("UTC")
    utc = pd.to_datetime(work["created_at"]).dt.tz_localize("UTC")
    parts = [utc[zones == zone].dt.tz_convert(zone).dt.tz_localize(None) for zone in sorted(zones.unique())]
    days = pd.concat(parts).sort_index().dt.normalize() if parts else pd.to_datetime(work["created_at"])
    counts = _counted(work["recurrence_id"], days)
    by_key = [[day for one, count in counts[str(key)].items() for day in [one.date()] * count] for key in table.index]
    cadences = [cadence_of(each) for each in by_key]
    seasons = [season_of(each) for each in by_key]
    bursts = [bursts_of(each) for each in by_key]
    return table.assign(
        cadence=[one.name for one in cadences], cadence_excess=[one.excess for one in cadences],
        season=[one.name for one in seasons], season_share=[one.share for one in seasons],
        burst_count=[one.count for one in bursts], last_burst_size=[one.last_size for one in bursts],
        last_burst_on=pd.Series([one.last_on for one in bursts], index=table.index, dtype=object),
    )  # fmt: skip


def _with_rates(table: pd.DataFrame, work: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    places = work["recurrence_id"].astype(str).map({key: place for place, key in enumerate(table.index)})
    ages = (as_of - work["created_at"]).dt.total_seconds() / DAY_SECONDS
    counts = weekly_counts(places, ages, rows=len(table), weeks=TREND_WEEKS)
    life = (as_of - table["first_seen_at"]).dt.total_seconds().to_numpy() / DAY_SECONDS / 7
    rate, trend = rate_of(counts, life), trend_of(counts)
    return table.assign(
        per_week=rate.per_week, per_week_low=rate.low, per_week_high=rate.high, dispersion=rate.dispersion,
        trend=trend.ratio_per_month, trend_p=trend.p, trend_direction=direction_of(trend),
    )  # fmt: skip
