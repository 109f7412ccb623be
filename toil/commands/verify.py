"""`toil extract --verify` and `--dry-run`: what the servers have against what is held, and what reading would cost."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from toil.commands.session import Session
from toil.errors import SourceUnavailable

if TYPE_CHECKING:
    from toil.sources.base import Estimate
    from toil.store.censuses import Completeness


def show_completeness(session: Session, scopes: Sequence[Completeness]) -> None:
    """A line for each scope; raises SourceUnavailable (exit code 5) where less is held than the server has.

    More may be held than the server has: what was deleted there stays here, with a tombstone.
    """
    if session.json:
        session.emit({"verified": [vars(scope) for scope in scopes]})
    else:
        for scope in scopes:
            about = "" if scope.is_exact else "about "
            session.line(f"{scope.source}\t{scope.site}\t{scope.name}\t{scope.kind}\tserver {about}{scope.server}\t"
                         f"held {scope.held}\tmissing {scope.missing}")  # fmt: skip
    if short := [scope for scope in scopes if scope.missing]:
        names = ", ".join(f"{scope.source} {scope.name}" for scope in short)
        raise SourceUnavailable(f"less is held than the server has: {names}", do="run `toil extract --full`")


def show_estimates(session: Session, estimates: Mapping[str, Estimate]) -> None:
    """What a run would read, in how many requests and how long: a sentence on a terminal, else columns."""
    if session.json:
        session.emit({"would_read": {name: vars(estimate) for name, estimate in estimates.items()}})
        return
    for source, estimate in estimates.items():
        if sys.stdout.isatty():
            session.line(_sentence(source, estimate))
            continue
        for stream, amount in estimate.records.items():
            session.line(f"{source}\t{stream}\t{amount}")
        session.line(f"{source}\trequests\t{estimate.requests}\tabout {in_words(estimate.seconds)}")


def _sentence(source: str, estimate: Estimate) -> str:
    """Like "jira: reading about 7 issues takes about 9 requests and 1 s."."""
    amounts = [f"{amount:,} {stream.replace('_', ' ')}" for stream, amount in estimate.records.items()]
    return (f"{source}: reading about {' and '.join(amounts)} takes about {estimate.requests:,} requests "
            f"and {in_words(estimate.seconds)}.")  # fmt: skip


def in_words(seconds: float) -> str:
    """A duration as people say it."""
    if seconds < 90:
        return f"{max(seconds, 1):.0f} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
