"""What a reader should know before believing a page: old data, a partial run, a senseless address."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

import pandas as pd
import streamlit as st

from toil.errors import StoreMissing
from toil.locales import Words
from toil.locales.numbers import age
from toil.pages._access import may_write, signed_in
from toil.pages._choice import ignored_parameters
from toil.pages._plain import plain
from toil.pages._reader import Reader
from toil.settings import Settings
from toil.store.run_log import RunLog, trouble

STALE_AFTER = pd.Timedelta(hours=48)
CAUSES = (1, 2, 4, 5)  # exit codes with words of their own
STEPS = ("toil demo", "toil init && toil doctor", "toil run")


class _Sources(NamedTuple):
    none: bool
    partial: tuple[str, ...]


@lru_cache(maxsize=8)
def _sources(reader: Reader) -> _Sources:
    """Of a build, whether it has no source at all, and those that were read in part."""
    health = reader.read("data_health")
    return _Sources(health.empty, tuple(partly_read(health)))


def show_banners(reader: Reader, words: Words, settings: Settings) -> None:
    """The notes above every page, none of them where all is well."""
    sources = _sources(reader)
    old = pd.Timestamp.now("UTC").tz_localize(None) - reader.as_of
    partial = list(sources.partial)
    told = _show_run(settings, words, partial)
    if sources.none:
        st.info(words("health.no_sources"), icon="🕰️")
    elif not told and old > STALE_AFTER:
        st.info(words("banner.stale", age=age(old.total_seconds(), words), as_of=f"{reader.as_of:%Y-%m-%d}"), icon="🕰️")
    if partial:
        st.warning(words("banner.partial", sources=plain(", ".join(partial))), icon="⚠️")
    if not may_write():
        reason = "access.read_only" if signed_in() is None else "access.viewer"
        st.info(words(reason), icon="🔒")


def _show_run(settings: Settings, words: Words, partial: list[str]) -> bool:
    """What is wrong with the runs that nobody watches; whether the age of the figures was told with it."""
    hours = settings.run.expected_hours
    found = trouble(RunLog(settings.store.folder).records(), now=datetime.now(UTC), expected_hours=hours)
    if found is None or (found.kind == "partial" and partial):
        return False
    code = found.run.exit_code
    said = {
        "at": f"{datetime.fromisoformat(found.run.started_at):%Y-%m-%d %H:%M} UTC",
        "age": age(found.age.total_seconds(), words),
        "expected": words("unit.hours", number=f"{hours:g}"),
        "cause": words(f"banner.cause_{code if code in CAUSES else 1}"),
    }
    st.warning(words(f"banner.run_{found.kind}", **said), icon="⏰")
    return found.kind == "late"


def show_ignored(words: Words) -> None:
    """What the address asked for in vain; known only after the page has drawn its choices."""
    for parameter in ignored_parameters():
        st.info(words("banner.ignored", parameter=plain(parameter)), icon="🔗")


def partly_read(health: pd.DataFrame) -> list[str]:
    """The sources, as `source (site)`, whose last run did not come to its end."""
    never = health["last_complete_at"].isna() & health["last_run_at"].notna()
    since = health["last_complete_at"] < health["last_run_at"]
    partial = health[never | since.fillna(False)]
    return [f"{source} ({site})" for source, site in zip(partial["source"], partial["site"], strict=True)]


def show_empty_store(missing: StoreMissing, words: Words) -> None:
    """Nothing was built yet: the three steps, to be copied."""
    st.subheader(words("empty.title"), anchor=False)
    st.text(words("empty.where", where=missing.where))
    for number, command in enumerate(STEPS, start=1):
        st.markdown(words(f"empty.step_{number}"))
        st.code(command, language="bash")
