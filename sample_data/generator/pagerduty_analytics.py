"""Raw analytics as POST /analytics/raw/incidents returns them: times without a zone suffix, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sample_data.generator.pagerduty_payload import status_of
from sample_data.generator.pagerduty_site import POLICY, TEAM, Payload, service_id
from sample_data.generator.people import Person
from sample_data.generator.work import Event, Incident

INTERRUPTING = ("push", "sms", "phone")
MERGED_WITHIN = timedelta(seconds=60)


def analytics(incident: Incident) -> Payload:
    """One row; `user_defined_effort_seconds` is what a person corrected the effort to, null for most."""
    events = incident.events
    acks = [event for event in events if event.kind == "acknowledge"]
    assigned = [event for event in events if event.kind in ("assign", "escalate")]
    hours = _interruptions(incident)
    body: Payload = {
        "id": incident.id,
        "incident_number": incident.number,
        "description": incident.title,
        "created_at": _naive(incident.created_at),
        "updated_at": _naive(_computed_at(events[-1].at)),
        "status": status_of(incident),
        "urgency": incident.urgency,
        "major": False,
        "auto_resolved": incident.auto_resolved,
        "service_id": service_id(incident.service),
        "service_name": incident.service,
        "team_id": TEAM["id"],
        "team_name": TEAM["summary"],
        "escalation_policy_id": POLICY["id"],
        "escalation_policy_name": POLICY["summary"],
        "priority_id": None,
        "priority_name": None,
        "priority_order": None,
        "acknowledgement_count": len(acks),
        "assignment_count": len(assigned),
        "escalation_count": sum(event.kind == "escalate" for event in events),
        "timeout_escalation_count": sum(event.kind == "escalate" for event in events),
        "manual_escalation_count": 0,
        "reassignment_count": sum(event.kind == "assign" and event.agent is not None for event in events),
        "engaged_seconds": engaged_seconds(incident),
        "engaged_user_count": len({event.agent.key for event in acks if event.agent}),
        "active_user_count": len({event.agent.key for event in acks if event.agent}),
        "snoozed_seconds": incident.snoozed_seconds,
        "user_defined_effort_seconds": incident.edited_effort,
        "total_notifications": sum(event.kind == "notify" for event in events),
        "business_hour_interruptions": hours.count("business"),
        "off_hour_interruptions": hours.count("off"),
        "sleep_hour_interruptions": hours.count("sleep"),
        "total_interruptions": len(hours),
        **_people("acknowledged", [event.agent for event in acks]),
        **_people("assigned", [person for event in assigned for person in event.users]),
        "joined_user_ids": [],
        "joined_user_names": [],
    }
    return body | _ends(incident, acks)


def engaged_seconds(incident: Incident) -> int:
    """PagerDuty's own reading: from each responder's first acknowledgement to the end, snooze included, summed."""
    end = incident.resolved_at or incident.events[-1].at
    first: dict[str, datetime] = {}
    for event in incident.events:
        if event.kind == "acknowledge" and event.agent:
            first.setdefault(event.agent.key, event.at)
    return sum(int((end - at).total_seconds()) for at in first.values())


def _computed_at(moment: datetime) -> datetime:
    """Analytics are computed once a day, here at 17:00 UTC: what they say of the last day is newer than that day."""
    run = moment.astimezone(UTC).replace(hour=17, minute=0, second=0, microsecond=0)
    return run if run > moment else run + timedelta(days=1)


def _ends(incident: Incident, acks: list[Event]) -> Payload:
    """What is only there once somebody acknowledged or it was resolved."""
    body: Payload = {}
    if acks:
        body["seconds_to_first_ack"] = int((acks[0].at - incident.created_at).total_seconds())
        body["seconds_to_engage"] = body["seconds_to_first_ack"]
    if incident.resolved_at:
        body["resolved_at"] = _naive(incident.resolved_at)
        body["seconds_to_resolve"] = int((incident.resolved_at - incident.created_at).total_seconds())
        resolver = next((event.agent for event in reversed(incident.events) if event.kind == "resolve"), None)
        if resolver:
            body["resolved_by_user_id"], body["resolved_by_user_name"] = resolver.pager_id, resolver.pager_name
    return body


def _people(role: str, people: list[Person | None]) -> Payload:
    unique = {person.pager_id: person.pager_name for person in people if person}
    return {f"{role}_user_ids": list(unique), f"{role}_user_names": list(unique.values())}


def _interruptions(incident: Incident) -> list[str]:
    """The hour class of each interruption: push, text and call; those within a minute are one."""
    classes: list[str] = []
    last: dict[str, datetime] = {}
    for event in incident.events:
        if event.kind != "notify" or event.channel not in INTERRUPTING:
            continue
        person = event.users[0]
        if person.key not in last or event.at - last[person.key] > MERGED_WITHIN:
            classes.append(hour_class(event.at, person.zone))
        last[person.key] = event.at
    return classes


def hour_class(moment: datetime, zone: str) -> str:
    """Sleep from 22 to 8, else business from 8 to 18 on weekdays, else off; in the person's zone."""
    there = moment.astimezone(ZoneInfo(zone))
    if there.hour >= 22 or there.hour < 8:
        return "sleep"
    return "business" if there.weekday() < 5 and there.hour < 18 else "off"


def _naive(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
