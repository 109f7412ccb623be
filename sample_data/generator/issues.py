"""Opens the Jira issues of the works: type, project, labels, epic, who opened it, and keys in order of creation."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from random import Random

from sample_data.generator.days import Horizon
from sample_data.generator.kinds import oneoff_words
from sample_data.generator.people import AUTOMATION_APP, PAGERDUTY_APP, Person
from sample_data.generator.schedule import Titles
from sample_data.generator.wording import Filler
from sample_data.generator.work import Issue, Part, Work, dice

FIRST_NUMBER = {"OPS": 2101, "SRE": 701, "SHOP": 5301}
UNTOUCHED_PROJECTS = 24
GIANT_SECONDS = 40 * 3600


def open_issues(
    works: list[Work], people: tuple[Person, ...], horizon: Horizon, titles: Titles, seed: int
) -> list[Issue]:
    """One issue for every work that has one, a backlog nobody has begun, and the epics; ids and keys by time."""
    rng = dice(seed, "issues")
    works += _untouched(people, horizon, titles, rng)
    epics = [_epic(title, people, horizon, rng) for title in oneoff_words()["epics"]["titles"]]
    issues = [_issue(work, rng) for work in works if _has_issue(work)]
    issues = [issue for issue in issues if issue.created_at < horizon.ends_at]
    for issue in issues:
        issue.work.issue = issue
        issue.cancelled = issue.work.cancelled
        issue.logs_work = _logs_work(issue.work, rng)
        if issue.project == "SRE" and rng.random() < 0.6:
            earlier = [epic for epic in epics if epic.created_at < issue.created_at]
            issue.epic = rng.choice(earlier) if earlier else None
    issues += epics
    _number(issues)
    return issues


def _logs_work(work: Work, rng: Random) -> bool:
    """Whether time is logged: a matter of the person's habit, and a duty on the largest projects."""
    draw = rng.random()
    return bool(work.slices) and (work.seconds > GIANT_SECONDS or draw < work.slices[0].person.habit)


def _has_issue(work: Work) -> bool:
    """Pages without a link to Jira exist in PagerDuty only."""
    return not work.incidents or bool(work.incidents[0].evidence)


def _issue(work: Work, rng: Random) -> Issue:
    if work.incidents:
        return _incident_issue(work, rng)
    kind = work.kind
    project = kind.project if kind else ("SRE" if work.category.startswith(("ENG", "OUT", "OVH")) else "OPS")
    scheduled = bool(kind and kind.cadence in ("daily", "weekly"))
    creator = AUTOMATION_APP if scheduled and rng.random() < 0.9 else work.requester
    labels = tuple(label for label in (kind.labels if kind else ()) if rng.random() < 0.75)
    return Issue(work, work.title, project, _type(work, project), work.created_at, creator, work.language, labels)


def _type(work: Work, project: str) -> str:
    if project == "SRE":
        return "Task"
    if project == "SHOP":
        return "Support"
    return "Service Request" if work.category.startswith(("REQ", "INT.adhoc")) else "Operation"


def _incident_issue(work: Work, rng: Random) -> Issue:
    """The issue of an incident: opened by the integration, or by the responder a little later."""
    incident = work.incidents[0]
    kind = work.kind
    responder = work.slices[0].person if work.slices else work.requester
    title, language = incident.title, work.language
    own = [(text, "en") for text in (kind.issue_en if kind else ())] + [
        (text, "ja") for text in (kind.issue_ja if kind else ())
    ]
    if own and rng.random() < 0.3:
        template, language = rng.choice(own)
        filler = Filler(rng, work.created_at.date())
        filler.values = work.variables
        title = filler.fill(template)
    by_app = "external_reference" in incident.evidence
    seconds = rng.randrange(15, 70) if by_app else rng.randrange(240, 2400)
    labels = [label for label in (kind.labels if kind else ("incident",)) if rng.random() < 0.8]
    created = incident.created_at + timedelta(seconds=seconds)
    creator = PAGERDUTY_APP if by_app else responder
    return Issue(work, title, "OPS", "Incident", created, creator, language, tuple(labels))


def _untouched(people: tuple[Person, ...], horizon: Horizon, titles: Titles, rng: Random) -> list[Work]:
    """Project work that was written down and never begun."""
    works = []
    for _ in range(UNTOUCHED_PROJECTS):
        language, category, title = next(titles)
        created = horizon.starts_at + timedelta(minutes=rng.randrange(600, 10_000 * horizon.weeks))
        works.append(Work(category, 0.0, title, language, created, rng.choice(people), planned=True))
    return works


def _epic(title: str, people: tuple[Person, ...], horizon: Horizon, rng: Random) -> Issue:
    created = horizon.starts_at + timedelta(minutes=rng.randrange(540, 4000))
    owner = rng.choice(people)
    work = Work("ENG.sys", 0.0, title, "en", created, owner, planned=True, parts=[Part(owner, 0)])
    work.issue = Issue(work, title, "SRE", "Epic", created, owner, "en")
    return work.issue


def _number(issues: list[Issue]) -> None:
    issues.sort(key=lambda issue: (issue.created_at, issue.title))
    counters: dict[str, int] = defaultdict(int)
    for number, issue in enumerate(issues):
        issue.id = 40_211 + number
        issue.key = f"{issue.project}-{FIRST_NUMBER[issue.project] + counters[issue.project]}"
        counters[issue.project] += 1
