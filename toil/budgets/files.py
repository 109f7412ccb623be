"""The CSV files that settings name for budgets: what they hold, and their cells as numbers and times."""

from __future__ import annotations

import hashlib
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from toil.settings import Settings


def sli_files(settings: Settings) -> dict[str, Path]:
    """The file of each service that names one, from the folder of toil.toml."""
    return {name: settings.beside(one.sli) for name, one in settings.services.items() if one.sli is not None}


def drivers_file(settings: Settings) -> Path | None:
    """The file of drivers, from the folder of toil.toml; None where there is none."""
    return settings.beside(settings.growth.drivers) if settings.growth.drivers is not None else None


def fingerprint(settings: Settings) -> list[str]:
    """What the files hold, as digests: a build from other files is another build. A missing file is empty text."""
    drivers = drivers_file(settings)
    files = [*sli_files(settings).values(), *([drivers] if drivers is not None else [])]
    return [hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "" for file in files]


def moment(text: str) -> datetime:
    """An ISO time as naive UTC; without an offset it is UTC. Raises ValueError."""
    try:
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    except (ValueError, OverflowError):  # the latter: the offset leads out of the years 1 to 9999
        raise ValueError(f"{text!r} is no ISO time") from None


def amount(text: str, name: str) -> float:
    """A finite number that is not negative; raises ValueError."""
    try:
        found = float(text)
    except ValueError:
        raise ValueError(f"{name} {text!r} is no number") from None
    if not math.isfinite(found) or found < 0:
        raise ValueError(f"{name} {text!r} is no amount")
    return found
