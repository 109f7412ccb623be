"""What belongs to no issue: statuses, the statuses of single projects, and fields; asked for once a day at most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from toil.sources.base import Page, Record, Window
from toil.sources.jira.connection import Connection
from toil.sources.jira.plan import A_DAY, cursor_of, moment_text
from toil.sources.jira.records import id_of, parted, reference_record
from toil.sources.jira.topup import all_entries, list_in

STATUSES = "statuses"
_HIDDEN = frozenset({400, 403, 404, 410})


def statuses(connection: Connection) -> Page:
    """The statuses of the site."""
    path = f"{connection.api}/status"
    where = connection.place("GET", path)
    listed = connection.get(path)
    found = listed if isinstance(listed, list) else []
    records, rejections = parted(reference_record("status", one, where) for one in found)
    ordered = tuple(sorted(records, key=lambda record: record.record_id))
    return Page(connection.site, STATUSES, ordered, rejections, as_of=connection.now)


def fields(connection: Connection, window: Window) -> Iterator[Page]:
    """The fields, by whose names story points and sprints are found.

    `/field` leaves out those of team-managed projects, which `/field/search` has
    (https://github.com/estuary/connectors/pull/3486).
    """
    stream = f"fields@{connection.site}"
    if not _is_due(connection, window, stream):
        return
    path = f"{connection.api}/field"
    listed = connection.get(path, accept=_HIDDEN)
    found = listed if isinstance(listed, list) else []
    more = all_entries(connection, f"{connection.api}/field/search", "values") if connection.is_cloud else None
    once = {id_of(one): one for one in [*found, *(more or ())] if isinstance(one, dict)}
    records, rejections = parted(reference_record("field", one, connection.place("GET", path)) for one in once.values())
    yield _page(connection, stream, records, rejections)


def project_statuses(connection: Connection, window: Window, project_ids: Iterable[str]) -> Iterator[Page]:
    """The statuses of each of these projects: a team-managed project has its own, which the site's list leaves out."""
    for project_id in sorted(project_ids):
        stream = f"statuses of {project_id}@{connection.site}"
        if not _is_due(connection, window, stream):
            continue
        path = f"{connection.api}/project/{project_id}/statuses"
        listed = connection.get(path, accept=_HIDDEN)
        types = listed if isinstance(listed, list) else []
        found = {id_of(one): one for kind in types for one in list_in(kind, "statuses") if isinstance(one, dict)}
        where = connection.place("GET", path)
        records, rejections = parted(reference_record("status", one, where) for one in found.values())
        yield _page(connection, stream, records, rejections)


def projects_of(records: Iterable[Record]) -> set[str]:
    """The ids of the projects that these issues are in."""
    found = set()
    for record in records:
        fields = record.payload.get("fields") if record.kind == "issue" else None
        project = fields.get("project") if isinstance(fields, dict) else None
        if isinstance(project, dict) and id_of(project).isdigit():
            found.add(id_of(project))
    return found


def _is_due(connection: Connection, window: Window, stream: str) -> bool:
    last: datetime | None = cursor_of(window, stream)
    return window.full or last is None or connection.now is None or connection.now - last >= A_DAY


def _page(connection: Connection, stream: str, records: tuple[Record, ...], rejections: Any) -> Page:
    cursor = moment_text(connection.now) if connection.now else None
    return Page(connection.site, stream, records, rejections, cursor=cursor, as_of=connection.now)
