"""Extract, build, freeze the week and tell it, for a scheduler: the run log and the exit code say what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipelines.build import BuildResult, build_held
from pipelines.extract import Progress, RunResult, chosen_sources, configured_sources, extract
from pipelines.snapshot import snapshot
from toil.digest import chats_in_use, compose, send_once
from toil.errors import CredentialsError, StoreLocked, ToilError, UsageError
from toil.exports.metrics import write_metrics
from toil.lake.exchange import push
from toil.lake.place import lake_place
from toil.redaction import without_secrets
from toil.settings import Settings
from toil.store.journal import Journal
from toil.store.last_runs import fetched_before
from toil.store.lock import store_lock
from toil.store.raw import RAW_FILE
from toil.store.retention import retire_payloads
from toil.store.run_log import RunLog, RunRecord


@dataclass(frozen=True)
class NightlyResult:
    """What a nightly run did; `sent` names the digest that went out, `record` is what the run log keeps."""

    runs: list[RunResult]
    built: BuildResult
    frozen: dict[str, str]
    sent: str
    record: RunRecord

    @property
    def exit_code(self) -> int:
        """0, or the exit code of what first went wrong."""
        return self.record.exit_code


def run(
    settings: Settings, *, progress: Progress = lambda source, records: None,
    build_progress: Callable[[str, int, int], None] = lambda name, position, total: None,
    say: Callable[[str], None] = lambda text: None,
) -> NightlyResult:  # fmt: skip
    """Read every configured source, build from all that is held, freeze the newest complete week, and send it if told.

    What fails of a source, the digest or the retention does not stop the rest: the exit code tells. A store that only
    files were imported into has no source to read, and is built all the same. Raises StoreLocked where another run
    holds the store.
    """
    record = RunRecord.begun()
    try:
        names = _names(settings)
        with store_lock(settings.store.folder):
            _log(settings, record, say)
            return _run(settings, names, record, progress, build_progress, say)
    except Exception as error:
        outcome = "refused" if isinstance(error, StoreLocked) and not record.seconds else "failed"
        said = error if isinstance(error, ToilError) else type(error).__name__  # its text may hold people's data
        record.end(outcome, getattr(error, "exit_code", 1), _first_line(settings, said))
        raise
    finally:
        if record.ended_at:
            _log(settings, record, say)
            _measure(settings, record, say)


def _names(settings: Settings) -> list[str]:
    """The sources to read; none for a store that only files were imported into.

    Raises CredentialsError where none is configured any more: a secret that got lost must not look like a quiet night.
    """
    if configured_sources(settings) or not (settings.store.folder / RAW_FILE).exists():
        return chosen_sources(settings)
    if before := fetched_before(settings.store.folder):
        raise _lost(list(before))
    return []


def _lost(names: list[str]) -> CredentialsError:
    return CredentialsError(f"{' and '.join(names)} was read before and is not configured any more",
                            do="set its credentials in this run's environment; `toil doctor` names them")  # fmt: skip


def lost_lately(settings: Settings, names: list[str]) -> CredentialsError | None:
    """What was read within two weeks and is not configured now; who drops a source hears of it for so long."""
    since = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=14)
    before = fetched_before(settings.store.folder) if names else {}
    lost = [name for name, read_at in before.items() if name not in names and read_at >= since]
    return _lost(lost) if lost else None


def _run(settings: Settings, names: list[str], record: RunRecord, progress: Progress,
         build_progress: Callable[[str, int, int], None], say: Callable[[str], None]) -> NightlyResult:  # fmt: skip
    runs: list[RunResult] = []
    if names:
        with record.step("extract"):
            runs = extract(settings, names, progress=progress, held=True)
    record.sources = [{**vars(one), "message": without_secrets(lambda: settings, one.message)} for one in runs]
    with record.step("build"):
        built = build_held(settings, progress=build_progress)
    record.build_id, record.works = built.build_id, built.relations.get("work", 0)
    with record.step("snapshot"):
        frozen = snapshot(settings)
    failing = next((one for one in runs if one.exit_code), None)
    code, message, sent = (failing.exit_code, failing.message, "") if failing else (0, "", "")
    if (lost := lost_lately(settings, names)) and not code:
        code, message = lost.exit_code, str(lost)
        say(message)
    failed: list[ToilError] = []
    if settings.engine.lake:
        with record.step("share"):
            failed += _share(settings)
    if settings.run.notify and not code:
        with record.step("notify"):
            sent, untold = _tell(settings)
            failed += untold
    try:
        if settings.store.keep_payload_days is not None:
            with record.step("retain"):
                retire_payloads(settings.store.folder, settings.store.keep_payload_days,
                                journal=Journal.of(settings), author=settings.app.user)  # fmt: skip
    except ToilError as error:
        failed.append(error)
    for one in failed:
        code, message = code or one.exit_code, message or str(one)
        say(f"not all was done: {without_secrets(lambda: settings, str(one))}")
    record.end("partial" if code else "complete", code, _first_line(settings, message))
    return NightlyResult(runs, built, frozen, sent, record)


def _share(settings: Settings) -> list[ToilError]:
    """Push the build into the lake; what failed. The build is here all the same."""
    try:
        push(settings.store.folder, lake_place(settings), keep=settings.store.keep_builds)
    except ToilError as error:
        return [error]
    return []


def _tell(settings: Settings) -> tuple[str, list[ToilError]]:
    """Send the newest complete week to each chat that has not had it; the subjects of what went out, and failures."""
    sent: list[str] = []
    failed: list[ToilError] = []
    for chat in chats_in_use(settings):
        try:
            ready = compose(settings, chat, lang=settings.app.language or "en")
        except UsageError:  # no work, no week
            break
        except ToilError as error:
            failed.append(error)
            continue
        try:
            if not send_once(settings, ready):
                sent.append(ready.subject)
        except ToilError as error:
            failed.append(error)
    return ", ".join(sent), failed


def _log(settings: Settings, record: RunRecord, say: Callable[[str], None]) -> None:
    """A log that cannot be written, on a full disk say, does not undo what was done."""
    try:
        if settings.store.folder.is_dir():
            RunLog(settings.store.folder).write(record)
    except OSError as error:
        say(f"the run log cannot be written: {error.strerror}")


def _measure(settings: Settings, record: RunRecord, say: Callable[[str], None]) -> None:
    if settings.run.metrics_file is None or record.outcome == "refused":
        return
    earlier = [one for one in RunLog(settings.store.folder).records() if one.run_id != record.run_id]
    try:
        write_metrics(settings.beside(settings.run.metrics_file), [*earlier, record], settings.store.folder)
    except OSError as error:
        say(f"the metrics cannot be written: {error.strerror}")


def _first_line(settings: Settings, said: object) -> str:
    return next(iter(without_secrets(lambda: settings, str(said)).splitlines()), "")
