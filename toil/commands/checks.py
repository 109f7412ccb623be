"""What `toil doctor` looks at, each as one line with advice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from toil.commands.check import Check, of_error
from toil.commands.file_checks import file_checks
from toil.commands.session import Session
from toil.errors import StoreLocked, StoreMissing, ToilError

if TYPE_CHECKING:
    from toil.settings import Settings

_ROWS_SHOWN = 20
_LEAST_FREE = 2 * 1024**3  # a build is written aside before the old one goes


def run_checks(session: Session) -> list[Check]:
    """Everything that can be looked at without changing anything; broken settings end the list."""
    try:
        settings = session.settings
    except ToilError as error:
        return [of_error("settings", error)]
    folder = settings.store.folder
    said = f"{settings.file}" if settings.file else "no toil.toml: defaults"
    return [
        Check("settings", "ok", said),
        *_sources(session),
        _raw_store(folder),
        *_published_store(folder),
        *_last_runs(folder),
        *_schedule(session),
        _journal(settings),
        *_spark(settings),
        _zone(session),
        *file_checks(settings),
        _disk(folder),
    ]


def exit_code(checks: list[Check]) -> int:
    """4 where credentials are wrong, else the first error's code, else 0."""
    codes = [check.code for check in checks if check.code]
    return 4 if 4 in codes else next(iter(codes), 0)


def _sources(session: Session) -> Iterator[Check]:
    from toil.sources import get_source, source_names

    for name in source_names():
        source = get_source(name)
        try:
            config = session.settings.source_config(source)
            if source.configured(config):
                yield Check(name, "ok", source.check(config))
                for found in source.inspect(config):
                    code = 1 if found.status == "error" else 0
                    yield Check(f"{name} {found.name}", found.status, found.message, found.do, code)
            elif source.secrets:
                wanted = ", ".join(secret.name for secret in source.secrets)
                yield Check(name, "missing", "not configured", f"to use it, set in the environment: {wanted}")
        except ToilError as error:
            yield of_error(name, error)
        except Exception as error:  # what breaks in one source must not hide what there is to say of the others
            said = f"could not be looked at: {type(error).__name__}"
            yield Check(name, "error", said, "run it with --verbose, and report what it shows", 1)


def _raw_store(folder: Path) -> Check:
    file = folder / "raw.duckdb"
    if not file.exists():
        return Check("raw store", "missing", f"{file} is not there yet", "run `toil extract`")
    return Check("raw store", "ok", f"{file}, {_size(file.stat().st_size)}")


def _published_store(folder: Path) -> Iterator[Check]:
    from toil.store.published import open_published

    try:
        with open_published(folder) as store:
            info = store.read("build_info").iloc[0]
            yield Check("published store", "ok", f"build {store.build_id} as of {info['as_of']:%Y-%m-%d %H:%M} UTC")
            yield _people(store.read("unmatched_people")["row_to_add"].tolist())
            for row in store.read("learned_models").to_dict("records"):
                said = f"on {row['learned_at']:%Y-%m-%d} from {row['seen_count']:,} (now {row['now_count']:,})"
                yield Check(f"learned {row['model']}", "ok", said)
    except StoreMissing as error:
        yield Check("published store", "missing", error.what, error.do)
    except ToilError as error:
        yield of_error("published store", error)


def _people(rows: list[str]) -> Check:
    """Who is known at one place only, with the rows to add: pages show no names, but somebody has to join them."""
    if not rows:
        return Check("people", "ok", "everybody is known wherever they work, or there is one place only")
    shown = "\n".join(rows[:_ROWS_SHOWN])
    more = f"\n… and {len(rows) - _ROWS_SHOWN} more" if len(rows) > _ROWS_SHOWN else ""
    return Check("people", "warning", f"{len(rows)} are known at one place only",
                 "where two of these are one person, add their rows under one name to [people] file "
                 f"(header: person,account):\n{shown}{more}")  # fmt: skip


def _last_runs(folder: Path) -> Iterator[Check]:
    from toil.store.last_runs import last_runs

    try:
        runs = last_runs(folder)
    except StoreLocked as error:
        yield Check("last runs", "warning", error.what, error.do)
        return
    except ToilError as error:
        yield of_error("last runs", error)
        return
    for run in runs:
        message = (f"{run.outcome} at {run.started_at:%Y-%m-%d %H:%M} UTC, {run.records:,} records, "
                   f"{run.rejected:,} rejected")  # fmt: skip
        advice = f"{run.message}; run `toil extract {run.source}` again".removeprefix("; ")
        is_fine = run.outcome == "complete"
        message += f"; {run.message}" if is_fine and run.message else ""
        yield Check(f"last run of {run.source}", "ok" if is_fine else "warning", message, "" if is_fine else advice)


def _schedule(session: Session) -> Iterator[Check]:
    """The newest `toil run`; nothing where there never was one."""
    from toil.store.run_log import RunLog, trouble

    run = session.settings.run
    records = [one for one in RunLog(session.settings.store.folder).records() if one.outcome != "refused"]
    if not records:
        return
    newest = records[-1]
    said = f"{newest.outcome}, began at {newest.started_at}" + (f": {newest.message}" if newest.message else "")
    found = trouble(records, now=datetime.now(UTC), expected_hours=run.expected_hours)
    if found is None:
        yield Check("schedule", "ok", said)
    elif found.kind == "late":
        yield Check("schedule", "warning", f"late: {said}", "look whether the schedule still runs; docs/schedule.md")
    else:
        yield Check("schedule", "warning", said, "run `toil run` again, and see what it says")


def _journal(settings: Settings) -> Check:
    from toil.store.journal import Journal

    try:
        journal = Journal.of(settings)
        if not journal.place.is_there():
            return Check("journal", "ok", "nothing was said yet")
        where = "" if settings.engine.journal == "sqlite" else f" in {journal.place.name}"
        return Check("journal", "ok", f"{len(journal.events()):,} events stand{where}")
    except ToilError as error:
        return of_error("journal", error)


def _spark(settings: Settings) -> Iterator[Check]:
    """What the next build lets Spark make; nothing where everything is made here."""
    if settings.engine.compute != "spark":
        return
    from toil.relations import all_relations
    from toil.spark.building import made_by_spark
    from toil.spark.run import pyspark

    try:
        names, count = made_by_spark(settings, all_relations())
        version = pyspark().__version__
        yield Check("spark", "ok", f"{version}; makes {len(names)} of the {count} relations that SQL makes")
    except ToilError as error:
        yield of_error("spark", error)


def _zone(session: Session) -> Check:
    """Weeks and hours outside work follow the zone; UTC that nobody chose is a likely mistake."""
    settings = session.settings
    zones = {name: team.zone for name, team in settings.teams.items()} or {"everybody": settings.calendar.zone}
    said = ", ".join(f"{name} {zone}" for name, zone in zones.items())
    if settings.teams or "calendar" in settings.model_fields_set:
        return Check("time zone", "ok", said)
    return Check("time zone", "warning", f"none was chosen: {said}", "set zone in [teams.NAME] or in [calendar]")


def _disk(folder: Path) -> Check:
    place = next(path for path in (folder.resolve(), *folder.resolve().parents) if path.exists())
    free = shutil.disk_usage(place).free
    if free < _LEAST_FREE:
        return Check("disk", "warning", f"{_size(free)} free at {place}", "make room, or move [store] folder")
    return Check("disk", "ok", f"{_size(free)} free at {place}")


def _size(amount: float) -> str:
    for unit in ("B", "kB", "MB"):
        if amount < 1024:
            return f"{amount:,.0f} {unit}"
        amount /= 1024
    return f"{amount:,.1f} GB"
