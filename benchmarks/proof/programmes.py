"""Simulated programmes: works of one team, week by week, the worst of which is automated – with a known effect.

What makes real weeks hard is in them: counts vary more than Poisson's, drift, follow the season, drop in holiday weeks,
shift with the whole team, hang together from week to week; and the work is picked in its worst four weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SELECTION = 4
AFTER = 26
WORKS = 8
MEAN_HOURS = 0.6
EFFECTS = (1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.75, 0.2, 1.3, 0.5)
"""True rate ratios in turn: four of ten automations do nothing."""


@dataclass(frozen=True)
class Programme:
    """One automation: weekly counts of the picked work (row 0) and of its siblings, and what is true of it.

    `shipped` is the index of the week of shipping; `hours` are the efforts of the picked work's occurrences by week;
    `exposure` is the share of a full week that was worked; `phase` is the week of the
    year, `level` what would have come up a week in the mean without the automation.
    """

    counts: np.ndarray
    hours: list[np.ndarray]
    exposure: np.ndarray
    phase: np.ndarray
    shipped: int
    ratio: float
    rate: float
    level: np.ndarray

    def saved(self, weeks: int) -> float:
        """True hours a week saved in the first `weeks` after the week of shipping."""
        return float((1 - self.ratio) * self.level[self.shipped + 1 : self.shipped + 1 + weeks].mean() * MEAN_HOURS)


def programmes(number: int, seed: int) -> list[Programme]:
    """The programmes of a seed, a tenth of them of each of `EFFECTS`."""
    rng = np.random.default_rng(seed)
    return [programme(rng, EFFECTS[n % len(EFFECTS)]) for n in range(number)]


def programme(rng: np.random.Generator, ratio: float, *, rate: float | None = None, hard: bool = True) -> Programme:
    """One programme; `rate` a week is drawn between 0.4 and 30 unless given, and its dispersion with it. Unless it
    is `hard`, neither a step of the whole team nor weeks that hang together disturb the dispersion, drift, season,
    holidays and selection."""
    history = int(rng.integers(16, 79))
    weeks = history + 1 + AFTER
    base = float(np.exp(rng.uniform(np.log(0.4), np.log(30)))) if rate is None else rate
    alpha = float(rng.choice([0.02, 0.1, 0.25])) if rate is None else 0.1
    phase = (rng.integers(0, 52) + np.arange(weeks)) % 52
    exposure = holiday_weeks(rng, phase)
    shared = shared_level(rng, phase, weeks, steps=hard)
    rates = base * np.exp(rng.normal(0, 0.2, WORKS))
    levels = np.stack([one * np.exp(shared + own_level(rng, weeks, wanders=hard)) * exposure for one in rates])
    effect = np.ones(weeks)
    effect[history] = (1 + ratio) / 2
    effect[history + 1 :] = ratio
    noise = rng.gamma(1 / alpha, alpha, size=levels.shape)
    counts = rng.poisson(levels * noise)
    recent = counts[:, history - SELECTION : history].sum(axis=1) / rates
    picked = int(np.argmax(recent))
    counts[picked] = rng.binomial(counts[picked], np.minimum(effect, 1.0))
    if ratio > 1:
        extra = rng.poisson((levels * noise)[picked] * (effect - 1).clip(0))
        counts[picked] = counts[picked] + extra
    order = [picked, *(n for n in range(WORKS) if n != picked)]
    hours = [rng.lognormal(np.log(MEAN_HOURS) - 0.32, 0.8, int(n)) for n in counts[picked]]
    before = levels[picked, :history].mean()
    return Programme(counts[order].astype(float), hours, exposure, phase, history, ratio, float(before), levels[picked])


def holiday_weeks(rng: np.random.Generator, phase: np.ndarray) -> np.ndarray:
    """The share of five working days: single holidays, a spring week, and the turn of the year."""
    days = 5.0 - (rng.random(len(phase)) < 0.15)
    days = np.where(phase == 17, 2.0, days)
    return np.where(phase == 51, 1.0, np.where(phase == 0, 2.0, days)) / 5


def shared_level(rng: np.random.Generator, phase: np.ndarray, weeks: int, *, steps: bool) -> np.ndarray:
    """What moves all works of the team alike: a season, and a step of some 15 % at a random time in half of them."""
    amplitude = rng.choice([0.0, 0.1, 0.25])
    level = amplitude * np.sin(2 * np.pi * (phase + rng.integers(0, 52)) / 52)
    if steps and rng.random() < 0.5:
        level = level + np.where(np.arange(weeks) >= rng.integers(0, weeks), rng.normal(0, 0.15), 0.0)
    return np.asarray(level)


def own_level(rng: np.random.Generator, weeks: int, *, wanders: bool) -> np.ndarray:
    """A work's own drift (4 ‰ a week, one standard deviation), and in half of them a level that hangs together."""
    drift = rng.normal(0, 0.004) * (np.arange(weeks) - weeks)
    if not wanders or rng.random() < 0.5:
        return np.asarray(drift)
    wander = np.zeros(weeks)
    for week in range(1, weeks):
        wander[week] = 0.5 * wander[week - 1] + rng.normal(0, 0.15)
    return np.asarray(drift + wander)
