"""False proofs, power, coverage, and the naive claim, over simulated programmes.

Run `python -m benchmarks.proof [--seed 1] [--number 400]`; each programme is judged after every week, as builds do.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter

import numpy as np

from benchmarks.proof.judged import Judged, judged
from benchmarks.proof.naive import naive_claims
from benchmarks.proof.programmes import Programme, programme, programmes

POWER_NUMBER = 200


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
    power(given.seed)
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
    alone = [judged(one, siblings=False).verdict == "proven" for one in every if one.ratio == 1.0]
    print(f"\ntrue ratio 1.0 without siblings: {np.mean(alone):.1%} of {len(alone)} proven")
    print()


def power(seed: int) -> None:
    """A true 50 % drop at ten a week with dispersion 0.1: the share proven within eight weeks."""
    for hard, name in (
        (False, "dispersion, drift, season, holidays, selection"),
        (True, "and steps of the whole team"),
    ):
        rng = np.random.default_rng([seed, 50])
        every = [programme(rng, 0.5, rate=10.0, hard=hard) for _ in range(POWER_NUMBER)]
        shares = [np.mean([judged(one, most=8, siblings=siblings).verdict == "proven" for one in every])
                  for siblings in (True, False)]  # fmt: skip
        print(f"true 50 % drop at 10 a week, proven within 8 weeks ({name}): {shares[0]:.1%} of {POWER_NUMBER}; "
              f"without siblings {shares[1]:.1%}")  # fmt: skip


def coverage(every: list[Programme], found: list[Judged]) -> None:
    """How many intervals hold the truth."""
    held = [end.low <= one.ratio <= end.high for one, end in zip(every, found, strict=True) if end.low is not None]
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
