"""What came up, and when: recurring kinds with cadence, growth and overdispersion, and work that came only once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from sample_data.generator.days import Horizon, is_business_day, local, local_day
from sample_data.generator.kinds import AUTOMATIONS, Kind, kinds, oneoff_words
from sample_data.generator.people import COUNTRIES, REQUESTERS, ZONES, Person
from sample_data.generator.wording import SERVICES, Filler, language_of, pick_template
from sample_data.generator.work import Work, dice

WEEKDAY_SHARE = (0.24, 0.21, 0.2, 0.19, 0.16, 0.0, 0.0)


def rate(kind: Kind, week: int, day: date) -> float:
    """The expected number a week: the base rate, grown, and lowered once an automation of the kind has shipped."""
    factor = math.prod(a.factor for a in AUTOMATIONS if a.kind == kind.id and day >= a.shipped_on)
    return kind.per_week * (1 + kind.growth) ** week * factor


def recurring(horizon: Horizon, people: Sequence[Person], seed: int, scale: int) -> list[Work]:
    """Every occurrence of every recurring kind, unordered."""
    works = []
    for kind in kinds():
        rng = dice(seed, f"demand/{kind.id}")
        for at in _moments(kind, horizon, rng, scale):
            works.append(_occurrence(kind, at, people, rng))
    return works


def single(horizon: Horizon, people: Sequence[Person], seed: int, scale: int) -> list[Work]:
    """Odd jobs and novel failures, each of them once; project work is pulled later, when people have time."""
    rng = dice(seed, "single")
    words = oneoff_words()["odd"]
    return [_odd_job(row, _office_moment(rng, horizon), people, rng) for row in words["jobs"] * scale] + [
        _failure(row, _any_moment(rng, horizon), people, rng) for row in words["failures"] * scale
    ]


def _moments(kind: Kind, horizon: Horizon, rng: Random, scale: int) -> Iterator[datetime]:
    if kind.cadence == "random":
        yield from _at_random(kind, horizon, rng, scale)
        return
    for day in horizon.days():
        count = _scheduled(kind, day) * scale
        for _ in range(count):
            shift = rng.randrange(0, 3) if kind.cadence == "monthly" else 0
            at = _first_business_day(day + timedelta(days=shift), _country(kind))
            if horizon.first_day <= at <= list(horizon.days())[-1]:
                yield local(at, time(8, 45), _zone(kind)) + timedelta(minutes=rng.randrange(0, 40))


def _scheduled(kind: Kind, day: date) -> int:
    """How many occurrences the calendar asks for on a day."""
    if kind.cadence == "daily":
        return int(is_business_day(day, _country(kind)))
    if kind.cadence == "weekly":
        return int(day.weekday() == kind.weekday)
    return kind.batch if day.day == kind.month_day else 0


def _at_random(kind: Kind, horizon: Horizon, rng: Random, scale: int) -> Iterator[datetime]:
    for number in range(horizon.weeks):
        monday = horizon.first_day + timedelta(days=7 * number)
        luck = rng.gammavariate(kind.dispersion, 1 / kind.dispersion)
        for weekday in range(7):
            day = monday + timedelta(days=weekday)
            expected = rate(kind, number, day) * luck * scale * _day_share(kind, day)
            for _ in range(_poisson(rng, expected)):
                yield _moment_of(kind, day, rng)


def _day_share(kind: Kind, day: date) -> float:
    """The share of a week's occurrences on a day: machines do not know weekends, people mostly do."""
    if kind.page:
        return 1 / 7
    share = WEEKDAY_SHARE[day.weekday()]
    return share if is_business_day(day, _country(kind)) else 0.12 * share + 0.004


def _moment_of(kind: Kind, day: date, rng: Random) -> datetime:
    if kind.page:
        return local(day, time(0), "Asia/Tokyo") + timedelta(seconds=rng.randrange(86_400))
    site = kind.site if kind.site != "any" else rng.choice(("tokyo", "berlin"))
    return local(day, time(9, 0), ZONES[site]) + timedelta(seconds=int(rng.triangular(0, 9.2 * 3600, 2.5 * 3600)))


def _occurrence(kind: Kind, at: datetime, people: Sequence[Person], rng: Random) -> Work:
    language = language_of(kind, rng) if not kind.page else ("ja" if kind.ja and rng.random() < 0.25 else "en")
    service = kind.service if rng.random() < 0.8 and kind.service else rng.choice(SERVICES)
    filler = Filler(rng, local_day(at, _zone(kind)), service)
    title = filler.fill(pick_template(kind.ja if language == "ja" else kind.en, rng))
    return Work(
        category=kind.category,
        toil_probability=kind.toil_probability,
        title=title,
        language=language,
        created_at=at,
        requester=_asker(kind, language, people, rng),
        kind=kind,
        service=service,
        planned=kind.planned,
        variables=filler.values,
    )


def _asker(kind: Kind, language: str, people: Sequence[Person], rng: Random) -> Person:
    """Who opens it: a colleague who writes that language, or one of the team."""
    site = "tokyo" if language == "ja" else "berlin"
    pool = REQUESTERS if kind.requested else people
    return rng.choice([person for person in pool if person.site == site])


def _odd_job(row: list[str | float], at: datetime, people: Sequence[Person], rng: Random) -> Work:
    category, probability, language, title = row
    site = "tokyo" if language == "ja" else "berlin"
    pool = REQUESTERS if str(category).startswith(("REQ", "INT")) else people
    asker = rng.choice([person for person in pool if person.site == site])
    return Work(str(category), float(probability), str(title), str(language), at, asker, planned=rng.random() < 0.3)


def _failure(row: list[str], at: datetime, people: Sequence[Person], rng: Random) -> Work:
    language, title, service = row
    return Work("INC.novel", 0.2, title, language, at, rng.choice(people), service=service)


def _office_moment(rng: Random, horizon: Horizon) -> datetime:
    day = _first_business_day(horizon.first_day + timedelta(days=rng.randrange(0, 7 * horizon.weeks - 4)), "JP")
    return local(day, time(9), rng.choice(list(ZONES.values()))) + timedelta(minutes=rng.randrange(0, 500))


def _any_moment(rng: Random, horizon: Horizon) -> datetime:
    return horizon.starts_at + timedelta(seconds=rng.randrange(0, 7 * 86_400 * horizon.weeks - 86_400))


def _first_business_day(day: date, country: str) -> date:
    while not is_business_day(day, country):
        day += timedelta(days=1)
    return day


def _country(kind: Kind) -> str:
    return COUNTRIES.get(kind.site, "JP")


def _zone(kind: Kind) -> str:
    return ZONES.get(kind.site, "Asia/Tokyo")


def _poisson(rng: Random, mean: float) -> int:
    """Knuth's method, in pieces so that a large mean does not underflow."""
    count = 0
    while mean > 0:
        limit, product = math.exp(-min(mean, 30.0)), rng.random()
        while product > limit:
            count += 1
            product *= rng.random()
        mean -= 30.0
    return count
