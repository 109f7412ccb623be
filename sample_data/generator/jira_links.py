"""Links between issues: reports relate to the incidents before them, and some engineering blocks other engineering."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from random import Random

from sample_data.generator import jira_site as site
from sample_data.generator.work import Issue, dice

Payload = dict[str, object]
RELATES = {"id": "10003", "name": "Relates", "inward": "relates to", "outward": "relates to"}
BLOCKS = {"id": "10000", "name": "Blocks", "inward": "is blocked by", "outward": "blocks"}


def issue_links(issues: list[Issue], seed: int) -> dict[str, list[Payload]]:
    """The `issuelinks` of every linked issue by its key; each link stands on both its issues."""
    found: dict[str, list[Payload]] = {}
    pairs = [*_reports(issues, dice(seed, "links/reports")), *_blocks(issues, dice(seed, "links/blocks"))]
    for number, (kind, source, target) in enumerate(pairs, start=52_001):
        found.setdefault(source.key, []).append(_link(number, kind, "outwardIssue", target))
        found.setdefault(target.key, []).append(_link(number, kind, "inwardIssue", source))
    return found


def _reports(issues: list[Issue], rng: Random) -> Iterator[tuple[dict[str, str], Issue, Issue]]:
    """Most incident reports relate to the last incident issue opened before them."""
    last: Issue | None = None
    for issue in issues:
        kind = issue.work.kind
        if kind and kind.id == "incident-report" and last and rng.random() < 0.8:
            yield RELATES, issue, last
        if issue.issue_type == "Incident":
            last = issue


def _blocks(issues: list[Issue], rng: Random) -> Iterator[tuple[dict[str, str], Issue, Issue]]:
    """Now and then a project waits for another of the same epic."""
    projects = [issue for issue in issues if issue.epic]
    for earlier, later in pairwise(projects):
        if earlier.epic is later.epic and rng.random() < 0.8:
            yield BLOCKS, earlier, later


def _link(number: int, kind: dict[str, str], side: str, other: Issue) -> Payload:
    fields = {"summary": other.title, "issuetype": site.issue_type(other.issue_type)}
    return {
        "id": str(number),
        "self": f"{site.API}/issueLink/{number}",
        "type": {**kind, "self": f"{site.API}/issueLinkType/{kind['id']}"},
        side: {"id": str(other.id), "key": other.key, "self": f"{site.API}/issue/{other.id}", "fields": fields},
    }
