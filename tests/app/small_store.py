"""A small published store, written by hand: every relation that the pages read, in eight weeks of one team."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from tests.app.small_budget import budget_row, growing, services
from tests.app.small_impact import one_automation
from tests.app.small_recurring import recurring_work
from tests.app.small_work import one_piece_of_work
from tests.candidates.candidate_row import DETAILS
from toil import __version__
from toil.store.published import publish

AS_OF = pd.Timestamp("2026-11-23 02:00")
WEEKS = [f"2026-W{number}" for number in range(40, 48)]
NEWEST_COMPLETE = WEEKS[-2]
HOSTILE = "[x](javascript:alert(1)) $e=mc^2$ :material/delete: <img src=x onerror=alert(1)> =HYPERLINK(1)"
NAMES = {"r1": "Grant repository access", "r2": "証明書の更新依頼", "r3": HOSTILE}
CATEGORIES = {
    "REQ.access": ("Accounts and permissions", "アカウント・権限付与"),
    "MNT.rotate": ("Certificates, secrets, keys", "証明書・鍵の更新"),
    "INC.novel": ("Novel failure", "未知障害の調査"),
    "UNK": ("Unclassified", "未分類"),
}
HOUR_CLASSES = {"business": 12, "off": 3, "sleep": 1}
MEASURES = ("interruption", "night", "rest")
SECRET_NAME = "Aoi Secret"  # a person's name that no page may show

RHYTHM = {
    "per_week": 1.25, "per_week_low": 0.5, "per_week_high": 2.0, "cadence": "weekly", "season": "mon",
    "season_share": 0.84, "trend": 1.1, "trend_direction": "rising", "burst_count": 2,
    "last_burst_on": date(2026, 10, 7), "last_burst_size": 9,
}  # fmt: skip


def frames(build_id: str) -> dict[str, pd.DataFrame]:
    """Every relation that a page reads, by name."""
    by_recurrence = list(zip(NAMES, CATEGORIES, strict=False))
    rows: dict[str, list[dict[str, Any]]] = {
        "build_info": [{"build_id": build_id, "as_of": AS_OF, "toil_version": __version__, "taxonomy_version": "1"}],
        "relation_engines": [{"relation": "work", "engine": "duckdb"}],
        "teams": [{"team": "sre", "position": 0}, {"team": "duo", "position": 1}],
        "categories": [_category(place, one) for place, one in enumerate(CATEGORIES)],
        "taxonomies": [
            {"team": team, "version": "1", "added": [], "changed": [], "removed": ["OVH"]} for team in ("sre", "duo")
        ],
        "team_categories": [
            {"team": team, **_category(place, one), "origin": "shipped"}
            for team in ("sre", "duo")
            for place, one in enumerate(CATEGORIES)
        ],
        "toil_by_week": [_week(team, place) for team in ("sre", "duo") for place in range(len(WEEKS))],
        "organisation_weeks": [
            _week(team, place) | {"position": position, "usual_share": 0.2, "budget_state": "within"}
            for position, team in enumerate(("sre", "duo"))
            for place in range(len(WEEKS))
        ],
        "toil_budget": [budget_row("sre", week) for week in WEEKS[:-1]],
        **services(AS_OF, HOSTILE),
        **growing("sre", NEWEST_COMPLETE, ["REQ.access", "MNT.rotate"], list(NAMES)),
        "toil_by_category": [_by_category(week, place) for week in WEEKS for place in range(len(CATEGORIES))],
        "interruptions_by_week": [_interruptions(week, name) for week in WEEKS for name in HOUR_CLASSES],
        "interruptions_by_hour": [
            _by_hour(team, day, hour) for team in ("sre", "duo") for day in range(1, 8) for hour in range(24)
        ],
        "working_times": [
            {"kind": "team", "owner": one, "opens": "09:00", "closes": "18:00", "working_days": "", "team": one}
            for one in ("sre", "duo")
        ],
        "people": [{"email": "Ed@example.com", "pseudonym": "P03", "display_name": SECRET_NAME, "team": "sre"}],
        "on_call_by_person": [_bearing(person, measure) for person in range(4) for measure in MEASURES],
        "on_call_fairness": [
            {
                "team": "sre",
                "measure": measure,
                "people": 4,
                "times": 10.0,
                "top_share": 0.4,
                "equal_share": 0.25,
                "gini": 0.25,
            }
            for measure in MEASURES
        ],
        "check_ins_by_week": [_said(team, week) for team in ("sre", "duo") for week in WEEKS],
        "check_ins_by_category": [_said_of(one) for one in CATEGORIES],
        "on_call_load": [_load(team, week) for team in ("sre", "duo") for week in WEEKS],
        "weekly_topics": [_topic(week, *pair) for week in WEEKS for pair in by_recurrence],
        "weekly_work": [_work(place) for place in range(6)],
        **one_piece_of_work(AS_OF, NEWEST_COMPLETE, HOSTILE),
        "recurrence_work": [_recurrence_work(one) for one in NAMES],
        "recurrences": [
            {"recurrence_id": one, "name": name, "team": "sre", "item_count": 4, "previous_ids": [], **RHYTHM}
            for one, name in NAMES.items()
        ],
        "traits": [_trait(one) for one in NAMES],
        "automation_candidates": [_candidate(rank, *pair) for rank, pair in enumerate(by_recurrence, start=1)],
        "label_queue": [_question(place, one) for place, one in enumerate(NAMES, start=1)],
        "labels": [_label(event, "r1", category, event > 1) for event, category in enumerate(CATEGORIES, start=1)],
        **one_automation(AS_OF),
        **recurring_work("sre", NAMES, AS_OF),
        "data_health": [_health("jira", complete=AS_OF), _health("pagerduty", complete=AS_OF - pd.Timedelta("3D"))],
        "learned_models": [{"model": "effort", "learned_at": AS_OF, "seen_count": 40, "now_count": 41, "age_days": 2}],
        "counted_once": [{"pair_count": 3, "work_count": 2, "saved_hours": 1.5}],
        "completeness": [_scope("jira"), _scope("pagerduty")],
        "unknown_status": [{"source": "jira", "site": "main", "status_key": "9", "name": "Parked", "item_count": 3}],
        "rejected_rows": [_rejected()],
    }
    return {name: pd.DataFrame(some) for name, some in rows.items()}


def write_store(folder: Path, build_id: str = "small-1", **changed: pd.DataFrame) -> Path:
    """Publish the frames, some of them changed, as a build of `folder`; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"aside-{build_id}.duckdb"
    with duckdb.connect(str(aside)) as connection:
        for name, frame in {**frames(build_id), **changed}.items():
            connection.register("incoming", frame)
            connection.execute(f'create table "{name}" as select * from incoming')
            connection.unregister("incoming")
    publish(aside, folder, build_id, keep=2)
    return folder


def _category(place: int, one: str) -> dict[str, Any]:
    english, japanese = CATEGORIES[one]
    return {"category": one, "name_en": english, "name_ja": japanese, "meaning_en": "What it is.",
            "meaning_ja": "その意味。", "toil_probability": 0.7, "default_minutes": 30.0,
            "position": place}  # fmt: skip


def _question(place: int, one: str) -> dict[str, Any]:
    return {"recurrence_id": one, "position": place, "name": NAMES[one], "team": "sre", "category": "REQ.access",
            "confidence": 0.6, "uncertainty": 0.4, "item_count": 9, "hours": 4.5, "score": 1.2 / place,
            "toil_probability": 0.7, "decided_by": "rule", "evidence": "In English.",
            "facts": json.dumps({"say": "words", "text": HOSTILE, "rule": "REQ.access.words[0]"})}  # fmt: skip


def _label(event: int, subject: str, category: str, is_disputed: bool) -> dict[str, Any]:
    state = "applied" if event == len(CATEGORIES) else "replaced"
    return {"event_id": event, "subject": subject, "category": category, "state": state, "item_count": 9,
             "written_at": AS_OF, "recurrence_id": subject, "why": HOSTILE,
            "is_disputed": is_disputed}  # fmt: skip


def _week(team: str, place: int) -> dict[str, Any]:
    toil = 40.0 + 5 * place
    return {"team": team, "week": WEEKS[place], "people": 2 if team == "duo" else 4,
            "is_complete": WEEKS[place] <= NEWEST_COMPLETE, "toil_hours": toil, "low_hours": toil - 8,
            "high_hours": toil + 8, "recorded_hours": 120.0, "capacity_hours": 160.0, "toil_share": toil / 160,
            "coverage": 0.75, "share_low": toil / 160, "share_high": 0.25 + toil / 160,
            "budget_share": 0.4}  # fmt: skip


def _said(team: str, week: str) -> dict[str, Any]:
    enough = week == NEWEST_COMPLETE
    return {"team": team, "week": week, "answers": 5 if enough else 2, "is_shown": enough,
            "reported_share": 0.5 if enough else None, "reported_low_share": 0.4 if enough else None,
            "reported_high_share": 0.6 if enough else None, "without_ticket_share": 0.1 if enough else None,
            "without_ticket_hours": 16.0 if enough else None, "estimated_share": 0.44,
            "factor_weeks": 3 if enough else 0, "factor": 1.25 if enough else None,
            "calibrated_share": 0.55 if enough else None}  # fmt: skip


def _said_of(category: str) -> dict[str, Any]:
    return {"team": "sre", "week": NEWEST_COMPLETE, "category": category, "answers": 2 if category == "UNK" else 5,
            "reported_share": 0.1, "estimated_share": 0.0512}  # fmt: skip


def _by_category(week: str, place: int) -> dict[str, Any]:
    return {"team": "sre", "week": week, "category": list(CATEGORIES)[place], "item_count": 5, "hours": 30.0,
            "toil_hours": 25.0 - 5 * place}  # fmt: skip


def _interruptions(week: str, hour_class: str) -> dict[str, Any]:
    return {"team": "sre", "week": week, "hour_class": hour_class, "interruption_count": HOUR_CLASSES[hour_class]}


def _bearing(person: int, measure: str) -> dict[str, Any]:
    return {"team": "sre", "person": f"P{person:02d}", "measure": measure, "times": person + 1.0,
            "share": (person + 1) / 10, "equal_share": 0.25, "people": 4}  # fmt: skip


def _by_hour(team: str, day: int, hour: int) -> dict[str, Any]:
    is_shown, times = team != "duo", 6 if (day, hour) == (2, 10) else int(day == 7)
    return {"team": team, "weekday": day, "local_hour": hour, "weeks": 8, "is_shown": is_shown,
            "interruption_count": times if is_shown else None, "per_week": times / 8 if is_shown else None}  # fmt: skip


def _load(team: str, week: str) -> dict[str, Any]:
    is_shown = team != "duo"
    figures = {"interruption_count": 16, "business_count": 12, "off_count": 3, "sleep_count": 1,
               "nights_broken": 1, "focus_blocks_lost": 9, "short_rests": 2,
               "interruption_cost_hours": 16 * 10 / 60}  # fmt: skip
    return {"team": team, "week": week, "is_shown": is_shown, "interruption_minutes": 10.0,
            **{name: value if is_shown else None for name, value in figures.items()}}  # fmt: skip


def _topic(week: str, one: str, category: str) -> dict[str, Any]:
    hours = 10.0 - int(one[1:])
    return {"team": "sre", "week": week, "recurrence_id": one, "name": NAMES[one], "category": category,
            "toil_probability": 0.9, "decided_by": "rule", "item_count": 4, "hours": hours, "toil_hours": hours - 1,
            "usual_hours": 5.0, "change_hours": hours - 5.0}  # fmt: skip


def _work(place: int) -> dict[str, Any]:
    url = "javascript:alert(1)" if place == 0 else f"https://jira.example.com/browse/OPS-{place}"
    return {"team": "sre", "week": NEWEST_COMPLETE, "work_id": f"w{place}", "item_key": f"OPS-{place}", "url": url,
            "title": HOSTILE, "category": "REQ.access", "toil_probability": 0.9, "decided_by": "rule", "hours": 3.0,
            "low_hours": 2.0, "high_hours": 4.0, "toil_hours": 2.7, "effort_sources": "worklog",
            "recurrence_id": "r1" if place < 2 else None,
            "recurrence_name": NAMES["r1"] if place < 2 else None}  # fmt: skip


def _recurrence_work(one: str) -> dict[str, Any]:
    return {"recurrence_id": one, "name": NAMES[one], "work_id": f"w-{one}", "item_key": "OPS-1",
            "title": NAMES[one], "url": "https://jira.example.com/browse/OPS-1", "created_at": AS_OF,
            "resolved_at": AS_OF, "hours": 1.5}  # fmt: skip


def _trait(one: str) -> dict[str, Any]:
    return {"recurrence_id": one, "trait": "manual", "score": 0.8, "evidence": "In English.",
            "facts": '{"say": "manual", "hands": 38, "finished": 40}', "decided_by": "data", "measured_score": 0.8,
            "event_id": None}  # fmt: skip


def _candidate(rank: int, one: str, category: str) -> dict[str, Any]:
    hours = 240.0 / rank
    return {**DETAILS, "rank": rank, "recurrence_id": one, "name": NAMES[one], "category": category,
            "per_week": 6.0 / rank, "hours_per_occurrence": 0.8 * rank, "hours_per_year": hours,
            "low_hours_per_year": hours * 0.6, "high_hours_per_year": hours * 1.5, "net_hours_per_year": hours * 0.7,
            "team": "sre", "remedy": "self_service", "build_hours": 24.0,
            "payback_weeks": 7.0 * rank, "payback_probability": 0.9, "evidence": "120 occurrences"}  # fmt: skip


def _health(source: str, *, complete: pd.Timestamp) -> dict[str, Any]:
    return {"source": source, "site": "main", "last_run_at": AS_OF, "last_complete_at": complete, "items": 1200,
            "rejected": 1, "truncated": 0, "unmatched_people": 1, "unknown_statuses": 0, "deleted": 4,
            "coverage": 0.8, "newest_item_at": AS_OF, "archived": 1, "trashed": 0, "access_lost": 0, "unobserved": 0,
            "topped_up": 3, "crosschecked": 1, "missing": 0}  # fmt: skip


def _scope(source: str) -> dict[str, Any]:
    return {"source": source, "site": "main", "scope": "10000", "kind": "issue", "name": "OPS", "server_total": 1200,
            "held": 1200, "missing": 0, "surplus": 0, "is_exact": True, "counted_at": AS_OF}  # fmt: skip


def _rejected() -> dict[str, Any]:
    return {"source": "jira", "site": "main", "place": "issues.jsonl:17", "reason": "no created date",
            "excerpt": f"reporter {SECRET_NAME}", "row_count": 1}  # fmt: skip
