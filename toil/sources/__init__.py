"""The sources: each folder beside this file is one, found by being there."""

from __future__ import annotations

import pkgutil
import re
from importlib import import_module
from importlib.resources import files
from typing import cast

from toil.errors import UsageError
from toil.sources.base import Source


def source_names() -> list[str]:
    """The names of all sources, sorted."""
    return sorted(found.name for found in pkgutil.iter_modules(__path__) if found.ispkg)


def get_source(name: str) -> Source:
    """The source of that name; raises UsageError naming the known ones."""
    if name not in source_names():
        raise UsageError(f"there is no source called {name!r}", do=f"one of: {', '.join(source_names())}")
    return cast(Source, import_module(f"{__name__}.{name}").SOURCE)


def staging_sql(name: str) -> str:
    """The staging SQL that stands in the source's folder: every `staging*.sql`, joined in the order of their names."""
    found = [one for one in files(f"{__name__}.{name}").iterdir() if re.fullmatch(r"staging\w*\.sql", one.name)]
    return "\n".join(one.read_text("utf-8") for one in sorted(found, key=lambda one: one.name))
