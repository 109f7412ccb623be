"""The PagerDuty account: services, users, references, and how it writes times."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sample_data.generator.jira_text import PAGERDUTY
from sample_data.generator.people import REQUESTERS, Person
from sample_data.generator.wording import SERVICES

API = "https://api.pagerduty.com"
Payload = dict[str, Any]
TEAM: Payload = {
    "id": "PSRETM1",
    "type": "team_reference",
    "summary": "SRE",
    "self": f"{API}/teams/PSRETM1",
    "html_url": f"{PAGERDUTY}/teams/PSRETM1",
}
POLICY: Payload = {
    "id": "PESCAL1",
    "type": "escalation_policy_reference",
    "summary": "SRE follow the sun",
    "self": f"{API}/escalation_policies/PESCAL1",
    "html_url": f"{PAGERDUTY}/escalation_policies/PESCAL1",
}


def stamp(moment: datetime) -> str:
    """A time as PagerDuty writes it: UTC, whole seconds, a Z."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def service_id(name: str) -> str:
    """The id of a service."""
    return "P" + hashlib.sha256(b"service" + name.encode()).hexdigest()[:6].upper()


def service_ref(name: str) -> Payload:
    """A reference to a service."""
    number = service_id(name)
    return {
        "id": number,
        "type": "service_reference",
        "summary": name,
        "self": f"{API}/services/{number}",
        "html_url": f"{PAGERDUTY}/service-directory/{number}",
    }


def user_ref(person: Person) -> Payload:
    """A reference to a user."""
    return {
        "id": person.pager_id,
        "type": "user_reference",
        "summary": person.pager_name,
        "self": f"{API}/users/{person.pager_id}",
        "html_url": f"{PAGERDUTY}/users/{person.pager_id}",
    }


def users(people: tuple[Person, ...]) -> list[Payload]:
    """The team and two colleagues from development, as GET /users returns them."""
    return [_user(person) for person in (*people, *REQUESTERS[:2])]


def _user(person: Person) -> Payload:
    return {
        "id": person.pager_id,
        "type": "user",
        "summary": person.pager_name,
        "self": f"{API}/users/{person.pager_id}",
        "html_url": f"{PAGERDUTY}/users/{person.pager_id}",
        "name": person.pager_name,
        "email": person.email,
        "time_zone": person.zone,
        "color": "purple",
        "role": "user",
        "description": None,
        "invitation_sent": False,
        "created_via_sso": True,
        "job_title": "Site Reliability Engineer" if person.is_member else "Software Engineer",
        "contact_methods": [],
        "notification_rules": [],
        "teams": [TEAM] if person.is_member else [],
    }


def services() -> list[Payload]:
    """The services, as GET /services returns them."""
    return [_service(name) for name in SERVICES]


def _service(name: str) -> Payload:
    return {
        **service_ref(name),
        "type": "service",
        "name": name,
        "description": f"{name} in production",
        "created_at": "2023-04-03T02:00:00Z",
        "status": "active",
        "auto_resolve_timeout": 0,
        "acknowledgement_timeout": 1800 if name == "payment-gateway" else 0,
        "alert_creation": "create_alerts_and_incidents",
        "escalation_policy": POLICY,
        "teams": [TEAM],
        "integrations": [],
        "incident_urgency_rule": {"type": "constant", "urgency": "severity_based"},
        "scheduled_actions": [],
        "addons": [],
    }
