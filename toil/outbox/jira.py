"""Jira as a backlog: finds our issues, asks what a new one needs, files and comments; never files twice."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toil.errors import SettingsError, SourceUnavailable, ToilError
from toil.exports.backlog import Line, Part, Proposal, to_adf, to_wiki
from toil.outbox.plan import Standing, label_of
from toil.settings_outbox import BacklogSettings
from toil.sources import get_source
from toil.sources.jira import JiraSource
from toil.sources.jira.connection import Connection
from toil.sources.jira.records import id_of
from toil.sources.jira.search import issues_of
from toil.sources.jira.topup import all_entries

if TYPE_CHECKING:
    from toil.settings import Settings

OURS = frozenset({"project", "issuetype", "summary", "description", "labels", "reporter"})
"""What a new issue gets from us, and the reporter, whom Jira fills in."""


class JiraBacklog:
    """The project that candidates are filed in; `site` names the Jira in the ledger."""

    def __init__(self, connection: Connection, settings: BacklogSettings) -> None:
        self.connection, self.settings = connection, settings
        self.site = connection.site

    def labelled(self, recurrence_ids: Iterable[str]) -> list[Standing]:
        """The issues that bear the label of one of these. Raises where Jira cannot tell: then nothing may be filed."""
        labels = ", ".join(f'"{label_of(one)}"' for one in sorted(set(recurrence_ids)))
        found = issues_of(self.connection, f"labels in ({labels})", "labels,status") if labels else []
        return [_standing(one) for one in found if isinstance(one, dict)]

    def look(self, issue_id: str) -> Standing | None:
        """The issue as it is now; None where it is deleted or hidden."""
        params = {"fields": "labels,status"}
        answer = self.connection.get(f"{self.connection.api}/issue/{issue_id}", params, accept=(404,))
        return None if answer is None else _standing(answer)

    def check(self) -> None:
        """Ask Jira what a new issue needs; raises SettingsError naming what [backlog] must say."""
        path = f"{self.connection.api}/issue/createmeta/{self.settings.project}/issuetypes"
        types = self._entries(path, "issueTypes")
        if types is None:
            raise SettingsError(f"Jira shows no project {self.settings.project} to create issues in",
                                where="[backlog] project", do="check the key, and what the account may do")  # fmt: skip
        names = {str(one.get("name")): id_of(one) for one in types}
        if self.settings.issue_type not in names:
            raise SettingsError(f"{self.settings.project} has no issue type {self.settings.issue_type!r}",
                                where="[backlog] issue_type", do=f"one of: {', '.join(sorted(names))}")  # fmt: skip
        needed = self._entries(f"{path}/{names[self.settings.issue_type]}", "fields") or []
        if lacking := _lacking(needed, self.settings.fields):
            raise SettingsError(f"new issues of {self.settings.project} need more fields: {', '.join(lacking)}",
                                where="[backlog.fields]", do="give each a value as Jira's API takes it")  # fmt: skip

    def body(self, proposal: Proposal) -> dict[str, Any]:
        """What is sent to create the issue."""
        labels = [label_of(proposal.ids[0]), *self.settings.labels]
        return {"fields": {
            **self.settings.fields, "project": {"key": self.settings.project},
            "issuetype": {"name": self.settings.issue_type}, "summary": proposal.summary,
            "description": self._written(proposal.parts), "labels": labels,
        }}  # fmt: skip

    def create(self, proposal: Proposal) -> tuple[str, str]:
        """File it; the new issue's id and key. It is asked once: an answer may be lost after the issue was made.

        Raises Refused where Jira said no, and SourceUnavailable where nobody knows.
        """
        status, answer = self.connection.post_once(f"{self.connection.api}/issue", self.body(proposal))
        if status >= 400:
            raise Refused(f"Jira refused the issue (HTTP {status}): {_said(answer)}", where=proposal.summary,
                          do="mend [backlog] in toil.toml, or the rights of the account")  # fmt: skip
        if not isinstance(answer, dict) or not id_of(answer):
            raise SourceUnavailable("Jira did not say which issue it made", where=proposal.summary)
        return id_of(answer), str(answer.get("key") or "")

    def comment(self, issue_id: str, text: str) -> None:
        """Add a comment; what people wrote in the issue stays theirs."""
        body = {"body": self._written([Part((Line(text),))])}
        path = f"{self.connection.api}/issue/{issue_id}/comment"
        status, answer = self.connection.post_once(path, body)
        if status >= 400:
            raise Refused(f"Jira refused the comment (HTTP {status}): {_said(answer)}", where=issue_id)

    def _written(self, parts: Sequence[Part]) -> Any:
        return to_adf(parts) if self.connection.is_cloud else to_wiki(parts)

    def _entries(self, path: str, name: str) -> list[dict[str, Any]] | None:
        entries = all_entries(self.connection, path, name if self.connection.is_cloud else "values")
        return None if entries is None else [one for one in entries if isinstance(one, dict)]


def open_backlog(settings: Settings) -> JiraBacklog:
    """The backlog of toil.toml, with the credentials of the environment; raises SettingsError or CredentialsError."""
    if not settings.backlog.project:
        raise SettingsError("there is no backlog to file into", where="[backlog] project",
                            do='name a project in toil.toml: [backlog] project = "OPS"')  # fmt: skip
    config = settings.source_config(get_source("jira"))
    return JiraBacklog(JiraSource().connect(config), settings.backlog)


class Refused(ToilError):
    """Jira said no, so that nothing was made."""


def _standing(issue: Mapping[str, Any]) -> Standing:
    fields = issue.get("fields") or {}
    status = fields.get("status") or {}
    is_resolved = (status.get("statusCategory") or {}).get("key") == "done"
    return Standing(id_of(issue), str(issue.get("key") or ""), is_resolved, tuple(fields.get("labels") or ()))


def _lacking(needed: Iterable[Mapping[str, Any]], given: Collection[str]) -> list[str]:
    """The required fields that neither we, nor [backlog.fields], nor a default fills, as `id (name)`."""
    return [
        f"{one.get('fieldId')} ({one.get('name')})"
        for one in needed
        if one.get("required") and not one.get("hasDefaultValue") and str(one.get("fieldId")) not in {*OURS, *given}
    ]


def _said(answer: Any) -> str:
    if not isinstance(answer, dict):
        return "without a reason"
    told = [*(answer.get("errorMessages") or []), *(f"{k}: {v}" for k, v in (answer.get("errors") or {}).items())]
    return "; ".join(str(one)[:200] for one in told) or "without a reason"
