"""Remote links: where an issue points to an incident or a page elsewhere. Jira has no way to ask for many at once."""

from __future__ import annotations

from collections.abc import Sequence

from toil.sources.base import Record
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.records import Taken, remote_link_record
from toil.sources.jira.topup import list_in
from toil.sources.parallel import in_order

_FIELDS = frozenset({"remoteissuelink", "remoteworkitemlink"})
_HIDDEN = frozenset({403, 404})


def remote_links(connection: Connection, options: JiraOptions, records: Sequence[Record]) -> list[Taken]:
    """The remote links of those issues whose changelog says that they have some; of all, or of none, as set.

    Jira writes each remote link into the changelog, so that one request is made for an issue that has any.
    """
    issues = [record.record_id for record in records if record.kind == "issue"]
    if options.remote_links == "off":
        return []
    wanted = issues if options.remote_links == "all" else sorted(_linked(records) & set(issues))

    def read(issue_id: str) -> list[Taken]:
        path = f"{connection.api}/issue/{issue_id}/remotelink"
        listed = connection.get(path, accept=_HIDDEN)
        where = connection.place("GET", path)
        return [remote_link_record(one, where, issue_id) for one in (listed if isinstance(listed, list) else ())]

    return [taken for part in in_order(read, wanted, workers=options.parallel_requests) for taken in part]


def _linked(records: Sequence[Record]) -> set[str]:
    found = set()
    for record in records:
        changelog = record.payload.get("changelog")
        histories = list_in(changelog, "histories") if record.kind == "issue" else [record.payload]
        if record.kind in ("issue", "changelog") and any(_tells_of_link(one) for one in histories):
            found.add(record.owner_id)
    return found


def _tells_of_link(history: object) -> bool:
    return any(
        isinstance(item, dict) and str(item.get("field")).lower() in _FIELDS for item in list_in(history, "items")
    )
