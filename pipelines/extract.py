"""Sources → raw store, page by page; a run that ends early keeps what it saved and goes on from there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from toil.errors import CredentialsError, SourceUnavailable, ToilError, UsageError
from toil.settings import Settings
from toil.sources import get_source, source_names, staging_sql
from toil.sources.base import Estimate, Page, Rejection, Source, SourceConfig, Window
from toil.sources.guard import guarded
from toil.store.batches import gathered
from toil.store.censuses import Completeness, compare, held_owners, in_words, is_census_due, settle, take_census
from toil.store.lock import store_lock
from toil.store.raw import RawStore, Run
from toil.store.staging import stage

Progress = Callable[[str, int], None]
THREADS = 2  # more would wait for the service just as long, and each takes its part of [extract] memory_limit


@dataclass(frozen=True)
class RunResult:
    """How the run of one source ended; `outcome` is complete, partial or failed, and `exit_code` follows from it."""

    source: str
    site: str
    outcome: str
    records: int
    changed: int
    rejected: int
    seconds: float
    message: str = ""
    exit_code: int = 0


def configured_sources(settings: Settings) -> list[str]:
    """The sources for which there are settings enough to connect."""
    return [name for name in source_names() if get_source(name).configured(settings.source_config(get_source(name)))]


def extract(
    settings: Settings,
    names: Sequence[str] = (),
    *,
    since: datetime | None = None,
    full: bool = False,
    load: Sequence[Path] = (),
    options: Mapping[str, Any] | None = None,
    progress: Progress = lambda source, records: None,
    held: bool = False,
) -> list[RunResult]:
    """Read each named source (default: all that are configured) into the raw store, or replay saved files of one.

    `options` take the place of the source's table in toil.toml; `held` says that the caller holds the store already.
    A failing source does not stop the others. Raises UsageError where there is nothing to read, StoreLocked where
    another run holds the store.
    """
    chosen = chosen_sources(settings, names)
    if load and len(chosen) != 1:
        raise UsageError("a saved file belongs to one source", do="name it: toil extract jira --load FILE")
    with nullcontext() if held else store_lock(settings.store.folder), _raw(settings) as store:
        return [
            _run(store, get_source(name), _config(settings, name, options), since, full, load, progress,
                 settings.extract.census_hours)
            for name in chosen
        ]  # fmt: skip


def estimate(settings: Settings, names: Sequence[str] = (), *, since: datetime | None = None, full: bool = False
             ) -> dict[str, Estimate]:  # fmt: skip
    """What reading each source now would bring and cost, asked of the services, with nothing read."""
    with store_lock(settings.store.folder), _raw(settings) as store:
        return {
            name: get_source(name).estimate(_config(settings, name, None), _window(store, name, since, full))
            for name in chosen_sources(settings, names)
        }


def verify(settings: Settings, names: Sequence[str] = ()) -> tuple[list[Completeness], list[ToilError]]:
    """Count everything at the services again, settle what became of items that they lack, and compare with the store.

    The scopes that were counted, and the error of each source that could not be; one does not keep the others.
    """
    found: list[Completeness] = []
    errors: list[ToilError] = []
    with store_lock(settings.store.folder), _raw(settings) as store:
        for name in chosen_sources(settings, names):
            source, config = get_source(name), _config(settings, name, None)
            run = store.begin_run(name, "verify")
            try:
                message, scopes = _count_all(store, run, source, config, _window(store, name, None, full=False))
            except ToilError as error:
                store.end_run(run, "failed", str(error).splitlines()[0])
                errors.append(error)
                continue
            store.end_run(run, "complete", message)
            found += scopes
    return found, errors


def chosen_sources(settings: Settings, names: Sequence[str] = ()) -> list[str]:
    """The named sources, else all that are configured; raises UsageError where there is none."""
    chosen = list(names) or configured_sources(settings)
    if not chosen:
        raise UsageError("no source is configured", do="set JIRA_URL and JIRA_API_TOKEN, or PAGERDUTY_API_KEY; "
                         "`toil doctor` says what is missing")  # fmt: skip
    return chosen


def _raw(settings: Settings) -> Any:
    return RawStore.open(settings.store.folder, memory_limit=settings.extract.memory_limit, threads=THREADS)


def _config(settings: Settings, name: str, options: Mapping[str, Any] | None) -> SourceConfig:
    config = settings.source_config(get_source(name))
    return config if options is None else replace(config, options=options)


def _run(store: RawStore, source: Source, config: SourceConfig, since: datetime | None, full: bool,
         load: Sequence[Path], progress: Progress, census_hours: float) -> RunResult:  # fmt: skip
    started = time.monotonic()
    run = store.begin_run(source.name, "load" if load else "fetch")
    outcome, message, code = "complete", "", 0
    lost: list[Rejection] = []
    try:
        _check_loadable(load)
        window = _window(store, source.name, since, full)
        for page in gathered(guarded(source.name, lambda: _pages(source, config, window, load))):
            store.save(run, page)
            progress(source.name, run.records)
            lost += [rejection for rejection in page.rejections if rejection.loses_more]
        _refuse_losses(run, lost, load)
    except ToilError as error:
        outcome, message, code = _ended(run, error)
    stage(store, source.name, staging_sql(source.name))
    if not load and not code and is_census_due(store, source.name, census_hours):
        try:
            message, _ = _count_all(store, run, source, config, _window(store, source.name, None, full=False))
        except ToilError as error:
            outcome, message, code = _ended(run, error)
    store.end_run(run, outcome, message.splitlines()[0] if message else "")
    return RunResult(source.name, run.site, outcome, run.records, run.changed, run.rejected,
                     round(time.monotonic() - started, 2), message, code)  # fmt: skip


def _count_all(store: RawStore, run: Run, source: Source, config: SourceConfig, window: Window
               ) -> tuple[str, list[Completeness]]:  # fmt: skip
    """Take the census, settle what it lacks and compare: what people should know of it, if anything, and each scope."""
    lacking = take_census(store, run, guarded(source.name, lambda: source.census(config, window)))
    classes = settle(store, run, lacking, lambda lost: guarded(source.name, lambda: source.fates(config, lost)))
    return in_words(source.name, classes), compare(store, run)


def _window(store: RawStore, name: str, since: datetime | None, full: bool) -> Window:
    return Window(store.cursors(name), since, full, held=partial(held_owners, store, name))


def _pages(source: Source, config: SourceConfig, window: Window, load: Sequence[Path]) -> Iterator[Page]:
    if load:
        return chain.from_iterable(source.replay(path, config) for path in load)
    if not source.configured(config):
        names = ", ".join(secret.name for secret in source.secrets)
        raise CredentialsError(f"{source.name} is not configured", do=f"set in the environment: {names}")
    return source.fetch(config, window)


def _check_loadable(load: Sequence[Path]) -> None:
    """All files are looked at before the first is taken."""
    for path in load:
        if not path.is_file():
            raise UsageError("there is no such file", where=str(path))


def _refuse_losses(run: Run, lost: Sequence[Rejection], load: Sequence[Path]) -> None:
    """A file that breaks off was only partly read, and one without a single good row is not of this source."""
    if lost:
        raise SourceUnavailable(lost[0].reason, where=lost[0].where, do="save the file again, whole, and load it")
    if load and run.rejected and not run.records:
        raise ToilError(f"nothing in the file could be read as {run.source}'s", where=str(load[0]),
                        do="check that it is this source's file; rejected_rows holds the reasons")  # fmt: skip


def _ended(run: Run, error: ToilError) -> tuple[str, str, int]:
    outcome = "partial" if run.records else "failed"
    unavailable = SourceUnavailable.exit_code if run.records else error.exit_code
    return outcome, str(error), unavailable
