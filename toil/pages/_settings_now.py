"""The settings of a rerun: read anew only where they may be others."""

from __future__ import annotations

from functools import lru_cache

from toil.settings import Settings, load_settings, named_by_environment


def current_settings() -> Settings:
    """As `load_settings()`, read anew only where the file or the environment is another than at the last call."""
    place, said = named_by_environment()
    try:
        file = place.stat()
    except OSError:
        return load_settings()
    return _settings_of((file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns, file.st_ctime_ns), said)


@lru_cache(maxsize=4)
def _settings_of(_file: tuple[int, ...], _said: tuple[str, ...]) -> Settings:
    return load_settings()
