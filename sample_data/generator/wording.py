"""Titles: templates whose variables vary, and one-off titles that share no template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sample_data.generator.kinds import Kind, oneoff_words, title_words

SERVICES = (
    "checkout-api",
    "payment-gateway",
    "search",
    "user-auth",
    "notification",
    "data-pipeline",
    "image-cdn",
    "batch-billing",
)


class Filler:
    """Fills `{variables}` of a template; `values` keeps what was filled in, so that a second title can agree."""

    def __init__(self, rng: Random, day: date, service: str = "") -> None:
        self._rng = rng
        self._day = day
        self.values: dict[str, str] = {"service": service} if service else {}

    def fill(self, template: str) -> str:
        """The template with every variable replaced, each name once and the same throughout."""
        return re.sub(r"\{(\w+)\}", lambda match: self._value(match[1]), template)

    def _value(self, name: str) -> str:
        if name not in self.values:
            pool = title_words().get(name)
            self.values[name] = self._rng.choice(pool) if pool else self._made(name)
        return self.values[name]

    def _made(self, name: str) -> str:
        """A variable that is made and not picked: a date, a number, a host."""
        rng, words = self._rng, title_words()
        later = self._day + timedelta(days=rng.randrange(1, 28))
        made = {
            "service": lambda: rng.choice(SERVICES),
            "date": lambda: later.isoformat(),
            "date_ja": lambda: f"{later.month}月{later.day}日",
            "day": lambda: self._day.isoformat(),
            "day_ja": lambda: f"{self._day.year}/{self._day:%m/%d}",
            "month": lambda: f"{self._day:%Y-%m}",
            "month_ja": lambda: f"{self._day.year}年{self._day.month}月",
            "week": lambda: f"{self._day:%G-W%V}",
            "count": lambda: str(rng.choice((5, 8, 12, 16, 24, 32, 60, 90, 120, 250, 400, 800, 1200))),
            "percent": lambda: str(rng.randrange(85, 100)),
            "number": lambda: str(rng.randrange(100, 9900)),
            "id": lambda: str(rng.randrange(1_000_000, 9_999_999)),
            "hex": lambda: f"{rng.randrange(16**8):08x}",
            "ip": lambda: f"10.{rng.randrange(256)}.{rng.randrange(256)}.{rng.randrange(1, 255)}",
            "version": lambda: f"{rng.randrange(1, 5)}.{rng.randrange(40)}.{rng.randrange(10)}",
            "env": lambda: f"env-{rng.choice('abcdefgh')}{rng.randrange(10, 99)}",
            "host": lambda: f"{rng.choice(words['host_kinds'])}-{rng.randrange(1, 40):02d}.prod.example.internal",
            "domain": lambda: f"{rng.choice(words['domain_names'])}{rng.randrange(1, 9)}.example.com",
        }
        return made[name]()


def language_of(kind: Kind, rng: Random) -> str:
    """The language of one occurrence: the kind's own, or either where it has both."""
    if kind.en and kind.ja:
        return "ja" if rng.random() < 0.45 else "en"
    return "en" if kind.en else "ja"


def pick_template(templates: tuple[str, ...], rng: Random) -> str:
    """One of the templates, the first twice as often as any other: that is the usual wording, the rest paraphrase."""
    return rng.choice((templates[0], *templates))


def project_titles(rng: Random) -> Iterator[tuple[str, str, str]]:
    """Project work without end: language, category, title; every thing has its turn before one comes again."""
    seen: set[str] = set()
    pools: dict[str, list[list[str]]] = {"en": [], "ja": []}
    while True:
        language = "ja" if rng.random() < 0.5 else "en"
        words = oneoff_words()[f"project_{language}"]
        if not pools[language]:
            pools[language] = rng.sample(words["objects"], len(words["objects"]))
        category, thing = pools[language].pop()
        verb = rng.choice(words["verbs"])
        reason = rng.choice(words["reasons"]) if rng.random() < 0.4 else ""
        title = f"{verb} {thing} {reason}".strip() if language == "en" else _japanese(thing, verb, reason)
        if title not in seen or len(seen) > 5000:
            seen.add(title)
            yield language, category, title


def _japanese(thing: str, verb: str, reason: str) -> str:
    return f"{thing}{verb}（{reason}）" if reason else f"{thing}{verb}"
