"""What people said before the demo begins (automations, decisions, labels), and the settings beside it."""

from __future__ import annotations

from typing import Any

from sample_data.generator.check_ins import check_ins
from sample_data.generator.kinds import AUTOMATIONS, kinds
from sample_data.generator.wording import SERVICES
from sample_data.generator.world import World

Event = dict[str, Any]
DECISIONS = (
    (
        "2026-08-28T06:00:00Z",
        "hina.sato",
        "quota",
        "automate",
        "Self-service for quotas, behind a limit",
        "lukas.weber",
        "2026-09-14",
        "2026-W35",
        "done",
    ),
    (
        "2026-09-18T06:05:00Z",
        "kenta.watabe",
        "disk-usage",
        "automate",
        "Clean /tmp and old logs every night",
        "kenta.watabe",
        "2026-09-28",
        "2026-W38",
        "done",
    ),
    (
        "2026-10-16T06:10:00Z",
        "anna.schneider",
        "cpu-noise",
        "tune_alert",
        "15 分間継続した場合のみ通知する",
        "anna.schneider",
        "2026-12-04",
        "2026-W42",
        "open",
    ),
    (
        "2026-11-13T06:00:00Z",
        "misaki.ito",
        "certificate",
        "automate",
        "ACME for everything below example.com",
        "zeynep.kaya",
        "2026-12-18",
        "2026-W46",
        "open",
    ),
)
LABELS = (
    ("2026-09-11T06:20:00Z", "hina.sato", "daily-check", "RTN.check", 0.95, "見ても何も起きない"),
    ("2026-09-25T06:20:00Z", "lukas.weber", "firewall-approval", "REQ.approve", 0.8, "Never once refused"),
    ("2026-10-30T06:20:00Z", "seun.adeyemi", "latency", "INC.opaque", 0.5, "Half of it is real diagnosis"),
    ("2026-11-06T06:20:00Z", "misaki.ito", "interview", "OVH", 0.0, "採用はトイルではない"),
)


def events(world: World) -> list[Event]:
    """The journal's events in order; `recurrence_title` is the title of a member, as ids are made by a build."""
    found = [
        *(_decision(world, *row) for row in DECISIONS),
        *(_label(world, *row) for row in LABELS),
        *_automations(world),
        *check_ins(world),
    ]
    return sorted(found, key=lambda event: (event["written_at"], event["kind"], event["subject"]))


def member_title(world: World, kind_id: str) -> str:
    """The title of the kind's first piece of work that has one item only and follows its usual wording."""
    kind = next(kind for kind in kinds() if kind.id == kind_id)
    usual = (kind.en or kind.ja)[0].partition("{")[0]
    for work in world.works:
        if work.kind is kind and work.title.startswith(usual) and bool(work.issue) != bool(work.incidents):
            return work.title
    return usual


def _decision(
    world: World,
    at: str,
    author: str,
    kind: str,
    decision: str,
    text: str,
    owner: str,
    due: str,
    week: str,
    status: str,
) -> Event:
    verify = "occurrences a week, eight weeks after"
    body = {
        "recurrence_title": member_title(world, kind),
        "decision": decision,
        "text": text,
        "owner": f"{owner}@example.com",
        "due": due,
        "week": week,
        "verify": verify,
        "status": status,
    }
    return _event(at, author, "decision", "", body)


def _label(world: World, at: str, author: str, kind: str, category: str, probability: float, why: str) -> Event:
    title = member_title(world, kind)
    body = {"recurrence_title": title, "category": category, "toil_probability": probability, "why": why}
    return _event(at, author, "label", "", body)


def _automations(world: World) -> list[Event]:
    return [
        _event(
            f"{automation.shipped_on}T01:00:00Z",
            automation.registered_by,
            "automation",
            automation.id,
            {
                "recurrence_title": member_title(world, automation.kind),
                "name": automation.name,
                "shipped_on": automation.shipped_on.isoformat(),
                "promised_hours_per_week": automation.promised_hours_per_week,
            },
        )
        for automation in AUTOMATIONS
    ]


def _event(at: str, author: str, kind: str, subject: str, body: Event) -> Event:
    return {"written_at": at, "author": f"{author}@example.com", "kind": kind, "subject": subject, "body": body}


OBJECTIVES = {"checkout-api": 0.99, "payment-gateway": 0.99, "search": 0.95, "user-auth": 0.99, "notification": 0.95,
              "image-cdn": 0.99, "batch-billing": 0.95}  # fmt: skip
"""What the services promise; the data pipeline promises nothing."""


def settings(world: World) -> str:
    """`toil.toml` for the demo."""
    members = tuple(person.email if person.shows_email else person.name for person in world.people)
    lines = [
        "# Settings of the demo: an invented team of nine in Tokyo and Berlin.",
        "[teams.sre]",
        'zone = "Asia/Tokyo"',
        'country = "JP"',
        "weekly_hours = 40",
        f"people = {len(world.people)}",
        "budget_share = 0.5",
        'projects = ["OPS", "SRE", "SHOP"]',
        f"services = [{_quoted(SERVICES)}]",
        f"members = [{_quoted(members)}]",
    ]
    lines += ["", "[calendar]", 'leave = ["leave_tokyo.csv", "leave_berlin.ics"]']
    lines += ["", "[growth]", 'drivers = "drivers.csv"']
    for name, objective in OBJECTIVES.items():
        lines += ["", f"[services.{name}]", f"objective = {objective}", "window_days = 28"]
    return "\n".join(lines)


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join(f'"{value}"' for value in values)
