"""What `toil doctor` says of an account: the key, the region, the clock, and what the key may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from toil.sources.base import Finding
from toil.sources.clock import clock_finding
from toil.sources.pagerduty.analytics import PATH as ANALYTICS_PATH
from toil.sources.pagerduty.client import EXTERNAL_REFERENCES, Client, DailyQuotaUsedUp
from toil.sources.pagerduty.options import EU_HOST, US_HOST
from toil.sources.pagerduty.run import find_site
from toil.sources.pagerduty.windows import to_text


def findings(client: Client) -> Iterator[Finding]:
    """One finding a subject; raises CredentialsError and SourceUnavailable where nothing can be asked at all."""
    is_user_key = client.get("/users/me", accept={400, 403, 404})
    user = is_user_key.body.get("user")
    yield _key(user)
    yield _region(client)
    yield clock_finding(client.now, datetime.now(UTC))
    yield _analytics(client, is_users=isinstance(user, dict))
    yield _references(client)
    yield from _named(client, "services", client.options.services)
    yield from _named(client, "teams", client.options.teams)


def _key(user: object) -> Finding:
    if not isinstance(user, dict):
        said = "an account's API key; whether it may only read does not show"
        return Finding("key", "ok", said)
    role = str(user.get("role") or "unknown")
    may = "may only read" if role in ("read_only_user", "observer", "read_only_limited_user") else "may write too"
    return Finding("key", "ok", f"the key of {user.get('name') or user.get('id')}, whose role is {role}: it {may}")


def _region(client: Client) -> Finding:
    region = {US_HOST: "US", EU_HOST: "EU"}.get(client.options.host, "another host")
    return Finding("account", "ok", f"{find_site(client)} at {client.options.host} ({region})")


def _analytics(client: Client, *, is_users: bool) -> Finding:
    filters: dict[str, object] = {"created_at_start": to_text(client.now - timedelta(days=1)),
                                  "created_at_end": to_text(client.now)}  # fmt: skip
    for name, ids in (("team_ids", client.options.teams), ("service_ids", client.options.services)):
        if ids:
            filters[name] = list(ids)
    body = {"filters": filters, "limit": 1, "order": "asc", "order_by": "created_at", "time_zone": "Etc/UTC"}
    try:
        answer = client.post(ANALYTICS_PATH, body, accept={400, 402, 403, 404})
    except DailyQuotaUsedUp:
        return Finding(
            "analytics", "warning", "the day's quota of analytics requests is used up", "look again tomorrow"
        )
    if answer.status == 200:
        return Finding("analytics", "ok", "effort that people edited can be read")
    needs = "name teams or services in [sources.pagerduty], which a user's key needs" if is_users else (
        "ask for a plan and a key that may read analytics")  # fmt: skip
    return Finding("analytics", "warning", f"effort that people edited cannot be read (HTTP {answer.status})", needs)


def _references(client: Client) -> Finding:
    asked = {"date_range": "all", "limit": 1, "include[]": [EXTERNAL_REFERENCES]}
    if client.get("/incidents", asked, accept={400}).status == 200:
        return Finding("external references", "ok", "links to Jira issues are given with the incidents")
    return Finding("external references", "warning", "the service does not give links to Jira issues",
                   "nothing: links come from notes and URLs")  # fmt: skip


def _named(client: Client, kind: str, ids: tuple[str, ...]) -> Iterator[Finding]:
    for one in ids:
        answer = client.get(f"/{kind}/{one}", accept={403, 404})
        if answer.status == 200:
            yield Finding(f"{kind} {one}", "ok", "it is there and may be seen")
        else:
            yield Finding(f"{kind} {one}", "error", f"the service does not show it (HTTP {answer.status})",
                          f"check {kind} in [sources.pagerduty]")  # fmt: skip
