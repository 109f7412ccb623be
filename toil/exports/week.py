"""A week out of the published store: what every form of the report tells of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toil.charts.budget_sentences import budget_of
from toil.charts.facts import WeekFacts, category_names, team_names, tells_of_few, week_facts
from toil.errors import UsageError
from toil.exports.evidence import build_facts

if TYPE_CHECKING:
    import pandas as pd

    from toil.store.published import Published
    from toil.store.snapshots import Snapshot, Snapshots

MOST_TOPICS = 10
SHOWN_WEEKS = 26


@dataclass(frozen=True)
class TeamWeek:
    """One team's week; `facts` is None where it has no recorded work, or where the team is too small to show."""

    team: str
    is_too_small: bool
    facts: WeekFacts | None
    weeks: pd.DataFrame
    categories: pd.DataFrame
    topics: pd.DataFrame
    interruptions: pd.DataFrame
    budget: dict[str, Any] | None
    seen: Snapshot | None = None
    forecast: dict[str, Any] | None = None
    policy: str = ""


@dataclass(frozen=True)
class WeekReport:
    """A week of one or all teams, in one language; `least` is the smallest group shown, `names` those of categories.

    `services` are those of all teams that have an objective, the worst error budget first, as of the build.
    """

    week: str
    lang: str
    least: int
    build: dict[str, Any]
    teams: tuple[TeamWeek, ...]
    candidates: pd.DataFrame
    services: pd.DataFrame
    sources: pd.DataFrame
    rejected: int
    names: dict[str, str]


def read_week(
    store: Published, *, week: str | None, team: str | None, lang: str, min_group: int,
    policy_of: Callable[[str], str] = lambda team: "", snapshots: Snapshots | None = None,
) -> WeekReport:  # fmt: skip
    """The week (default: the last one that is complete) of one team or of all.

    `snapshots` hold what was seen then, `policy_of` says what a team does when its budget is spent.
    Raises UsageError where there is no such team, or no work in that week.
    """
    names = category_names(store.read("categories"), lang)
    teams = _teams(store, team)
    chosen = _week(store, week, teams)
    sources = store.read("data_health").sort_values(["source", "site"])
    candidates = store.read("automation_candidates").sort_values("rank")
    return WeekReport(
        week=chosen,
        lang=lang,
        least=min_group,
        build=build_facts(store.read("build_info")),
        teams=tuple(replace(_team_week(store, name, chosen, lang, min_group, snapshots), policy=policy_of(name))
                    for name in teams),
        candidates=candidates.assign(category_name=_named(candidates["category"], names)),
        services=_services(store.read("error_budgets")),
        sources=sources,
        rejected=int(sources["rejected"].sum()),
        names=names,
    )  # fmt: skip


def _teams(store: Published, team: str | None) -> list[str]:
    at_work = set(store.read("toil_by_week")["team"])
    known = [str(name) for name in store.read("teams").sort_values("position")["team"] if name in at_work]
    if team is None:
        return known
    if team not in known:
        raise UsageError(f"there is no team {team!r}", where="--team", do=f"one of: {', '.join(known)}")
    return [team]


def _week(store: Published, week: str | None, teams: list[str]) -> str:
    weeks = store.read("toil_by_week", team=teams)
    known = sorted({str(one) for one in weeks["week"]})
    if not known:
        raise UsageError("no work with hours is in the store yet", do="`toil doctor` says what was read")
    if week is not None and week not in known:
        raise UsageError(f"nothing is known of {week}", where="--week",
                         do=f"weeks from {known[0]} to {known[-1]} are in the store")  # fmt: skip
    complete = set(store.read("team_weeks", team=teams, is_complete=True)["week"])
    return week or max((one for one in known if one in complete), default=known[-1])


def _services(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["objective"].notna()].sort_values(["remaining_share", "service"])


def _row(rows: pd.DataFrame) -> dict[str, Any] | None:
    """The first row as plain values; None where there is none."""
    return None if rows.empty else {str(name): value for name, value in rows.iloc[0].items()}


def _team_week(
    store: Published, team: str, week: str, lang: str, min_group: int, snapshots: Snapshots | None
) -> TeamWeek:
    names = team_names(store.read, team, lang)
    weeks = store.read("toil_by_week", team=team).sort_values("week")
    is_small = tells_of_few(weeks["people"], min_group)
    is_too_small = week in set(weeks.loc[is_small, "week"])
    weeks = weeks[(weeks["week"] <= week) & ~is_small].tail(SHOWN_WEEKS)
    topics = store.read("weekly_topics", team=team, week=week)
    topics = topics[topics["hours"] > 0].sort_values("hours", ascending=False, kind="stable").head(MOST_TOPICS)
    return TeamWeek(
        team=team,
        is_too_small=is_too_small,
        facts=week_facts(weeks, week) if not is_too_small and week in set(weeks["week"]) else None,
        weeks=weeks,
        categories=_categories(store.read("toil_by_category", team=team, week=week), names),
        topics=topics.assign(category_name=_named(topics["category"], names)),
        interruptions=store.read("interruptions_by_week", team=team, week=week),
        budget=None if is_too_small else budget_of(store.read("toil_budget", team=team), week),
        seen=snapshots.newest(team, week) if snapshots is not None and not is_too_small else None,
        forecast=None if is_too_small else _row(store.read("budget_forecast", team=team, driver="", last_week=week)),
    )


def _categories(rows: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Categories with hours, most toil first, with `label` in the reader's language."""
    shown = rows[rows["hours"] > 0]
    shown = shown.assign(label=_named(shown["category"], names), toil_hours=shown["toil_hours"].fillna(0.0))
    return shown.sort_values(["toil_hours", "hours", "category"], ascending=[False, False, True])


def _named(categories: pd.Series[Any], names: dict[str, str]) -> list[str]:
    return [names.get(str(category), str(category)) for category in categories]
