"""Thirty nights of `toil run`: `python -m benchmarks.nights [--nights 30] [--seed 1]`; fails where anything is lost.

Each night the two services have changed, and one thing goes wrong (or nothing). After a third of the nights a backup
is taken; after half of them the raw store is destroyed and the backup restored. In the end the store is compared
with what the services hold, every relation with that of a store which is read from nothing, and the journal with what
was said.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.nights.night import TROUBLES, Nights, calm, expect
from benchmarks.nights.relations import differing_relations
from benchmarks.nights.services import serving
from toil.store.journal import Journal
from toil.store.run_log import RunLog

Trouble = Callable[[Nights], str]


def simulate(
    folder: Path,
    troubles: Sequence[Trouble],
    seed: int,
    say: Callable[[str], None],
    *,
    acts: int,
    relations: bool = True,
) -> Nights:
    """The nights, one trouble each; raises SystemExit where a night leaves what it must not.

    `relations` says whether every relation is compared in the end, which takes a reading and two builds more.
    """
    with serving(seed, len(troubles)) as services:
        nights = Nights(folder, services)
        for night, trouble in enumerate(troubles, start=1):
            services.pass_day(acts)
            began = time.monotonic()
            what = trouble(nights)
            services.mend()
            build = nights.look()
            say(f"| {night} | {trouble.__name__} | {what} | {build} | {time.monotonic() - began:.1f} |")
            if build:
                nights.say()
            if night == max(1, len(troubles) // 3):
                back_up(nights, say)
            if night == max(2, len(troubles) // 2):
                lose_and_restore(nights, say)
        services.pass_day(0, hours=48.0)  # all that lagged is indexed by then
        calm(nights)
        check(nights, say)
        if relations:
            compare(nights, say)
        return nights


def back_up(nights: Nights, say: Callable[[str], None]) -> None:
    """What cannot be built again, into a file; the store may still be empty or half."""
    expect(nights.ended(nights.start("store", "backup", "backup.tar.gz")), {0})
    nights.said = len(Journal(nights.store).history())
    say(f"| | backup | {(nights.folder / 'backup.tar.gz').stat().st_size:,} bytes | | |")


def lose_and_restore(nights: Nights, say: Callable[[str], None]) -> None:
    """The raw store is overwritten with rubbish: a run refuses it, and the backup comes back."""
    (nights.store / "raw.duckdb").write_bytes(b"rubbish" * 100_000)
    refused = expect(nights.run(), {1})
    kept = nights.look()
    expect(nights.ended(nights.start("store", "restore", "backup.tar.gz", "--force")), {0})
    say(f"| | raw store destroyed, backup restored | {refused}, then restored | {kept} | |")
    nights.said = len(Journal(nights.store).history())


def check(nights: Nights, say: Callable[[str], None]) -> None:
    """The store is what the services hold, nothing that was said is lost, and the log tells of every run."""
    if differences := nights.services.differences(nights.store):
        raise SystemExit("\n".join(["the store differs from the truth:", *differences]))
    said = Journal(nights.store).history()
    if len(said) != nights.said:
        raise SystemExit(f"{nights.said} notes were written, {len(said)} are there")
    newest = RunLog(nights.store).records()[-1]
    leftovers = [file.name for file in nights.store.iterdir() if file.name.startswith(".")]
    if newest.outcome != "complete" or leftovers:
        raise SystemExit(f"the last run is {newest.outcome}; left over: {leftovers}")
    jira, pagerduty = nights.services.life.jira, nights.services.pagerduty
    say(f"\nequal to the truth: {len(jira.issues)} issues, {len(nights.services.life.deleted)} deleted ones, "
        f"{len(pagerduty.incidents)} incidents, {len(pagerduty.log_entries)} log entries")  # fmt: skip
    codes = {code: nights.codes.count(code) for code in sorted(set(nights.codes))}
    say(f"runs by exit code (-9: killed): {codes}")


def compare(nights: Nights, say: Callable[[str], None]) -> None:
    """Each relation is what a reading of the same services from nothing gives."""
    fresh = Nights(nights.folder / "fresh", nights.services)
    expect(fresh.run(), {0})
    settings = nights.folder / "toil.toml"
    if found := differing_relations(nights.store, fresh.store, nights.folder / "compared", settings):
        raise SystemExit("\n".join(f"{name} differs: {'; '.join(what[:3])}" for name, what in found.items()))
    say("every relation is equal to the truth, value by value")


def plan(count: int, seed: int) -> list[Trouble]:
    """Every trouble at least once where there are nights enough, in a seeded order; the first night is calm."""
    from random import Random

    order = Random(seed)
    chosen = [*TROUBLES[1:], *(order.choice(TROUBLES) for _ in range(count))][: count - 1]
    order.shuffle(chosen)
    return [calm, *chosen]


def main() -> None:
    """Run the nights and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nights", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--acts", type=int, default=12, help="what people do in Jira in a day")
    given = parser.parse_args()
    say = lambda text: print(text, flush=True)  # noqa: E731
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        say("| night | what happened | how it ended | build | s |\n|---|---|---|---|---|")
        simulate(Path(folder), plan(given.nights, given.seed), given.seed, say, acts=given.acts)
    say(f"{given.nights} nights of seed {given.seed} in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
