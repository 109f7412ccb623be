"""A PagerDuty account of any size over the last year, made up as it is asked for: fifteen log entries an incident."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.fakes.pagerduty_world import entry, incident, service, user

Query = dict[str, list[str]]
ENTRIES = 15
CAP = 10_000
DAYS = 360
_KINDS = ("trigger", "assign", "notify", "notify", "acknowledge", *["annotate"] * 9, "resolve")


class PagerDutyAnswers:
    """Incidents 0 … count - 1, evenly over the last 360 days; the entries of one end before the next begins."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=DAYS)
        self.apart_seconds = DAYS * 86_400 // count

    def answer(self, path: str, query: Query, body: Any) -> Any:
        """JSON, or None where there is no such path."""
        if path == "/users":
            return {"users": [user("PANA")], "more": False, "limit": 100, "offset": 0, "total": 1}
        if path == "/services":
            return {"services": [service()], "more": False, "limit": 100, "offset": 0, "total": 1}
        if path == "/incidents":
            return self._listed("incidents", query, self.incident)
        if path == "/log_entries":
            return self._listed("log_entries", query, self.entry)
        if path == "/analytics/raw/incidents":
            return {"data": [], "more": False, "first": "", "last": "", "limit": 1000}
        if found := re.fullmatch(r"/incidents/P(\d+)/log_entries", path):
            rows = [self.entry(int(found[1]) * ENTRIES + n) for n in range(ENTRIES)]
            return {"log_entries": rows, "more": False, "limit": 100, "offset": 0, "total": None}
        return None

    def incident(self, number: int) -> dict[str, Any]:
        """The incident with this number, resolved."""
        return incident(f"P{number}", self._at(number), number=number + 1, status="resolved")

    def entry(self, place: int) -> dict[str, Any]:
        """The log entry at this place of all."""
        number, step = divmod(place, ENTRIES)
        by = "PANA" if _KINDS[step] in ("acknowledge", "annotate", "resolve") else ""
        at = self._at(number) + timedelta(seconds=step * (self.apart_seconds // (ENTRIES + 1)))
        return entry(f"L{place}", _KINDS[step], f"P{number}", at, by=by)

    def _at(self, number: int) -> datetime:
        return self.began + timedelta(seconds=number * self.apart_seconds)

    def _listed(self, key: str, query: Query, make: Any) -> Any:
        first, last = self._range(query)
        places = range(first, last)
        if key == "log_entries":
            places = range(first * ENTRIES, last * ENTRIES)[::-1]  # newest first
        limit, offset = int(query.get("limit", ["25"])[0]), int(query.get("offset", ["0"])[0])
        if limit + offset > CAP:
            return None
        rows = [make(place) for place in places[offset : offset + limit]]
        total = len(places) if query.get("total") == ["true"] else None
        return {key: rows, "more": offset + limit < len(places), "limit": limit, "offset": offset, "total": total}

    def _range(self, query: Query) -> tuple[int, int]:
        """Numbers of the incidents that begin within the window; a window's log entries are theirs."""
        if query.get("statuses[]"):
            return 0, 0
        if query.get("date_range") == ["all"] or "since" not in query:
            return 0, self.count
        since = self._first_from(query["since"][0])
        return since, self._first_from(query["until"][0], seconds=1)

    def _first_from(self, text: str, *, seconds: int = 0) -> int:
        after = (datetime.fromisoformat(text) - self.began).total_seconds() + seconds
        return min(max(0, -int(-after // self.apart_seconds)), self.count)
