"""The rules of the Jira Cloud extension: which field of an issue it fills with which fact of the incident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toil.errors import CredentialsError, SourceUnavailable
from toil.sources.base import Page, Rejection
from toil.sources.pagerduty.client import rows_of
from toil.sources.pagerduty.lists import Listing, pages_of
from toil.sources.pagerduty.records import JIRA_RULE, text_id
from toil.sources.pagerduty.run import Run
from toil.sources.pagerduty.windows import to_text

STREAM = "jira_rules"
MAPPINGS = "/integration-jira-cloud/accounts_mappings"
_NOT_THERE = {400, 402, 403, 404}  # no such extension, or a plan or key that may not see it


def jira_rules(run: Run) -> Iterator[Page]:
    """The extension's rules, read anew once a day; an account without the extension has none.

    `GET /integration-jira-cloud/accounts_mappings` and `…/{id}/rules` are an API of their own beside the REST API. They
    help to link and are needed for nothing else: where they fail, that is told, and the run goes on.
    """
    last = run.cursor(STREAM)
    if last and not run.window.full and timedelta(0) <= run.client.now - last < timedelta(days=1):
        return
    try:
        if run.client.get(MAPPINGS, {"limit": 1, "offset": 0}, accept=_NOT_THERE).status == 200:
            yield from _rules_of_all(run)
    except (CredentialsError, SourceUnavailable) as error:
        told = f"the rules of the Jira extension cannot be read ({error.what}); links come from what items say"
        yield run.page(STREAM, rejections=[Rejection(MAPPINGS, told)])
        return
    yield run.page(STREAM, cursor=to_text(run.client.now))


def _rules_of_all(run: Run) -> Iterator[Page]:
    for listed in pages_of(run.client, Listing(MAPPINGS, "accounts_mappings", {})):
        for mapping in rows_of(listed, "accounts_mappings"):
            if mapping_id := text_id(mapping):
                for answer in pages_of(run.client, Listing(f"{MAPPINGS}/{mapping_id}/rules", "rules", {})):
                    yield run.page_of(STREAM, JIRA_RULE, rows_of(answer, "rules"), where=answer.where)
