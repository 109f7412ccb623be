"""Incidents as GET /incidents?include[]=external_references returns them, and their log entries."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from sample_data.generator.jira_text import PAGERDUTY, browse_url, incident_url
from sample_data.generator.pagerduty_site import API, POLICY, TEAM, Payload, service_ref, stamp, user_ref
from sample_data.generator.work import Event, Incident

SUMMARIES = {
    "trigger": "Triggered through the API.",
    "notify": "Notified {users} by {channel}.",
    "acknowledge": "Acknowledged by {agent}.",
    "unacknowledge": "Unacknowledged due to timeout.",
    "snooze": "Snoozed by {agent} until {until}.",
    "assign": "Assigned to {users}.",
    "escalate": "Escalated to {users} through timeout.",
    "annotate": "Note added by {agent}.",
    "resolve": "Resolved by {agent}.",
}


def log_id(incident: Incident, index: int) -> str:
    """The id of the nth log entry of an incident."""
    return "R" + hashlib.sha256(f"{incident.id}/{index}".encode()).hexdigest()[:25].upper()


def incident_ref(incident: Incident) -> Payload:
    """A reference to an incident."""
    return {
        "id": incident.id,
        "type": "incident_reference",
        "summary": f"[#{incident.number}] {incident.title}",
        "self": f"{API}/incidents/{incident.id}",
        "html_url": incident_url(incident),
    }


def status_of(incident: Incident) -> str:
    """What the events leave the incident in: triggered, acknowledged or resolved."""
    if incident.resolved_at:
        return "resolved"
    states = {"trigger": "triggered", "unacknowledge": "triggered", "acknowledge": "acknowledged"}
    changes = [states[event.kind] for event in incident.events if event.kind in states]
    return changes[-1]


def incident_payload(incident: Incident) -> Payload:
    """One incident; who was assigned and who acknowledged is gone once it is resolved."""
    status = status_of(incident)
    changes = [e for e in incident.events if e.kind in ("trigger", "acknowledge", "unacknowledge", "resolve")]
    last = changes[-1]
    open_now = status != "resolved"
    body: Payload = {
        **incident_ref(incident),
        "type": "incident",
        "incident_number": incident.number,
        "title": incident.title,
        "created_at": stamp(incident.created_at),
        "updated_at": stamp(incident.events[-1].at),
        "status": status,
        "incident_key": incident.key,
        "service": service_ref(incident.service),
        "assignments": _assignments(incident) if open_now else [],
        "assigned_via": "escalation_policy",
        "last_status_change_at": stamp(last.at),
        "first_trigger_log_entry": _trigger_ref(incident),
        "alert_counts": {"all": 1, "triggered": int(open_now), "resolved": int(not open_now)},
        "is_mergeable": True,
        "incident_type": {"name": "incident_default"},
        "escalation_policy": POLICY,
        "teams": [TEAM],
        "pending_actions": [],
        "acknowledgements": _acknowledgements(incident) if status == "acknowledged" else [],
        "last_status_change_by": user_ref(last.agent) if last.agent else service_ref(incident.service),
        "incidents_responders": [],
        "responder_requests": [],
        "urgency": incident.urgency,
        "external_references": _external(incident),
    }
    if incident.resolved_at:
        body["resolved_at"] = stamp(incident.resolved_at)
    if incident.merged_into:
        body["resolve_reason"] = {"type": "merge_resolve_reason", "incident": incident_ref(incident.merged_into)}
    return body


def _assignments(incident: Incident) -> list[Payload]:
    last = [event for event in incident.events if event.kind in ("assign", "escalate")][-1]
    return [{"at": stamp(last.at), "assignee": user_ref(person)} for person in last.users]


def _acknowledgements(incident: Incident) -> list[Payload]:
    acks = [event for event in incident.events if event.kind == "acknowledge"]
    return [{"at": stamp(event.at), "acknowledger": user_ref(event.agent)} for event in acks[-1:] if event.agent]


def _trigger_ref(incident: Incident) -> Payload:
    number = log_id(incident, 0)
    return {
        "id": number,
        "type": "trigger_log_entry_reference",
        "summary": SUMMARIES["trigger"],
        "self": f"{API}/log_entries/{number}?incident_id={incident.id}",
        "html_url": f"{PAGERDUTY}/incidents/{incident.id}/log_entries/{number}",
    }


def _external(incident: Incident) -> list[Payload]:
    """The Jira issue that PagerDuty's integration knows of."""
    issue = incident.work.issue
    if "external_reference" not in incident.evidence or issue is None:
        return []
    return [
        {
            "id": "PEXT" + incident.id[-4:],
            "type": "external_reference",
            "summary": issue.key,
            "external_id": issue.key,
            "external_url": browse_url(issue),
            "sync": True,
            "webhook": {"id": "PJIRA01", "type": "webhook_reference", "summary": "Jira Cloud"},
        }
    ]


def log_entries(incident: Incident) -> list[Payload]:
    """The incident's log, oldest first, as GET /log_entries?is_overview=false has it (newest first there)."""
    entries = [_entry(incident, index, event) for index, event in enumerate(incident.events)]
    if "note" in incident.evidence and incident.work.issue:
        at = incident.resolved_at or incident.events[-1].at
        text = f"Tracking in {incident.work.issue.key}"
        actor = next((event.agent for event in reversed(incident.events) if event.agent), None)
        entries.append(_entry(incident, 900, Event("annotate", at, agent=actor, channel="note", text=text)))
    return entries


def _entry(incident: Incident, index: int, event: Event) -> Payload:
    number = log_id(incident, index)
    body: Payload = {
        "id": number,
        "type": f"{event.kind}_log_entry",
        "summary": _summary(event, incident),
        "self": f"{API}/log_entries/{number}",
        "html_url": f"{PAGERDUTY}/incidents/{incident.id}/log_entries/{number}" if event.kind == "trigger" else None,
        "created_at": stamp(event.at),
        "agent": user_ref(event.agent) if event.agent else service_ref(incident.service),
        "channel": _channel(event, incident),
        "service": service_ref(incident.service),
        "incident": incident_ref(incident),
        "teams": [TEAM],
        "contexts": [],
    }
    if event.kind in ("assign", "escalate"):
        body["assignees"] = [user_ref(person) for person in event.users]
    if event.kind == "notify":
        body["user"] = user_ref(event.users[0])
    if event.kind == "trigger":
        body["event_details"] = {"description": incident.title}
    if event.kind == "snooze" and event.until:
        body["changed_actions"] = [{"type": "unacknowledge", "at": stamp(event.until)}]
    if event.kind == "acknowledge" and incident.service == "payment-gateway":
        body["acknowledgement_timeout"] = 1800
    return body


def _channel(event: Event, incident: Incident) -> Payload:
    """How it came about; a notification says by which means, a note what it says."""
    if event.kind == "notify":
        person = event.users[0]
        notice = {"type": f"{event.channel}_notification", "status": "success", "user": user_ref(person)}
        return {"type": "auto", "notification": notice}
    if event.kind == "annotate":
        return {"type": "note", "summary": event.text, "content": event.text}
    if event.kind == "snooze" and event.until:
        return {"type": event.channel, "duration": int((event.until - event.at).total_seconds())}
    if event.kind == "trigger":
        return {"type": "api", "summary": incident.title, "incident_key": incident.key, "details": {}}
    return {"type": event.channel}


def _summary(event: Event, incident: Incident) -> str:
    names: dict[str, Any] = {
        "users": ", ".join(person.pager_name for person in event.users),
        "channel": {"sms": "SMS", "push": "push notification"}.get(event.channel, event.channel),
        "agent": event.agent.pager_name if event.agent else incident.service,
        "until": stamp(event.until or datetime(1970, 1, 1, tzinfo=UTC)),
    }
    return SUMMARIES[event.kind].format(**names)
