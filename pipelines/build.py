"""Raw store and journal → published store, swapped in when every check holds."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import toil
from toil.budgets.files import fingerprint as budget_fingerprint
from toil.errors import StoreMissing
from toil.leave import fingerprint as leave_fingerprint
from toil.people_file import read_people
from toil.relations import Relation, SqlRelation, all_relations
from toil.sources import source_names, staging_sql
from toil.store.builder import build_relations
from toil.store.elsewhere import Elsewhere, engines_of
from toil.store.groupings import remember, remembered
from toil.store.journal import Journal
from toil.store.journal_place import journal_place
from toil.store.lock import store_lock
from toil.store.published import PUBLISHED_FILE, current_build, publish
from toil.store.query import connect, first_row
from toil.store.raw import RAW_FILE, RawStore
from toil.store.reuse import memory
from toil.store.staging import stage

if TYPE_CHECKING:
    import pandas as pd

    from toil.settings import Settings


@dataclass(frozen=True)
class BuildResult:
    """A finished build: its name, its file, the rows of each relation, the relations by engine, and the seconds."""

    build_id: str
    path: Path
    relations: dict[str, int]
    engines: dict[str, int]
    seconds: float


def build(
    settings: Settings, *, progress: Callable[[str, int, int], None] = lambda name, position, total: None
) -> BuildResult:
    """Make every relation aside, check it, and swap the build in; a failure leaves the old build in place.

    Raises StoreMissing where nothing was extracted, StoreLocked where another run holds the store, and ToilError
    where a relation breaks its promise.
    """
    folder = settings.store.folder
    if not (folder / RAW_FILE).exists():
        raise StoreMissing("nothing has been extracted yet", where=str(folder / RAW_FILE),
                           do="run `toil extract`, or `toil demo` to look around")  # fmt: skip
    with store_lock(folder):
        return build_held(settings, progress=progress)


def build_held(
    settings: Settings, *, progress: Callable[[str, int, int], None] = lambda name, position, total: None
) -> BuildResult:
    """As `build`, for a caller that holds the store already."""
    started = time.monotonic()
    folder = settings.store.folder
    _remove_leftovers(folder)
    state = _raw_state(settings)
    relations = all_relations()
    place = journal_place(settings)
    aside = folder / f".building-{os.getpid()}.duckdb"
    try:
        earlier = current_build(folder) if (folder / PUBLISHED_FILE).exists() else None
        said = _digest(_said(settings))
        with _elsewhere(settings, relations) as elsewhere:
            engines = engines_of(relations, elsewhere)
            given = _given(settings, relations, state, engines) | remembered(place)
            rows = build_relations(aside, folder, relations, given, settings, progress, earlier=earlier, said=said,
                                   elsewhere=elsewhere)  # fmt: skip
        build_id = _named(aside, relations)
        path = publish(aside, folder, build_id, keep=settings.store.keep_builds)
        remember(place, path)
    finally:
        _remove_leftovers(folder)
    made = {str(engine): int(count) for engine, count in engines["engine"].value_counts(sort=False).items()}
    return BuildResult(build_id, path, rows, made, round(time.monotonic() - started, 2))


def _named(aside: Path, relations: Sequence[Relation]) -> str:
    """The build's name: after what it was made of and what it goes on with; of the same input memories may differ."""
    with connect(aside) as connection:
        named = "update build_info set build_id = left(sha256(build_id || ?), 12) returning build_id"
        row = first_row(connection, named, [memory(connection, relations)])
    return str(row[0]) if row else ""


def _elsewhere(settings: Settings, relations: Sequence[Relation]) -> AbstractContextManager[Elsewhere | None]:
    if settings.engine.compute == "duckdb":
        return nullcontext()
    from toil.spark.building import spark_build

    return spark_build(settings, relations)


def _raw_state(settings: Settings) -> dict[str, Any]:
    """What is staged, after making good what a killed extraction left, and the moment that the data tell of."""
    with RawStore.open(settings.store.folder, memory_limit=settings.store.memory_limit) as store:
        for source in source_names():
            stage(store, source, staging_sql(source))
        row = first_row(
            store.connection,
            """select (select store_id || ':' || changes from store_info),
                      (select coalesce(max(run_id), '') || ':' || count(*) from runs),
                      coalesce((select max(as_of) from runs),
                               (select max(coalesce(updated_at, created_at)) from staged_items),
                               timestamp '1970-01-01')""",
        )
    if row is None:
        raise StoreMissing("the raw store is empty", where=str(settings.store.folder))
    return {"raw": row[0], "runs": row[1], "as_of": row[2]}


def _given(
    settings: Settings, relations: Sequence[Relation], state: dict[str, Any], engines: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    from toil.classify.team_taxonomy import taxonomies

    journal = Journal.of(settings)
    events = [
        (event.event_id, event.written_at.rstrip("Z"), event.author, event.kind, event.subject,
         json.dumps(dict(event.body), ensure_ascii=False, sort_keys=True))
        for event in journal.events()
    ]  # fmt: skip
    taxonomy_version = taxonomies(settings).version
    fingerprint = {
        "raw": state["raw"],
        "runs": state["runs"],
        "journal": events,
        "toil": toil.__version__,
        "engines": engines.values.tolist(),
        "sql": [relation.sql for relation in relations if isinstance(relation, SqlRelation)],
        **_said(settings),
    }
    return {
        "build_info": pd.DataFrame([{"build_id": _digest(fingerprint)[:12], "as_of": state["as_of"],
                                     "toil_version": toil.__version__, "taxonomy_version": taxonomy_version}]),
        "relation_engines": engines,
        "journal_events": pd.DataFrame(
            events, columns=["event_id", "written_at", "author", "kind", "subject", "body"]
        ),
    }  # fmt: skip


def _said(settings: Settings) -> dict[str, Any]:
    """What a build reads beside the stores: the settings, and the files that they name."""
    from toil.classify.team_taxonomy import taxonomies

    return {
        "settings": settings.model_dump(mode="json", exclude={"store", "engine", "file"}),
        "people": [vars(row) for row in read_people(settings)],
        "leave": leave_fingerprint(settings),
        "budgets": budget_fingerprint(settings),
        "taxonomy": taxonomies(settings).version,
    }


def _digest(parts: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _remove_leftovers(folder: Path) -> None:
    """Files of builds that were killed, and folders of what these had no memory for; the lock is held."""
    for left in folder.glob(".building-*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
