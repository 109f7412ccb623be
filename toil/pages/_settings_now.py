"""The settings of a rerun: read anew only where they may be others."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from toil.settings import SETTINGS_FILE, Settings, load_settings


def current_settings() -> Settings:
    """As `load_settings()`, read anew only where the file or the environment is another than at the last call."""
    named = tuple(os.environ.get(name, "") for name in ("TOIL_CONFIG", "TOIL_STORE", "TOIL_LANG"))
    try:
        file = Path(named[0] or SETTINGS_FILE).stat()
    except OSError:
        return load_settings()
    return _settings_of((file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns), named)


@lru_cache(maxsize=4)
def _settings_of(_file: tuple[int, ...], _named: tuple[str, ...]) -> Settings:
    return load_settings()
