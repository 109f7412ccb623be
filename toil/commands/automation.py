"""`toil automation`: what was shipped against which recurring work, what it promised, and what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from toil.commands.automation_text import lines_of, sentence_of_plan, totals_line
from toil.commands.register import command, new_app
from toil.commands.session import Session
from toil.errors import StoreMissing, UsageError

if TYPE_CHECKING:
    import pandas as pd

    from toil.proof.plan import Plan
    from toil.store.journal import Event, Journal
    from toil.store.published import Published

Metric = Annotated[str, typer.Option("--metric", help="What should fall: count (occurrences) or hours.")]
Invested = Annotated[
    float | None, typer.Option("--invested", min=0, max=100_000, help="Hours it took to build, as far as known.")
]


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    group = new_app("Register automations, so that their effect can be proved.")
    for name, function in (("add", add), ("edit", edit), ("undo", undo), ("list", list_all)):
        command(group, name)(function)
    app.add_typer(group, name="automation")


def add(
    session: Session,
    recurrence: Annotated[str, typer.Argument(help="recurrence_id of the work it takes over.")],
    name: Annotated[str, typer.Option("--name", help="What you call the automation.")],
    shipped_on: Annotated[str, typer.Option("--shipped-on", help="Date it goes live, e.g. 2026-09-07.")],
    promised: Annotated[float, typer.Option("--promised", min=0, max=10_000, help="Hours a week it should save.")],
    metric: Metric = "count",
    invested: Invested = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be registered, and write nothing.")
    ] = False,
) -> None:
    """Register an automation: its promise, metric, baseline and verdict date are fixed before its effect is known."""
    from toil.proof.registration import new_automation_id
    from toil.store.journal import Journal

    journal = Journal.of(session.settings)
    said = {"recurrence_id": recurrence, "name": _named(name), "shipped_on": _checked_date(shipped_on),
            "promised_hours_per_week": promised, "metric": _checked_metric(metric)}  # fmt: skip
    body, plan = _planned(session, said if invested is None else said | {"invested_hours": invested})
    identity = None
    if not dry_run:
        author = session.settings.app.user
        identity = journal.append_new("automation", body, named=new_automation_id, author=author)
    if session.json:
        session.emit({"automation_id": identity, **body, "trouble": plan.trouble if plan else None})
    session.say(sentence_of_plan(plan))
    session.say("nothing was written" if dry_run else f"registered {identity}; next: `toil build`")


def edit(
    session: Session,
    automation: Annotated[str, typer.Argument(help="automation_id, as `list` shows it.")],
    recurrence: Annotated[str | None, typer.Option("--recurrence", help="Another recurrence_id.")] = None,
    name: Annotated[str | None, typer.Option("--name", help="Another name.")] = None,
    shipped_on: Annotated[str | None, typer.Option("--shipped-on", help="Another date.")] = None,
    promised: Annotated[
        float | None, typer.Option("--promised", min=0, max=10_000, help="Another promise, hours a week.")
    ] = None,
    metric: Annotated[str | None, typer.Option("--metric", help="Another metric: count or hours.")] = None,
    invested: Invested = None,
) -> None:
    """Change what was registered. A new promise, date, metric or work plans the verdict anew, and counts from today."""
    from toil.proof.registration import JUDGED_BY

    journal, events = _registered(session, automation)
    said = {"recurrence_id": recurrence, "name": None if name is None else _named(name),
            "shipped_on": None if shipped_on is None else _checked_date(shipped_on),
            "promised_hours_per_week": promised, "metric": None if metric is None else _checked_metric(metric),
            "invested_hours": invested}  # fmt: skip
    changed = {key: value for key, value in said.items() if value is not None}
    if not changed:
        raise UsageError("nothing was to be changed", do="see `toil automation edit --help`")
    body = dict(events[-1].body) | changed
    if changed.keys() & set(JUDGED_BY):
        body, plan = _planned(session, body, registered=events[0].written_at)
        session.say(sentence_of_plan(plan))
    journal.append("automation", automation, body, author=session.settings.app.user)
    if session.json:
        session.emit({"automation_id": automation, **body})
    session.say(f"changed {automation}; next: `toil build`")


def undo(
    session: Session, automation: Annotated[str, typer.Argument(help="automation_id, as `list` shows it.")]
) -> None:
    """Take the last word about an automation back: an edit, or – where there is none – its registration."""
    journal, events = _registered(session, automation)
    journal.undo(events[-1].event_id, author=session.settings.app.user)
    what = "its last change is undone" if len(events) > 1 else "it is registered no more"
    session.say(f"{automation}: {what}; next: `toil build`")


def list_all(session: Session) -> None:
    """List the registered automations; with the verdicts, misses and hours of the newest build where there is one."""
    from toil.store.journal import Journal

    newest = {event.subject: event for event in Journal.of(session.settings).events(kind="automation")}
    outcomes, totals = _built(session)
    rows = [{"automation_id": subject, **event.body, "verdict": outcomes.get(subject, {}).get("verdict"),
             "outcome": outcomes.get(subject)} for subject, event in newest.items()]  # fmt: skip
    if session.json:
        session.emit({"automations": rows, "totals": totals})
        return
    for row in rows:
        for line in lines_of(row):
            session.line(line)
    if totals and rows:
        session.line(totals_line(totals))
    if not rows:
        session.say("no automation is registered; `toil automation add` does it")


def _planned(
    session: Session, body: dict[str, Any], *, registered: str | None = None
) -> tuple[dict[str, Any], Plan | None]:
    """The body with its plan from the newest build; raises UsageError for a recurrence that is not there."""
    import pandas as pd

    from toil.proof.plan import plan_from
    from toil.store.published import open_published

    with open_published(session.settings.store.folder) as store:
        recurrence = _current_id(store, str(body.get("recurrence_id") or ""))
        body = body | {"recurrence_id": recurrence}
        moment = pd.Timestamp(registered or datetime.now(UTC)).tz_localize(None)
        plan = plan_from(
            store.read, recurrence, shipped=pd.Timestamp(body["shipped_on"]), registered=moment,
            metric=str(body.get("metric") or "count"), promised=body.get("promised_hours_per_week"),
        )  # fmt: skip
    return body if plan is None else body | plan.body(), plan


def _current_id(store: Published, recurrence: str) -> str:
    """Today's id of a recurrence, also of one that was merged away; raises UsageError for one that is not there."""
    if not store.read("recurrences", recurrence_id=recurrence).empty:
        return recurrence
    keys = store.read("recurrence_keys", key_id=recurrence) if "recurrence_keys" in store.relations() else None
    if keys is None or keys.empty:
        raise UsageError(f"there is no recurrence {recurrence!r}", do="`toil candidates --json` lists their ids")
    return str(keys["recurrence_id"].iloc[0])


def _registered(session: Session, automation: str) -> tuple[Journal, list[Event]]:
    """The journal, and the standing events of an automation; raises UsageError where there is none."""
    from toil.store.journal import Journal

    journal = Journal.of(session.settings)
    events = journal.events("automation", automation)
    if not events:
        raise UsageError(f"there is no automation {automation!r}", do="`toil automation list` shows them")
    return journal, events


def _named(name: str) -> str:
    if not name.strip():
        raise UsageError("an automation needs a name", where="--name")
    return " ".join(name.split())


def _checked_metric(metric: str) -> str:
    if metric not in ("count", "hours"):
        raise UsageError(f"there is no metric {metric!r}", where="--metric", do="one of: count, hours")
    return metric


def _checked_date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
        if not 1990 <= day.year <= 2100:
            raise ValueError(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a date", where="--shipped-on", do="write it as 2026-09-07") from None
    return day.isoformat()


def _built(session: Session) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """Outcomes by automation and the totals of the newest build; empty without one, or with one of an older version."""
    from toil.store.published import open_published

    try:
        with open_published(session.settings.store.folder) as store:
            outcomes = _records(store.read("automation_outcomes"))
            known = "automation_totals" in store.relations()
            totals = _records(store.read("automation_totals")) if known else [{}]
    except StoreMissing:
        return {}, {}
    return {str(row["automation_id"]): row for row in outcomes}, totals[0]


def _records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]
