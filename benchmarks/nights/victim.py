"""One call of `toil` to which something happens: `python -m benchmarks.nights.victim [--die N] [--shift HOURS] -- …`.

`--die` kills the process, as `kill -9` would, before the n-th statement of its databases; `--shift` sets this machine's
clock wrong. Waits for the services pass at once: nothing here is about how long they take.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from tests.pipelines.victim import die_before


def without_waits() -> None:
    """Sources whose clock only sleeping moves."""
    import toil.sources.jira
    import toil.sources.pagerduty
    from toil.sources.jira import JiraSource
    from toil.sources.pagerduty.source import PagerDutySource

    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    toil.sources.jira.SOURCE = JiraSource(clock=lambda: now[0], sleep=sleep)
    toil.sources.pagerduty.SOURCE = PagerDutySource(clock=lambda: now[0], sleep=sleep)


def main() -> None:
    """Do what the arguments say, then run the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--die", type=int, default=0)
    parser.add_argument("--shift", type=float, default=0.0)
    parser.add_argument("arguments", nargs="*")
    given = parser.parse_args()
    with ExitStack() as stack:
        if given.shift:
            import time_machine

            stack.enter_context(time_machine.travel(datetime.now(UTC) + timedelta(hours=given.shift), tick=True))
        without_waits()
        if given.die:
            die_before(given.die)
        from toil.cli import main as toil_main

        sys.argv = ["toil", *given.arguments]
        toil_main()


if __name__ == "__main__":
    main()
