"""The relations that a build begins with: settings, teams, people, the journal and the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.relations import PythonRelation
from toil.time_inputs import TIME_RELATIONS

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings
    from toil.settings_team import TeamSettings

ONLY_TEAM = "team"
OTHER_TEAM = "other"


def settings_row(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The settings that SQL reads, as one row; durations in the unit their names say."""
    import pandas as pd

    return pd.DataFrame([{
        "day_cap_seconds": int(settings.effort.day_cap_hours * 3600),
        "interruption_merge_seconds": settings.effort.interruption_merge_seconds,
        "interruption_minutes": settings.effort.interruption_minutes,
        "similar_links": settings.links.similar,
        "budget_share": settings.budget.share,
        "fast_weeks": settings.budget.fast_weeks,
        "slow_weeks": settings.budget.slow_weeks,
        "min_group": settings.privacy.min_group,
        "hourly_cost": settings.candidates.hourly_cost,
        "horizon_weeks": settings.candidates.horizon_weeks,
        "recurrence_minimum": settings.recurrence.minimum,
        "default_zone": settings.calendar.zone,
        **_hours(settings),
    }])  # fmt: skip


def teams(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The teams in the order of toil.toml; without any, one team that everything belongs to.

    Where teams have scopes, one more is 'other' (`is_rest`): items outside every team's scopes.
    """
    import pandas as pd

    rows = [
        {"team": name, "position": position, "is_rest": name == OTHER_TEAM, "zone": team.zone,
         "country": team.country, "weekly_hours": team.weekly_hours, "people": team.people, **_hours(settings, team),
         **_budget(settings, team)}
        for position, (name, team) in enumerate(settings.teams.items())
    ]  # fmt: skip
    rest = ONLY_TEAM if not rows or not _scopes(settings) else OTHER_TEAM
    if not rows or (_scopes(settings) and rest not in settings.teams):
        rows.append({"team": rest, "position": len(rows), "is_rest": rest == OTHER_TEAM, "zone": settings.calendar.zone,
                     "country": settings.calendar.country, "weekly_hours": 40.0, "people": None,
                     **_hours(settings), **_budget(settings)})  # fmt: skip
    return pd.DataFrame(rows)


def team_scopes(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What belongs to which team, by project, service, source_team or site."""
    import pandas as pd

    return pd.DataFrame(_scopes(settings), columns=["team", "scope", "value"])


def team_members(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The people that toil.toml names as a team's, as written there."""
    import pandas as pd

    rows = [(name, member) for name, team in settings.teams.items() for member in dict.fromkeys(team.members)]
    return pd.DataFrame(rows, columns=["team", "member"])


def named_people(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The rows of the hand-made list of people, with the reason of those that cannot be used."""
    import pandas as pd

    from toil.people_file import read_people

    rows = [(row.place, row.person, row.account, row.reason) for row in read_people(settings)]
    return pd.DataFrame(rows, columns=["place", "person", "account", "reason"])


def objectives(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The objective of each service."""
    import pandas as pd

    rows = [
        (name, s.objective, s.window_days, list(s.bad_urgencies), list(s.bad_priorities), s.sli is not None,
         s.satisfaction)
        for name, s in settings.services.items()
    ]  # fmt: skip
    columns = ["service", "objective", "window_days", "bad_urgencies", "bad_priorities", "has_sli", "satisfaction"]
    return pd.DataFrame(rows, columns=columns)


def _hours(settings: Settings, team: TeamSettings | None = None) -> dict[str, Any]:
    """Working hours of a team, key by key as stated there, else in [calendar]."""
    house = settings.calendar
    own = house if team is None else team
    opens, closes = (own.opens, own.closes) if own.opens else (house.opens, house.closes)
    days = " ".join(own.working_days or house.working_days)
    return {"opens": opens, "closes": closes, "working_days": days,
            "working_hours": own.working_hours or house.working_hours}  # fmt: skip


def _budget(settings: Settings, team: TeamSettings | None = None) -> dict[str, Any]:
    """The toil budget of a team, key by key as stated there, else in [budget]."""
    house = settings.budget
    own = (None, None, None) if team is None else (team.budget_share, team.budget_weeks, team.on_call_shifts)
    every = ("budget_share", "budget_weeks", "on_call_shifts")
    usual = (house.share, house.window_weeks, house.on_call_shifts)
    return {name: said if said is not None else other for name, said, other in zip(every, own, usual, strict=True)}


def _scopes(settings: Settings) -> list[tuple[str, str, str]]:
    return [
        (name, scope, value)
        for name, team in settings.teams.items()
        for scope, values in (
            ("project", team.projects),
            ("service", team.services),
            ("source_team", team.source_teams),
            ("site", team.sites),
        )
        for value in dict.fromkeys(values)
    ]


_TIME = "timestamp"
RELATIONS: tuple[PythonRelation, ...] = (
    PythonRelation(
        "build_info", "The build: what it is called, the moment it tells of, and the versions that made it.", (),
        not_null=("build_id", "as_of"), public=True,
        columns={"build_id": "varchar", "as_of": _TIME, "toil_version": "varchar", "taxonomy_version": "varchar"},
    ),
    PythonRelation(
        "relation_engines", "Which engine made a relation of this build.", ("relation",), not_null=("engine",),
        columns={"relation": "varchar", "engine": "varchar"},
    ),
    PythonRelation(
        "journal_events", "What people said and did not take back.", ("event_id",), not_null=("kind", "body"),
        columns={"event_id": "bigint", "written_at": _TIME, "author": "varchar", "kind": "varchar",
                 "subject": "varchar", "body": "json"},
    ),
    PythonRelation(
        "settings", "The settings that relations read.", (),
        columns={"day_cap_seconds": "bigint", "interruption_merge_seconds": "bigint",
                 "interruption_minutes": "double", "similar_links": "boolean", "budget_share": "double",
                 "fast_weeks": "integer", "slow_weeks": "integer", "min_group": "integer", "hourly_cost": "double",
                 "horizon_weeks": "integer", "recurrence_minimum": "integer", "default_zone": "varchar",
                 "opens": "varchar", "closes": "varchar", "working_days": "varchar", "working_hours": "double"},
        compute=settings_row,
    ),
    PythonRelation(
        "teams", "A team, its zone, its hours and its toil budget.", ("team",),
        not_null=("zone", "weekly_hours", "is_rest", "budget_share", "budget_weeks", "on_call_shifts"),
        columns={"team": "varchar", "position": "integer", "is_rest": "boolean", "zone": "varchar",
                 "country": "varchar", "weekly_hours": "double", "opens": "varchar", "closes": "varchar",
                 "working_days": "varchar", "working_hours": "double", "people": "integer", "budget_share": "double",
                 "budget_weeks": "integer", "on_call_shifts": "integer"},
        compute=teams,
    ),
    PythonRelation(
        "team_scopes", "What belongs to a team.", ("team", "scope", "value"),
        columns={"team": "varchar", "scope": "varchar", "value": "varchar"}, compute=team_scopes,
    ),
    PythonRelation(
        "team_members", "Who toil.toml says belongs to a team.", ("team", "member"),
        columns={"team": "varchar", "member": "varchar"}, compute=team_members,
    ),
    PythonRelation(
        "named_people", "Who the hand-made list says is one person.", ("place",), not_null=("reason",),
        columns={"place": "varchar", "person": "varchar", "account": "varchar", "reason": "varchar"},
        compute=named_people,
    ),
    PythonRelation(
        "objectives", "The reliability a service promises.", ("service",),
        columns={"service": "varchar", "objective": "double", "window_days": "integer", "bad_urgencies": "varchar[]",
                 "bad_priorities": "varchar[]", "has_sli": "boolean", "satisfaction": "varchar"},
        compute=objectives,
    ),
    *TIME_RELATIONS,
)  # fmt: skip
