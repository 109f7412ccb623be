"""Connections to a PostgreSQL that a process keeps between two uses: making one costs more than what is asked of it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[tuple[Any, ...]]

_AT_MOST = 4  # of those that nobody uses; readers at the same moment may be more
_IDLE: dict[tuple[Any, ...], deque[Connection]] = {}


def taken(parameters: dict[str, Any], look: Callable[[Connection], None]) -> Connection:
    """A connection outside of any transaction, kept or new, at which `look` found nothing amiss.

    A kept one may have ended with its server meanwhile, or its user was made anew: `look` finds out, and the next one
    is tried. Raises psycopg's errors, and what `look` raises at a new one.

    psycopg's own pool would hide why a connection cannot be made: it tries again until a time is up, and tells nothing
    but that (https://www.psycopg.org/psycopg3/docs/advanced/pool.html).
    """
    import psycopg

    idle = _idle(parameters)
    while idle:
        try:
            return _looked_at(idle.pop(), look)
        except (psycopg.Error, IndexError):  # IndexError: another thread was faster
            continue
    return _looked_at(psycopg.connect(**parameters, prepare_threshold=None, autocommit=True), look)


def give_back(parameters: dict[str, Any], connection: Connection) -> None:
    """Keep a connection for the next use; one that is broken, or still in a transaction, is closed."""
    from psycopg.pq import TransactionStatus

    idle = _idle(parameters)
    if connection.info.transaction_status == TransactionStatus.IDLE and len(idle) < _AT_MOST:
        idle.append(connection)
    else:
        connection.close()


def _looked_at(connection: Connection, look: Callable[[Connection], None]) -> Connection:
    try:
        look(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _idle(parameters: dict[str, Any]) -> deque[Connection]:
    """Of this process: a child that was forked must not speak on its parent's connections."""
    key = (os.getpid(), *sorted((name, str(value)) for name, value in parameters.items()))
    return _IDLE.setdefault(key, deque())
