"""Extract, build and freeze the week, for cron: a failing source is told by the exit code, the build still runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.build import BuildResult, build
from pipelines.extract import Progress, RunResult, configured_sources, extract
from pipelines.snapshot import snapshot
from toil.settings import Settings
from toil.store.raw import RAW_FILE


@dataclass(frozen=True)
class NightlyResult:
    """What a nightly run did; `exit_code` is the first failing source's, else 0."""

    runs: list[RunResult]
    built: BuildResult
    frozen: dict[str, str]

    @property
    def exit_code(self) -> int:
        """0, or the exit code of the first source that was not read completely."""
        return next((run.exit_code for run in self.runs if run.exit_code), 0)


def run(
    settings: Settings, *, progress: Progress = lambda source, records: None,
    build_progress: Callable[[str, int, int], None] = lambda name, position, total: None,
) -> NightlyResult:  # fmt: skip
    """Read every configured source, build from all that is held, and freeze the newest complete week.

    A store that only files were imported into has no source to read, and is built all the same.
    """
    only_imports = not configured_sources(settings) and (settings.store.folder / RAW_FILE).exists()
    runs = [] if only_imports else extract(settings, progress=progress)
    built = build(settings, progress=build_progress)
    return NightlyResult(runs, built, snapshot(settings))
