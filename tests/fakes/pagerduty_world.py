"""The things of a small PagerDuty account, in the shape of its API: users, services, incidents, log entries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

SITE = "example-sre.pagerduty.com"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NAMES = {"PANA": "Ana Berg", "PBEN": "Ben Oda", "PCHI": "Chie Ito"}


def text(moment: datetime) -> str:
    """The moment as the API writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def ago(**before: float) -> datetime:
    """So long before the world's now."""
    return NOW - timedelta(**before)


def reference(kind: str, one_id: str, summary: str) -> dict[str, Any]:
    """A reference to a thing of the account."""
    path = "service-directory" if kind == "service" else f"{kind}s"
    return {
        "id": one_id,
        "type": f"{kind}_reference",
        "summary": summary,
        "self": f"https://api.pagerduty.com/{kind}s/{one_id}",
        "html_url": f"https://{SITE}/{path}/{one_id}",
    }


def person(user_id: str) -> dict[str, Any]:
    """A reference to one of the account's people."""
    return reference("user", user_id, NAMES.get(user_id, user_id))


def user(user_id: str) -> dict[str, Any]:
    """A user as `/users` lists it."""
    name = NAMES[user_id]
    email = f"{name.split()[0].lower()}@example.com"
    return {**person(user_id), "type": "user", "name": name, "email": email, "time_zone": "Asia/Tokyo"}


def service(service_id: str = "PSVC1", name: str = "checkout") -> dict[str, Any]:
    """A service as `/services` lists it."""
    policy = reference("escalation_policy", "PESC1", "Default")
    return {**reference("service", service_id, name), "type": "service", "name": name, "escalation_policy": policy}


def incident(incident_id: str, created_at: datetime, **more: Any) -> dict[str, Any]:
    """An incident, triggered unless `more` says otherwise."""
    number = more.pop("number", sum(incident_id.encode()))
    title = more.pop("title", "Disk is filling up")
    return {
        **reference("incident", incident_id, f"[#{number}] {title}"),
        "type": "incident",
        "incident_number": number,
        "title": title,
        "created_at": text(created_at),
        "updated_at": text(created_at),
        "last_status_change_at": text(created_at),
        "status": "triggered",
        "incident_key": f"key-{incident_id}",
        "service": reference("service", "PSVC1", "checkout"),
        "assignments": [],
        "acknowledgements": [],
        "teams": [reference("team", "PTEAM1", "SRE")],
        "urgency": "high",
        **more,
    }


def entry(entry_id: str, kind: str, incident_id: str, at: datetime, *, by: str = "", **more: Any) -> dict[str, Any]:
    """A log entry of an incident, by a person or else by its service."""
    return {
        "id": entry_id,
        "type": f"{kind}_log_entry",
        "summary": f"{kind} on {incident_id}",
        "self": f"https://api.pagerduty.com/log_entries/{entry_id}",
        "html_url": None,
        "created_at": text(at),
        "agent": person(by) if by else reference("service", "PSVC1", "checkout"),
        "channel": {"type": "website" if by else "auto"},
        "incident": reference("incident", incident_id, f"incident {incident_id}"),
        "teams": [],
        "contexts": [],
        **more,
    }


def analytics(incident_id: str, created_at: datetime, **more: Any) -> dict[str, Any]:
    """An analytics row; its times carry no offset, as the API's do."""
    return {
        "id": incident_id,
        "created_at": text(created_at).rstrip("Z"),
        "updated_at": text(created_at + timedelta(days=1)).rstrip("Z"),
        "engaged_seconds": 600,
        "user_defined_effort_seconds": None,
        "acknowledged_user_ids": [],
        "resolved_by_user_id": None,
        **more,
    }
