"""A night: something happens to `toil run`, and whatever it is, what it leaves is whole."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.nights.services import Services
from tests.conftest import ROOT
from tests.fakes.jira import Fault
from tests.pipelines.test_killed_runs import killed_at
from toil.errors import StoreMissing
from toil.store.journal import Journal
from toil.store.published import open_published

KILLED = -9
SETTINGS = """
[run]
metrics_file = "toil.prom"
[extract]
census_hours = 0
[sources.jira]
page_size = 5
requests_per_second = 1000
[sources.pagerduty]
requests_per_minute = 6000
first_load_days = 60
"""


@dataclass
class Nights:
    """A team's stores in a folder, its services, and what has happened so far."""

    folder: Path
    services: Services
    codes: list[int] = field(default_factory=list)
    said: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "toil.toml").write_text(SETTINGS, "utf-8")

    @property
    def store(self) -> Path:
        """Where the stores are."""
        return self.folder / ".toil"

    def start(self, *arguments: str, die: int = 0, shift: float = 0.0, limit: int = 0) -> subprocess.Popen[str]:
        """`toil …` in a process of its own; `limit` is the most bytes that any file may have."""
        order = [sys.executable, "-m", "benchmarks.nights.victim", f"--die={die}", f"--shift={shift}", "--"]
        ours = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **self.services.environment}
        small = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (limit, limit)) if limit else None
        return subprocess.Popen([*order, "--no-input", *arguments], cwd=self.folder, env=ours, text=True,
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=small)  # fmt: skip

    def run(self, **trouble: Any) -> int:
        """One `toil run`, to its end; its exit code."""
        return self.ended(self.start("run", "--log", "json", **trouble))

    def ended(self, process: subprocess.Popen[str]) -> int:
        """The exit code, once what the run left was looked at."""
        _, messages = process.communicate()
        code = process.returncode
        self.codes.append(code)
        if "something unexpected" in messages:
            raise SystemExit(f"a run ended as nobody foresaw:\n{messages}")
        if code not in (0, 1, 4, 5, 6, KILLED):
            raise SystemExit(f"exit code {code}:\n{messages}")
        return code

    def look(self) -> str:
        """Whether what is published is a whole build; its id, empty where there was none yet."""
        for line in (self.store / "runs.jsonl").read_text("utf-8").splitlines() if self.store.is_dir() else []:
            json.loads(line) if line.endswith("}") else None
        try:
            with open_published(self.store) as build:
                build.read("work_items")
                build.read("toil_by_week")
                return build.build_id
        except StoreMissing:
            return ""

    def say(self) -> None:
        """Somebody writes into the journal."""
        self.said += 1
        Journal(self.store).append("note", "sre/2026-W47", {"text": f"night {self.said}"}, author="ann")


def calm(nights: Nights) -> str:
    """Nothing happens."""
    return expect(nights.run(), {0})


def hiccup(nights: Nights) -> str:
    """A service fails a few times and is asked again."""
    what = nights.services.break_one(forever=False)
    return f"{what}: {expect(nights.run(), {0, 5})}"


def outage(nights: Nights) -> str:
    """A service is away all night."""
    what = nights.services.break_one(forever=True)
    return f"{what}: {expect(nights.run(), {0, 1, 5})}"


def locked_out(nights: Nights) -> str:
    """A token has expired, and is renewed the next day."""
    nights.services.life.jira.faults = [Fault("/rest/", 401, times=999, after=nights.services.random.randrange(4))]
    return expect(nights.run(), {1, 4, 5})


def killed_at_a_request(nights: Nights) -> str:
    """The process is killed while a service answers; the scheduler starts it again."""
    service = nights.services.random.choice((nights.services.life.jira, nights.services.pagerduty))
    request = nights.services.random.randrange(1, 12)
    process = nights.start("run")
    with killed_at(SimpleNamespace(world=service), request, process, service.fault_for):  # type: ignore[arg-type]
        first = expect(nights.ended(process), {0, KILLED})
    return f"request {request} of {type(service).__name__}: {first}, then {expect(nights.run(), {0})}"


def killed_at_a_statement(nights: Nights) -> str:
    """The process is killed between two writes of extraction, staging or build, and started again."""
    statement = nights.services.random.randrange(20, 900)
    first = expect(nights.run(die=statement), {0, KILLED})
    return f"statement {statement}: {first}, then {expect(nights.run(), {0})}"


def killed_some_time(nights: Nights) -> str:
    """The machine is switched off after some seconds."""
    process = nights.start("run")
    seconds = nights.services.random.uniform(0.5, 6.0)
    time.sleep(seconds)
    process.kill()
    return f"after {seconds:.1f} s: {expect(nights.ended(process), {0, KILLED})}"


def overlapping(nights: Nights) -> str:
    """Three schedulers start it at once: those that come too late end with 6, and harm nothing."""
    processes = [nights.start("run", "--log", "json") for _ in range(3)]
    codes = sorted(nights.ended(process) for process in processes)
    if codes[0] != 0 or set(codes) - {0, 6}:
        raise SystemExit(f"three at once ended with {codes}")
    return f"{codes}"


def full_disk(nights: Nights) -> str:
    """No file may grow beyond a size near that of the raw store; the next day there is room again."""
    raw = nights.store / "raw.duckdb"
    size = raw.stat().st_size if raw.exists() else 400_000
    limit = max(200_000, size + nights.services.random.randrange(-200_000, 600_000))
    return f"{limit:,} bytes: {expect(nights.run(limit=limit), {0, 1, 5})}"


def wrong_clock(nights: Nights) -> str:
    """This machine's clock is hours or years off for a night."""
    hours = nights.services.random.choice((-9000, -400, -30, 9, 30, 400, 9000))
    return f"{hours:+} h: {expect(nights.run(shift=hours), {0})}"


def wrong_service_clock(nights: Nights) -> str:
    """A service tells a time that is hours ahead."""
    jira = nights.services.life.jira
    right = nights.services.life.now
    jira.date = (right + timedelta(hours=nights.services.random.choice((2, 9)))).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return expect(nights.run(), {0, 5})


def expect(code: int, allowed: set[int]) -> str:
    """The exit code as text; ends the nights where it is none of these."""
    if code not in allowed:
        raise SystemExit(f"exit code {code}, where only {sorted(allowed)} may come")
    return "killed" if code == KILLED else str(code)


TROUBLES: tuple[Callable[[Nights], str], ...] = (
    calm, hiccup, outage, locked_out, killed_at_a_request, killed_at_a_statement, killed_some_time, overlapping,
    full_disk, wrong_clock, wrong_service_clock,
)  # fmt: skip
