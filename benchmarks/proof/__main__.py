"""False proofs, power, coverage, and the naive claim, over simulated programmes.

Run `python -m benchmarks.proof [--seed 1] [--number 400]`; each programme is judged after every week, as builds do.
The first table mixes true ratios (`EFFECTS`) and has all that disturbs; the second has 400 programmes a cell.
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter

import numpy as np

from benchmarks.proof.judged import Judged, judged
from benchmarks.proof.naive import naive_claims
from benchmarks.proof.programmes import Programme, programme, programmes

SCENARIOS = ((False, "dispersion, drift, season, holidays, selection"),
             (True, "and steps of the whole team, weeks that hang together"))  # fmt: skip
"""What disturbs the weeks: what is asked of the proof, and what goes beyond."""


def main() -> None:
    """Print the tables of one seed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--number", type=int, default=400)
    given = options.parse_args()
    started = time.monotonic()
    every = programmes(given.number, given.seed)
    found = [judged(one) for one in every]
    print(f"seed {given.seed}, {given.number} programmes\n")
    verdicts(every, found)
    scenarios(given.seed, given.number)
    coverage(every, found)
    naive(every)
    print(f"\n{time.monotonic() - started:.0f} s")


def verdicts(every: list[Programme], found: list[Judged]) -> None:
    """Final verdicts by true ratio."""
    print("| true ratio | programmes | proven | no effect | backfired | too early | proven, 5 % at most wanted |")
    print("|---|---|---|---|---|---|---|")
    for ratio in sorted({one.ratio for one in every}):
        words = Counter(end.verdict for one, end in zip(every, found, strict=True) if one.ratio == ratio)
        total = sum(words.values())
        share = f"{words['proven'] / total:.1%}" if ratio >= 1 else ""
        cells = [words[word] for word in ("proven", "no_effect", "backfired", "too_early")]
        print(f"| {ratio} | {total} | {' | '.join(map(str, cells))} | {share} |")
    print()


def scenarios(seed: int, number: int) -> None:
    """Unchanged works that are called proven, true 50 % drops at ten a week (dispersion 0.1) that are proven within
    eight weeks, and the rate ratios of both that their intervals hold; with siblings and without."""
    print(
        "| scenario | siblings | false proven | 50 % drop found within 8 weeks | ranges hold |\n|---|---|---|---|---|"
    )
    for hard, name in SCENARIOS:
        rng = np.random.default_rng([seed, 10, hard])
        unchanged = [programme(rng, 1.0, hard=hard) for _ in range(number)]
        rng = np.random.default_rng([seed, 50, hard])
        halved = [programme(rng, 0.5, rate=10.0, hard=hard) for _ in range(number)]
        for siblings in (True, False):
            stayed = [judged(one, siblings=siblings) for one in unchanged]
            fell = [judged(one, most=8, siblings=siblings) for one in halved]
            shares = [np.mean([end.verdict == "proven" for end in ends]) for ends in (stayed, fell)]
            held = holding([*unchanged, *halved], [*stayed, *fell])
            print(f"| {name} | {'seven' if siblings else 'none'} | {shares[0]:.1%} of {number} | {shares[1]:.1%} "
                  f"of {number} | {np.mean(held):.1%} |", flush=True)  # fmt: skip
    print()


def holding(every: list[Programme], found: list[Judged]) -> list[bool]:
    """Whether each interval of the rate ratio holds the truth."""
    return [end.low <= one.ratio <= (math.inf if end.high is None else end.high)
            for one, end in zip(every, found, strict=True) if end.low is not None]  # fmt: skip


def coverage(every: list[Programme], found: list[Judged]) -> None:
    """How many intervals hold the truth."""
    held = holding(every, found)
    print(f"interval of the rate ratio: holds {np.mean(held):.1%} of {len(held)}")
    pairs = [(one, end) for one, end in zip(every, found, strict=True) if end.hours_low is not None]
    if pairs:
        hours = [end.hours_low <= end.saved <= end.hours_high for one, end in pairs]
        print(f"interval of the hours saved: holds {np.mean(hours):.1%} of {len(hours)}")


def naive(every: list[Programme]) -> None:
    """What a comparison with the weeks in which the work was picked claims, where nothing happened."""
    unchanged = [naive_claims(one) for one in every if one.ratio == 1.0]
    falls = [claim.fall for claim in unchanged]
    print(f"naive (4 weeks before, 8 after), true ratio 1: claims a fall in {np.mean(np.array(falls) > 0):.0%}, "
          f"of 10 % or more in {np.mean(np.array(falls) >= 0.1):.0%}, mean claim {np.mean(falls):.0%}")  # fmt: skip
    print(f"plain Poisson test of the same: significant fall in {np.mean([one.poisson for one in unchanged]):.0%}; "
          f"on held-out 26 weeks: {np.mean([one.poisson_held_out for one in unchanged]):.0%}")  # fmt: skip


if __name__ == "__main__":
    main()
