"""Which issues Jira shows at all, and what became of those that it no longer shows.

A deleted, archived or hidden issue never matches `updated >= …`: only a list of all ids shows that one is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from toil.sources.base import Census, Fate
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.reading import AT_ONCE, BULK
from toil.sources.jira.records import id_of
from toil.sources.jira.search import condition, ids_of
from toil.sources.jira.topup import all_entries, needed_list
from toil.sources.parallel import in_order

_HIDDEN = frozenset({403, 404, 410})
_SAID = {"deleted": "to be seen", "archived": "archived", "trashed": "in the trash", "access_lost": "not to be seen"}


def censuses(connection: Connection, options: JiraOptions) -> Iterator[Census]:
    """Every live project in scope with the ids of all its issues, as `jql` and `since` of the settings narrow them."""
    for project in projects(connection, options, "live"):
        key = str(project.get("key") or "")
        jql = condition(replace(options, projects=(key,)), options.since)
        ids = frozenset(ids_of(connection, jql))
        yield Census(connection.site, id_of(project) or key, key, "issue", len(ids), owner_ids=ids,
                     as_of=connection.now)  # fmt: skip


def fates(connection: Connection, options: JiraOptions, lost: Mapping[str, str]) -> Iterator[Fate]:
    """What became of each of these issues; `lost` gives the project key under which each was known.

    An issue that can be read is present: a move changes its key, not its id. Otherwise it shares the fate of its
    project: archived, in the trash, or not visible to the account any more. Jira answers 404 both for a deleted issue
    and for one that may not be seen; where the project itself can be seen, the issue is taken for deleted.
    """
    everywhere = replace(options, projects=())
    found = _found(connection, options, sorted(lost))
    states = {"live": "deleted", "archived": "archived", "deleted": "trashed"}
    of_project = {str(one.get("key")): state for status, state in states.items()
                  for one in projects(connection, everywhere, status)}  # fmt: skip
    for issue_id, project in sorted(lost.items()):
        if issue_id not in found:
            state = of_project.get(project, "access_lost")
            yield Fate(issue_id, state, f"Jira no longer shows it; project {project}: {_SAID[state]}")
            continue
        key = found[issue_id]
        state = "archived" if of_project.get(key.rpartition("-")[0]) == "archived" else "present"
        yield Fate(issue_id, state, f"Jira shows it as {key}")


def projects(connection: Connection, options: JiraOptions, status: str) -> list[dict[str, Any]]:
    """The projects that the account sees with this status (live, archived, deleted), those of the settings only.

    Data Center lists live and archived ones together and knows no trash.
    """
    if connection.is_cloud:
        listed = all_entries(connection, "/rest/api/3/project/search", "values", {"status": status, "orderBy": "key"})
        every = [one for one in listed or () if isinstance(one, dict)]
    else:
        listed = connection.get("/rest/api/2/project", {"includeArchived": "true"}, accept=_HIDDEN)
        wanted = {"live": False, "archived": True}.get(status)
        every = [one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, dict)
                 and bool(one.get("archived")) is wanted]  # fmt: skip
    return [one for one in every if not options.projects or one.get("key") in options.projects]


def _found(connection: Connection, options: JiraOptions, ids: Sequence[str]) -> dict[str, str]:
    """The keys of those issues that can be read, by id."""

    def read(chunk: Sequence[str]) -> list[Any]:
        if not connection.is_cloud:
            one = connection.get(f"/rest/api/2/issue/{chunk[0]}", {"fields": "updated"}, accept=_HIDDEN)
            return [one] if one else []
        answer = connection.post(BULK, {"issueIdsOrKeys": list(chunk), "fields": ["updated"]})
        return needed_list(answer, "issues", connection.place("POST", BULK))

    size = AT_ONCE if connection.is_cloud else 1
    chunks = [ids[start : start + size] for start in range(0, len(ids), size)]
    answered = in_order(read, chunks, workers=options.parallel_requests)
    return {id_of(one): str(one.get("key") or "") for part in answered for one in part if isinstance(one, dict)}
