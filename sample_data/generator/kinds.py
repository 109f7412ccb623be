"""The recurring kinds of work, read from `kinds/*.toml`, and the two automations that were shipped for them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Page:
    """How a kind behaves in PagerDuty: the share that gets a Jira issue, and the share nobody acknowledges."""

    urgency: str
    linked: float
    unacked: float


@dataclass(frozen=True)
class Kind:
    """A recurring kind of work; `growth` is the weekly growth of its rate, `sigma` the spread of log minutes.

    `dispersion` is the shape of the weekly gamma factor: the variance of a weekly count is mean + mean²/dispersion.
    """

    id: str
    name_en: str
    name_ja: str
    category: str
    toil_probability: float
    median_minutes: float
    per_week: float = 0.0
    sigma: float = 0.5
    growth: float = 0.0
    dispersion: float = 12.0
    cadence: str = "random"
    weekday: int = 0
    month_day: int = 1
    batch: int = 1
    remedy: str = ""
    automation: str = ""
    site: str = "any"
    project: str = "OPS"
    service: str = ""
    planned: bool = False
    requested: bool = False
    labels: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    ja: tuple[str, ...] = ()
    issue_en: tuple[str, ...] = ()
    issue_ja: tuple[str, ...] = ()
    page: Page | None = None


@dataclass(frozen=True)
class Automation:
    """Something that was shipped against a kind; `factor` is what the rate is multiplied by from then on."""

    id: str
    kind: str
    name: str
    shipped_on: date
    promised_hours_per_week: float
    factor: float
    registered_by: str

    @property
    def works(self) -> bool:
        """Whether the automation has any effect."""
        return self.factor < 1


AUTOMATIONS = (
    Automation(
        "quota-self-service",
        "quota",
        "クォータ変更のセルフサービス化 / Quota self-service",
        date(2026, 9, 14),
        7.0,
        0.2,
        "lukas.weber",
    ),
    Automation(
        "disk-cleaner",
        "disk-usage",
        "Nightly disk cleaner",
        date(2026, 9, 28),
        3.0,
        1.0,
        "kenta.watabe",
    ),
)


def _kind(table: dict[str, Any]) -> Kind:
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    if "page" in values:
        values["page"] = Page(**values["page"])
    return Kind(**values)


@cache
def kinds() -> tuple[Kind, ...]:
    """Every recurring kind, in the order of the files."""
    files = sorted((HERE / "kinds").glob("*.toml"))
    return tuple(_kind(table) for file in files for table in tomllib.loads(file.read_text("utf-8"))["kind"])


@cache
def oneoff_words() -> dict[str, Any]:
    """The words that one-off work is named with, from `oneoffs.toml`."""
    return tomllib.loads((HERE / "oneoffs.toml").read_text("utf-8"))


@cache
def title_words() -> dict[str, Any]:
    """The values of title variables, from `words.toml`."""
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))
