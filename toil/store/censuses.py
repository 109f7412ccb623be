"""Censuses: what a service shows of a scope, against what is held, and what became of the items that it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from toil.sources.base import Census, Fate
from toil.store.query import first_row, lay, number, transaction
from toil.store.raw import RawStore, Run, clean_text

LARGEST_LOSS = 0.5  # a scope that loses more at once was hidden from us; nobody deletes half a project in a day
FEW = 10  # a loss of fewer items than this is believed, whatever its share
ASKED_OF_MANY = 100
BELIEVED_OF_MANY = frozenset({"present", "archived", "trashed"})
# The ids of a source's items, and the scope that the items say they are in: the project, else the service. Names
# change while items keep the one they were last seen under, so that scopes are joined by their ids.
_ITEMS = """
select item_id, substr(owner_key, length(source || ':' || site) + 2) as owner_id, site,
    coalesce(scope_id, project, service, '') as scope, coalesce(project, service, '') as name,
    created_at, coalesce(updated_at, created_at) as changed_at
from staged_items
where source = ?
"""


Ask = Callable[[Mapping[str, str]], Iterable[Fate]]


@dataclass(frozen=True)
class Completeness:
    """A scope as its service counts it, and as it is held: items that stand, without those known to be gone."""

    source: str
    site: str
    scope: str
    name: str
    kind: str
    server: int
    held: int
    missing: int
    is_exact: bool


@dataclass(frozen=True)
class Lacking:
    """Held items of a scope that its census does not show; `is_mass` where they are too many to be believed."""

    site: str
    name: str
    owner_ids: tuple[str, ...]
    is_mass: bool


def held_owners(store: RawStore, source: str, site: str, owner_ids: Collection[str]) -> Mapping[str, datetime | None]:
    """Which of these owners' own payloads are held, and their `updated_at` in UTC."""
    _lay_ids(store, "asked", owner_ids)
    rows = store.connection.execute(
        "select owner_id, min(updated_at) from payloads where source = ? and site = ? and record_id = owner_id "
        "and owner_id in (select owner_id from asked) group by owner_id",
        [source, site],
    ).fetchall()
    store.connection.execute("drop table asked")
    return {owner_id: None if moment is None else moment.replace(tzinfo=UTC) for owner_id, moment in rows}


def is_census_due(store: RawStore, source: str, hours: float) -> bool:
    """Whether the last census of a source that came to its end is longer ago than this."""
    row = first_row(store.connection, "select max(started_at) from runs join censuses using (run_id) "
                    "where runs.source = ? and runs.outcome = 'complete'", [source])  # fmt: skip
    if row is None or row[0] is None:
        return True
    passed = (datetime.now(UTC).replace(tzinfo=None) - row[0]).total_seconds()
    return not 0 <= passed < hours * 3600  # a census of the future was taken under a wrong clock


def take_census(store: RawStore, run: Run, censuses: Iterable[Census]) -> list[Lacking]:
    """Save every census, one transaction each; the held items that none of them shows, by scope."""
    connection = store.connection
    connection.execute("create or replace temp table shown (site varchar, owner_id varchar)")
    connection.execute(
        "create or replace temp table scopes (site varchar, scope varchar, name varchar, counted_at timestamp)"
    )
    for census in censuses:
        scope, name = clean_text(census.scope), clean_text(census.name)
        counted_at = _utc(census.as_of) if census.as_of else datetime.now(UTC).replace(tzinfo=None)
        with transaction(connection):
            missing = None
            if census.owner_ids is not None:
                missing = _note_ids(store, run.source, census)
                connection.execute("insert into scopes values (?, ?, ?, ?)", [census.site, scope, name, counted_at])
            connection.execute(
                "insert or replace into censuses (run_id, source, site, scope, name, kind, total, is_exact, "
                "counted_at, missing, since) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [run.run_id, run.source, census.site, scope, name, census.kind, census.total,
                 census.is_exact, counted_at, missing, census.since and _utc(census.since)],
            )  # fmt: skip
    return _lacking(store, run.source)


def settle(store: RawStore, run: Run, lacking: Sequence[Lacking], ask: Ask) -> dict[str, int]:
    """Ask what became of the lacking items and keep it as tombstones, in one transaction; their number by class.

    Items that a census shows again lose their tombstone. `ask` gets the name of each item's scope.
    """
    fates = [(scope.site, fate) for scope in lacking for fate in _fates_of(scope, ask)]
    with transaction(store.connection):
        _raise_found(store, run.source)
        _bury(store, run, fates)
        store.connection.execute("update store_info set changes = changes + 1")
    return dict(Counter(fate.state for _, fate in fates))


def in_words(source: str, classes: Mapping[str, int]) -> str:
    """What people should know of a census: how many items are no longer shown, by class; empty where all are."""
    if not classes:
        return ""
    said = ", ".join(f"{amount:,} {name}" for name, amount in sorted(classes.items()))
    advice = "; what is unobserved still counts: check what the account may see" if "unobserved" in classes else ""
    return f"no longer shown by {source}: {said}{advice}"


def _fates_of(scope: Lacking, ask: Ask) -> Iterable[Fate]:
    """What became of a scope's items. Of those that went all at once only some are asked for.

    Where each of these went with its project, into the archive or the trash, or is simply elsewhere, so did the
    others. Else they become `unobserved`, which changes no number: more likely a right was lost than that so much was
    deleted.
    """
    if not scope.is_mass:
        return ask(dict.fromkeys(scope.owner_ids, scope.name))
    asked = list(ask(dict.fromkeys(scope.owner_ids[:ASKED_OF_MANY], scope.name)))
    states = {fate.state for fate in asked}
    state, said = "unobserved", "many vanished at once"
    if len(states) == 1 and states <= BELIEVED_OF_MANY:
        state, said = asked[0].state, asked[0].evidence
    return (Fate(owner_id, state, said) for owner_id in scope.owner_ids)


def compare(store: RawStore, run: Run) -> list[Completeness]:
    """Every scope that was counted in a run with what is held of it, which stands with its census from now on."""
    store.connection.execute(
        f"""with items as ({_ITEMS} and item_id not in (select item_id from tombstones where class <> 'unobserved')),
        counted as (
            select censuses.scope, censuses.site, censuses.kind, count(items.item_id) as held
            from censuses
            left join items
                on items.site = censuses.site and items.scope = censuses.scope
                and items.created_at <= censuses.counted_at
                and (censuses.since is null or items.created_at >= censuses.since)
            where censuses.run_id = ?
            group by all
        )
        update censuses set held = counted.held,
            missing = coalesce(missing, case when is_exact then greatest(total - counted.held, 0) else 0 end)
        from counted
        where censuses.run_id = ? and censuses.source = ? and censuses.site = counted.site
          and censuses.scope = counted.scope and censuses.kind = counted.kind""",
        [run.source, run.run_id, run.run_id, run.source],
    )
    rows = store.connection.execute(
        "select source, site, scope, name, kind, total, held, missing, is_exact from censuses where run_id = ? "
        "order by all",
        [run.run_id],
    ).fetchall()
    return [Completeness(*row) for row in rows]


def _note_ids(store: RawStore, source: str, census: Census) -> int:
    _lay_ids(store, "counted", census.owner_ids or ())
    store.connection.execute("insert into shown select ?, owner_id from counted", [census.site])
    missing = number(
        store.connection,
        f"select count(*) from (select owner_id from counted except select owner_id from ({_ITEMS}) where site = ?)",
        [source, census.site],
    )
    store.connection.execute("drop table counted")
    return missing


def _lacking(store: RawStore, source: str) -> list[Lacking]:
    rows = store.connection.execute(
        f"""with items as ({_ITEMS} and item_id not in (select item_id from tombstones where class <> 'unobserved')),
        times as (select site, min(counted_at) as counted_at from scopes group by site),
        judged as (
            select items.site, items.scope, coalesce(scopes.name, items.name) as name, items.owner_id,
                scopes.scope is null as is_scope_gone,
                shown.owner_id is null and items.changed_at <= times.counted_at as is_lacking
            from items
            join times on times.site = items.site
            left join (select site, scope, any_value(name) as name from scopes group by all) as scopes
                on scopes.site = items.site and scopes.scope = items.scope
            left join (select distinct * from shown) as shown
                on shown.site = items.site and shown.owner_id = items.owner_id
        )
        select site, max(name) as name, list(owner_id order by owner_id) filter (where is_lacking),
            bool_and(is_scope_gone and is_lacking) or (count(*) filter (where is_lacking) >= {FEW}
                and count(*) filter (where is_lacking) > {LARGEST_LOSS} * count(*))
        from judged group by site, scope having bool_or(is_lacking) order by site, scope""",
        [source],
    ).fetchall()
    return [Lacking(site, name, tuple(ids), bool(is_mass)) for site, name, ids, is_mass in rows]


def _raise_found(store: RawStore, source: str) -> None:
    store.connection.execute(
        f"delete from tombstones where item_id in (select item_id from ({_ITEMS}) as items "
        "join shown on shown.site = items.site and shown.owner_id = items.owner_id)",
        [source],
    )


def _bury(store: RawStore, run: Run, fates: Sequence[tuple[str, Fate]]) -> None:
    columns = dict.fromkeys(("site", "owner_id", "state", "evidence"), "varchar")
    rows = ((site, fate.owner_id, fate.state, clean_text(fate.evidence)) for site, fate in fates)
    lay(store.connection, "fates", columns, rows)
    store.connection.execute(
        f"""insert or replace into tombstones (source, site, item_id, class, observed_at, run_id, evidence)
        select ?, items.site, items.item_id, fates.state, ?, ?, fates.evidence
        from ({_ITEMS}) as items
        join fates using (site, owner_id)
        qualify row_number() over (partition by items.item_id order by fates.state) = 1""",
        [run.source, datetime.now(UTC).replace(tzinfo=None), run.run_id, run.source],
    )
    store.connection.execute("delete from tombstones where source = ? and class = 'present'", [run.source])
    store.connection.execute("drop table fates")


def _lay_ids(store: RawStore, name: str, owner_ids: Iterable[str]) -> None:
    lay(store.connection, name, {"owner_id": "varchar"}, ((clean_text(one),) for one in sorted(owner_ids)))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
