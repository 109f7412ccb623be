"""The journal in PostgreSQL: many machines read and write it at once. All of it is in a schema of its own, `toil`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from toil.errors import CredentialsError, SettingsError, ToilError
from toil.store.journal_connections import give_back, taken
from toil.store.journal_place import JOURNAL_TABLES, JOURNAL_VERSION

if TYPE_CHECKING:
    import psycopg

_VARIABLE = "TOIL_JOURNAL_URL"
_LOCK = 0x746F696C  # "toil", of the advisory locks of this database
_TEXT = 'text collate "C" not null'  # as SQLite orders text, so that both give the same build
_USUAL = {"connect_timeout": 10, "application_name": "toil", "client_encoding": "UTF8", "keepalives_idle": 60,
          "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 30_000}  # fmt: skip
"""Unless the address says otherwise. A kept connection that a firewall has forgotten is noticed within half a minute;
the kernel alone would take a quarter of an hour."""
_SHAPE = f"""
create table events (
    event_id bigint primary key, written_at {_TEXT}, author {_TEXT}, kind {_TEXT}, subject {_TEXT}, body {_TEXT}
);
create table snapshots (
    snapshot_id bigint primary key, taken_at {_TEXT}, team {_TEXT}, week {_TEXT}, build_id {_TEXT}, as_of {_TEXT},
    body {_TEXT}
);
create table grouping_fits (
    rowid bigint primary key, fitted_at {_TEXT}, work_count bigint not null, recipe bigint not null
);
create table grouping_refits (event_id bigint primary key);
create table wordings (
    key_id {_TEXT} primary key, key {_TEXT}, leader {_TEXT}, recurrence_id text collate "C", title text collate "C"
);
create table recurrence_ids (recurrence_id {_TEXT} primary key, key {_TEXT}, founded_at {_TEXT});
create table recurrence_history (
    happened_at {_TEXT}, event {_TEXT}, recurrence_id {_TEXT}, other_id {_TEXT}, work_count bigint not null,
    primary key (happened_at, event, recurrence_id, other_id)
);
create function refuse() returns trigger language plpgsql as 'begin raise exception ''append only''; end';
create trigger events_stay before update or delete or truncate on events execute function refuse();
create trigger snapshots_stay before update or delete or truncate on snapshots execute function refuse();
create table journal_info (version integer not null);
insert into journal_info values ({JOURNAL_VERSION});
"""


class PostgresqlJournal:
    """A journal behind an address; each block is a transaction. Tables are made at the first one."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        self._parameters = parameters
        host, port = parameters.get("host") or "localhost", parameters.get("port") or 5432
        self.name = f"postgresql://{host}:{port}/{parameters.get('dbname') or parameters.get('user') or ''}"

    def is_there(self) -> bool:
        """Whether anything can have been said yet: only the server knows."""
        return True

    @contextmanager
    def reading(self) -> Iterator[_Tables]:
        """All tables as they are at one moment."""
        with self._open("repeatable read") as connection:
            yield _Tables(connection)

    @contextmanager
    def writing(self) -> Iterator[_Tables]:
        """All of the block or nothing; whoever else wants to write waits, up to 30 seconds."""
        with self._open("read committed") as connection:
            connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
            yield _Tables(connection)

    @contextmanager
    def replacing(self, stamp: str) -> Iterator[_Tables]:
        """As `writing`, but into new tables; those from before stay in the schema `toil_until_STAMP`."""
        with self._open("read committed") as connection:
            connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
            connection.execute(f"alter schema toil rename to toil_until_{stamp}")
            connection.execute("create schema toil")
            connection.execute(_SHAPE)
            yield _Tables(connection)

    @contextmanager
    def _open(self, isolation: str) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        try:
            import psycopg
        except ImportError:
            raise ToilError("the journal on PostgreSQL needs psycopg", where="[engine] journal",
                            do="install it: pip install 'toil[postgres]'") from None  # fmt: skip
        try:
            connection = taken(self._parameters, self._bring_forward)
            try:
                with connection.transaction():
                    connection.execute(f"set transaction isolation level {isolation}")
                    connection.execute("set local search_path = toil, pg_temp; set local lock_timeout = '30s'")
                    yield connection
            finally:
                give_back(self._parameters, connection)
        except psycopg.Error as error:
            raise _explained(error, self.name) from None

    def _bring_forward(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Make the tables where there are none yet; those that a later toil wrote are left untouched."""
        version = _version(connection)
        if version is None:
            _set_up(connection, self.name)
            version = JOURNAL_VERSION
        if version > JOURNAL_VERSION:
            raise ToilError(f"the journal has schema version {version}, this toil reads {JOURNAL_VERSION}",
                            where=self.name, do="use the toil version that wrote it")  # fmt: skip


class _Tables:
    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self._connection.execute(_translated(sql), _storable(values))
        return cursor.fetchall() if cursor.description else []

    def identity(self) -> str:
        return str(self.rows("select cast('events' as regclass)::oid")[0][0])

    def write(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(sql), [_storable(row) for row in rows])


def postgresql_journal(url: str) -> PostgresqlJournal:
    """The journal behind a `postgresql://` address; encrypted unless nobody else can listen or the address says how.

    Raises SettingsError where this is no such address. No message holds the address itself: it has a password.
    """
    if not url:
        raise SettingsError("the journal is on PostgreSQL, but its address is not set", where=_VARIABLE,
                            do=f"set {_VARIABLE}=postgresql://USER:PASSWORD@HOST/DATABASE")  # fmt: skip
    try:
        from psycopg import Error
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise ToilError("the journal on PostgreSQL needs psycopg", where="[engine] journal",
                        do="install it: pip install 'toil[postgres]'") from None  # fmt: skip
    try:
        if not url.startswith(("postgresql://", "postgres://")):
            raise ValueError
        parameters: dict[str, Any] = dict(conninfo_to_dict(url))
        _ = [int(port or 0) for port in str(parameters.get("port") or "").split(",")]
    except (Error, ValueError):
        raise SettingsError("this is no address of a PostgreSQL", where=_VARIABLE,
                            do="write it like postgresql://USER:PASSWORD@HOST/DATABASE; in a password, "
                               "characters like @ and / are written %40 and %2F") from None  # fmt: skip
    if not _is_here(str(parameters.get("host") or "")):
        parameters.setdefault("sslmode", "require")
    return PostgresqlJournal({**_USUAL, **parameters})


def _is_here(hosts: str) -> bool:
    """Whether every host is this machine: a socket's folder, or the loopback."""
    return all(_is_loopback(host) for host in hosts.split(","))


def _is_loopback(host: str) -> bool:
    try:
        return host in ("", "localhost") or host.startswith("/") or ip_address(host).is_loopback
    except ValueError:
        return False


def _version(connection: psycopg.Connection[tuple[Any, ...]]) -> int | None:
    """The version of the tables; None where there are none. Ask outside of transactions: an error ends them."""
    import psycopg

    try:
        row = connection.execute("select version from toil.journal_info").fetchone()
    except psycopg.errors.UndefinedTable:
        return None
    return int(row[0]) if row else 0


def _set_up(connection: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    encoding = connection.execute("show server_encoding").fetchone()
    if encoding != ("UTF8",):
        raise ToilError(f"the database is in {encoding and encoding[0]}, which cannot hold every name", where=name,
                        do="make one for toil: create database toil encoding 'UTF8' template template0")  # fmt: skip
    with connection.transaction():
        connection.execute("set local search_path = toil, pg_temp")
        connection.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        there = connection.execute("select count(*) from pg_class where relname = 'journal_info' and relnamespace in "
                                   "(select oid from pg_namespace where nspname = 'toil')").fetchone()  # fmt: skip
        if there == (1,):  # another one made them while we waited
            return
        if connection.execute("select count(*) from pg_namespace where nspname = 'toil'").fetchone() == (0,):
            connection.execute("create schema toil")
        connection.execute(_SHAPE)


def _translated(sql: str) -> str:
    return sql.replace("?", "%s")


def _storable(values: Sequence[Any]) -> list[Any]:
    """PostgreSQL's text holds every character but NUL; SQLite's may be bytes where somebody wrote it by hand."""
    texts = [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values]
    return [value.replace("\0", "\ufffd") if isinstance(value, str) else value for value in texts]


def _explained(error: psycopg.Error, name: str) -> ToilError:
    import psycopg

    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    what = f"the journal cannot be used: {said}"
    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return ToilError(what, where=name, do="let an administrator of that database say: "
                         "create schema toil authorization THE_USER_IN_TOIL_JOURNAL_URL")  # fmt: skip
    if "authentication failed" in said or "no password supplied" in said:
        return CredentialsError(what, where=name, do=f"see the user and the password in {_VARIABLE}")
    if isinstance(error, psycopg.errors.LockNotAvailable):
        return ToilError(what, where=name, do="somebody else has been writing for 30 seconds; say it again")
    if isinstance(error, psycopg.OperationalError):
        return ToilError(what, where=name, do=f"see that the server runs and that {_VARIABLE} names it; nothing that "
                         "was said before is lost")  # fmt: skip
    tables = ", ".join(JOURNAL_TABLES)
    return ToilError(what, where=name, do=f"see what was changed by hand in the schema toil ({tables}), or restore")
