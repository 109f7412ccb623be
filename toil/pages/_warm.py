"""What the server does while its first reader is still on the way: imports, and a word to the garbage collector."""

from __future__ import annotations

import gc
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Event, Thread

import toil.charts
import toil.pages

LATER = ("pyarrow.pandas_compat", "scipy.optimize", "scipy.stats", "ruptures")
"""What a few pages import while they are drawn."""
FIRST_PAGE = Event()
"""Set when a reader's first page has been drawn."""
READER_COMES_WITHIN = 3.0  # seconds


@asynccontextmanager
async def warmed(_app: object) -> AsyncIterator[None]:
    """The server's life: it is ready at once, and warms up beside that."""
    Thread(target=warm_up, daemon=True, name="warm-up").start()
    yield


def warm_up() -> None:
    """Import what all pages need, then what a few do, and leave that alone from then on.

    The latter does not compete with a reader who comes at once: it follows their first page.
    Streamlit collects all garbage after each rerun; to look through what was imported, which never becomes garbage,
    takes half of the processor's time of a small page.
    """
    for package in (toil.charts, toil.pages):
        for module in pkgutil.iter_modules(package.__path__):
            if package is toil.charts or module.name.startswith("_"):  # the others are pages, and draw
                importlib.import_module(f"{package.__name__}.{module.name}")
    FIRST_PAGE.wait(READER_COMES_WITHIN)
    for name in LATER:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
