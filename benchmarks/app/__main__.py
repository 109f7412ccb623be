"""`python -m benchmarks.app --teams 300`: how long readers wait, page by page, and what the server takes.

The store is `--copies` copies of the sample in each of `--teams` teams (300 of one copy each: a million items), or an
existing one (`--store`). One Chromium turns to every page and chooses in its boxes; then `--sessions` readers at once
do so over websockets. Waits are milliseconds from the click to the frame in which all is drawn; the processor's are
the server's, which other programmes on the machine disturb less.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.app.browser import TITLES, Reader, Waited, chromium
from benchmarks.app.server import serving
from benchmarks.app.sessions import opened, paced, together
from benchmarks.app.stores import items_of, made

ROUNDS = 3
"""How often each page is turned to."""
SEED = 20261128


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    asked = _asked(arguments)
    with _store(asked) as store:
        items, works, megabytes = items_of(store)
        print(f"{items:,} items, {works:,} recurring works, {megabytes:,.0f} MB; "
              f"load of the machine before: {os.getloadavg()[0]:.1f}\n", flush=True)  # fmt: skip
        pages = [path for path in TITLES if not asked.only or path in asked.only]
        if asked.browser:
            by_page(store, pages, cold=asked.cold, choices=asked.choices)
        if asked.sessions:
            asyncio.run(at_once(store, asked.sessions, asked.seconds, asked.think))
    return 0


def by_page(store: Path, pages: Sequence[str], *, cold: bool, choices: int) -> None:
    """One reader in Chromium: each page on a fresh server, then all of them warm."""
    print(
        _row("page", "cold ms", "turn p50", "p95", "choose p50", "p95", "server p95", "processor p50", "p95", "kB p95")
    )
    print(_row(*["---"] * 10), flush=True)
    first = {path: _say(cold_of(store, path)).all for path in pages if cold}
    with serving(store) as server, chromium() as browser:
        warm = [_say(one) for one in _warm(Reader(browser, server), pages, choices)]
        for path in [*pages, ""]:
            some = [one for one in warm if path in ("", one.page)]
            turns, chosen = ([one.all for one in some if one.act.startswith(kind)] for kind in ("turn", "choose"))
            processor = [one.processor for one in some]
            served, carried = [one.server for one in some], [one.bytes / 1024 for one in some]
            worst = _part([first[one] for one in first if path in ("", one)], 100)
            print(_row(path or "all", worst, _part(turns, 50), _part(turns, 95), _part(chosen, 50), _part(chosen, 95),
                       _part(served, 95), _part(processor, 50), _part(processor, 95), _part(carried, 95)),
                  flush=True)  # fmt: skip
        print(f"\n{len(warm)} clicks; the server's peak was {server.peak():,.0f} MB; "
              f"load of the machine after: {os.getloadavg()[0]:.1f}\n", flush=True)  # fmt: skip


def cold_of(store: Path, path: str) -> Waited:
    """What the first reader of a server that has just started waits for this page."""
    with serving(store) as server, chromium() as browser:
        return Reader(browser, server).open(path)


def _say(waited: Waited) -> Waited:
    sys.stderr.write(f"{waited}\n")
    return waited


async def at_once(store: Path, number: int, seconds: float, think: float) -> None:
    """So many sessions: each at its own pace, then all of them in the same moment."""
    with serving(store) as server:
        sessions = [await opened(server.url, seed) for seed in range(number)]
        print(_row("readers at once", "acts", "p50 ms", "p95", "processor ms an act", "MB now", "peak MB", "load"))
        print(_row(*["---"] * 8))
        for label, times in (("each at its own pace", 0), ("all in the same moment", 5)):
            before = server.seconds()
            acts = together(sessions, times) if times else paced(sessions, seconds, think)
            waits = [1_000 * wait for wait in await acts]
            processor = 1_000 * (server.seconds() - before) / len(waits)
            print(_row(f"{number}, {label}", len(waits), _part(waits, 50), _part(waits, 95), processor, server.memory(),
                       server.peak(), f"{os.getloadavg()[0]:.1f}"), flush=True)  # fmt: skip


def _warm(reader: Reader, pages: Sequence[str], choices: int) -> Iterator[Waited]:
    """All pages once to warm the server, then shuffled, so many times; their boxes in the first round."""
    reader.open(pages[0])
    for path in pages[1:]:
        reader.turn_to(path)
    dice, last = random.Random(SEED), pages[-1]
    for number in range(ROUNDS):
        for path in dice.sample(pages, len(pages)):
            if path != last:
                yield reader.turn_to(path)
            if number == 0:
                yield from reader.choose(path, choices)
            last = path


@contextmanager
def _store(asked: argparse.Namespace) -> Iterator[Path]:
    if asked.store:
        yield asked.store.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="toil-app-"))
    try:
        began = time.monotonic()
        made(folder / "store", asked.copies, asked.teams, asked.times)
        sys.stderr.write(f"the store was made in {time.monotonic() - began:.0f} s\n")
        yield folder / "store"
    finally:
        shutil.rmtree(folder)


def _part(values: Sequence[float], percent: int) -> str:
    """The percentile, by the nearest rank; a dash where nothing was measured."""
    if not values:
        return "–"
    return f"{sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]:,.0f}"


def _row(*cells: object) -> str:
    return f"| {' | '.join(f'{one:,.0f}' if isinstance(one, float) else str(one) for one in cells)} |"


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.app", description=__doc__)
    parser.add_argument("--copies", type=int, default=1, help="copies of the sample in a team, built as usual (1)")
    parser.add_argument("--teams", type=int, default=3, help="teams: copies of the published relations (3)")
    parser.add_argument("--times", type=int, default=1, help="how often all work of a team stands in it, copied (1)")
    parser.add_argument("--store", type=Path, help="the folder of a store that exists, instead")
    parser.add_argument("--only", action="append", metavar="PAGE", help="a page's path, as in its address")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="leave Chromium out")
    parser.add_argument("--no-cold", dest="cold", action="store_false", help="leave out the servers just started")
    parser.add_argument("--choices", type=int, default=2, help="other options to choose in each box (2)")
    parser.add_argument("--sessions", type=int, default=20, help="readers at once (20); 0 leaves them out")
    parser.add_argument("--seconds", type=float, default=60, help="how long they read (60)")
    parser.add_argument("--think", type=float, default=5, help="seconds between what a reader does, on average (5)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
