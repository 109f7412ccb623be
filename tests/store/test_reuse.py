"""What a build takes over from the earlier one: nothing that could have become otherwise."""

from __future__ import annotations

import json
import shutil
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import pytest

from pipelines.build import build as build_all
from pipelines.demo import demo_settings
from toil.errors import ToilError
from toil.recurrence.said import said
from toil.relations import PythonRelation, Relation, all_relations, parse_sql_relation, sql_relations
from toil.settings import Settings
from toil.store import reuse
from toil.store.builder import build_relations
from toil.store.journal import Journal
from toil.store.published import current_build, open_published
from toil.store.raw import RAW_FILE, RawStore
from toil.store.reuse import UNSEEN

if TYPE_CHECKING:
    from toil.relations import Frames

COUNTED = parse_sql_relation(
    "counted", "-- Items by title.\n-- grain: title\nselect title, count(*) as n from staged_items group by title"
)
DOUBLED = parse_sql_relation(
    "doubled", "-- Twice as many.\n-- grain: title\nselect title, 2 * n as n from ranked where title <> 'rare'"
)
JOINED = parse_sql_relation(
    "joined",
    "-- Items with their number.\n-- grain: item_id\n"
    "select item_id, staged_items.title, n from staged_items join doubled using (title)",
)
BUILD_INFO = PythonRelation("build_info", "The build.", (), columns={"build_id": "varchar", "as_of": "date"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A raw store of thirty items, of titles a and b."""
    with RawStore.open(tmp_path):
        pass
    items = "select n, n, 's', 'x', if(n % 3 = 0, 'a', 'b'), timestamp '2026-05-04' from range(30) as numbers(n)"
    change(tmp_path, f"insert into staged_items (owner_key, item_id, source, site, title, created_at) {items}")
    return tmp_path


def change(folder: Path, statement: str) -> None:
    with duckdb.connect(str(folder / RAW_FILE)) as raw:
        raw.execute(statement)


def relations_of(made: list[str]) -> list[Relation]:
    """Five relations, of which the function notes in `made` whenever it is asked."""

    def ranked(frames: Frames, settings: Settings) -> pd.DataFrame:
        made.append("ranked")
        return frames["counted"].head(settings.recurrence.minimum)

    function = PythonRelation("ranked", "The first.", ("title",), columns={"title": "varchar", "n": "bigint"},
                              reads=frozenset({"counted"}), compute=ranked)  # fmt: skip
    return [JOINED, DOUBLED, function, COUNTED, BUILD_INFO]


def build(
    folder: Path, relations: list[Relation], *, anew: bool = False, beside: str = "", **given: pd.DataFrame
) -> dict[str, object]:
    """The rows of every relation of a build that may take over from the one before, unless it is made `anew`."""
    new, newest = folder / "new.duckdb", folder / "newest.duckdb"
    given |= {"build_info": pd.DataFrame([{"build_id": str(len(list(folder.iterdir()))), "as_of": "2026-05-05"}])}
    build_relations(new, folder, relations, given, Settings(), lambda name, position, total: None,
                    earlier=newest if newest.exists() and not anew else None, said=beside)  # fmt: skip
    if anew:
        newest = folder / "anew.duckdb"
    new.replace(newest)
    with duckdb.connect(str(newest), read_only=True) as connection:
        return {one.name: connection.execute(f'from "{one.name}"').fetchall() for one in relations if one != BUILD_INFO}


def test_after_any_change_a_build_holds_what_one_made_anew_holds(folder: Path) -> None:
    """Six pairs of changes to the raw store, from none to new titles; every relation is as without an earlier build."""
    dice, relations = Random(7), relations_of([])
    build(folder, relations)
    for _ in range(6):
        for _ in range(2):
            item, title = dice.randrange(40), dice.choice("abcd")
            change(folder, dice.choice([
                "select 1",
                f"delete from staged_items where item_id = '{item}'",
                f"update staged_items set title = '{title}' where item_id = '{item}'",
                f"update staged_items set description = '{title}' where item_id = '{item}'",
                "update staged_items set title = if(title = 'a', 'b', 'a')",
            ]))  # fmt: skip
        assert build(folder, relations) == build(folder, relations, anew=True)


def test_a_function_is_asked_again_only_where_what_it_reads_changed(folder: Path) -> None:
    """A description changes items, and not how many there are of a title; a title does; so do settings and files."""
    made: list[str] = []
    relations = relations_of(made)
    build(folder, relations)
    change(folder, "update staged_items set description = 'new'")
    build(folder, relations)
    assert made == ["ranked"]
    change(folder, "update staged_items set title = 'c' where item_id = '1'")
    build(folder, relations)
    assert made == ["ranked"] * 2
    build(folder, relations, beside="another setting")
    assert made == ["ranked"] * 3


def test_a_function_hears_the_kinds_of_events_that_it_names(folder: Path) -> None:
    """A vote is nothing to what hears of labels; and to ask for another kind fails, lest its events were missed."""
    heard: list[int] = []

    def labels(frames: Frames, settings: Settings) -> pd.DataFrame:
        heard.append(len(said(frames["journal_events"], asked[0])))
        return pd.DataFrame({"n": heard[-1:]})

    asked = ["label"]
    columns = {
        "event_id": "bigint",
        "written_at": "timestamp",
        "kind": "varchar",
        "subject": "varchar",
        "body": "varchar",
    }
    journal = PythonRelation("journal_events", "Said.", ("event_id",), columns=columns)
    told = PythonRelation("told", "Labels.", (), columns={"n": "bigint"}, reads=frozenset({"journal_events"}),
                          hears=frozenset({"label"}), compute=labels)  # fmt: skip
    events = pd.DataFrame({"event_id": [1, 2, 3], "written_at": "2026-05-04", "kind": ["label", "vote", "label"],
                           "subject": "", "body": "{}"})  # fmt: skip
    for count in (1, 2, 3):
        build(folder, [journal, told], journal_events=events.head(count))
    assert heard == [1, 2]
    asked[0] = "vote"
    with pytest.raises(ToilError, match="'vote'"):
        build(folder, [journal, told], journal_events=events.head(0))


def test_other_code_makes_everything_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade of toil or of a package that calculates may make other rows of the same inputs."""
    made: list[str] = []
    build(folder, relations_of(made))
    monkeypatch.setattr("toil.store.reuse.code", lambda: "another version")
    build(folder, relations_of(made))
    assert made == ["ranked"] * 2


def test_another_statement_is_made_anew(folder: Path) -> None:
    """A changed statement is another relation, though it reads the same."""
    build(folder, [COUNTED])
    other = parse_sql_relation(
        "counted", "-- Items by title.\n-- grain: title\nselect distinct title, 0 as n from staged_items"
    )
    assert build(folder, [other]) == {"counted": [("a", 0), ("b", 0)]}


def test_a_damaged_earlier_build_is_passed_over(folder: Path) -> None:
    """A build is what makes a damaged store anew, so it must not fail on it."""
    before = build(folder, relations_of([]))
    size = (folder / "newest.duckdb").stat().st_size
    for content in (b"no database", (folder / "newest.duckdb").read_bytes()[:12288] + b"\0" * (size - 12288)):
        (folder / "newest.duckdb").write_bytes(content)
        assert build(folder, relations_of([])) == before


def test_where_only_words_differ_a_build_begins_with_a_copy(folder: Path) -> None:
    """What stays is not made again; what was made anew, what is no more, and the build's own name are this one's."""
    made: list[str] = []
    gone = parse_sql_relation("gone", "-- No more.\n-- grain: (one row)\nselect count(*) as n from staged_items")
    build(folder, [*relations_of(made), gone])
    before = (folder / "newest.duckdb").read_bytes()
    other = parse_sql_relation("doubled", DOUBLED.sql.replace("2 * n", "3 * n"))
    again = [JOINED, other, *relations_of(made)[2:]]
    assert build(folder, again) == build(folder, again, anew=True)
    assert made == ["ranked"] * 2  # in the first build, and in the one made anew
    with duckdb.connect(str(folder / "newest.duckdb"), read_only=True) as connection:
        names = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
        assert names == {"build_info", "counted", "doubled", "joined", "ranked"}
        assert connection.execute("select distinct n from doubled order by 1").fetchall() == [(30,), (60,)]
    assert (folder / "newest.duckdb").read_bytes() != before


def test_damage_is_not_handed_on_from_build_to_build(folder: Path) -> None:
    """A table that no longer holds what its mark says is found before it stays, and everything is made anew."""
    before = build(folder, relations_of([]))
    with duckdb.connect(str(folder / "newest.duckdb")) as connection:
        commented = "select comment from duckdb_tables() where table_name = 'counted'"
        ((comment,),) = connection.execute(commented).fetchall()
        connection.execute("update counted set n = n + 1")
        connection.execute(f"comment on table counted is '{comment}'")
    made: list[str] = []
    assert build(folder, relations_of(made)) == before
    assert made == ["ranked"]


def test_no_relation_is_made_of_the_name_of_the_build() -> None:
    """Digests leave it out; otherwise everything that asks for the build's moment would be made anew."""
    assert [one.name for one in sql_relations() if UNSEEN in one.sql] == []


def test_builds_of_the_same_input_that_learned_otherwise_bear_other_names(sample_copy: Settings) -> None:
    """An app that keeps a build by its name shows no other build of that name."""
    first = build_all(sample_copy)
    again = build_all(sample_copy)
    with duckdb.connect(str(current_build(sample_copy.store.folder))) as connection:
        kept = reuse.memory(connection, all_relations())
        connection.execute(
            "create or replace table effort_fits as select '' as body; "
            """comment on table effort_fits is '{"made_of": "", "holds": "other", "rows": 1, "made_by": ""}'"""
        )
        other = reuse.memory(connection, all_relations())
    assert first.build_id == again.build_id
    assert kept != other


def test_a_changed_store_is_built_as_one_that_was_never_built(sample_copy: Settings) -> None:
    """One per cent fewer items, other titles and a label in the sample: all equals a build that takes nothing over.

    Both go on with what was learned of effort, which so little more or less does not wear.
    """
    folder, dice = sample_copy.store.folder, Random(11)
    change(folder, "delete from staged_items where hash(item_id) % 100 = 7")
    change(folder, "update staged_items set title = title || ' again' where hash(item_id) % 100 = 8")
    with open_published(folder) as store:
        recurrence_id = dice.choice(store.read("recurrences")["recurrence_id"].tolist())
    Journal(folder).append("label", recurrence_id, {"category": "REQ.access"}, author="somebody")
    anew = folder.with_name("anew")
    shutil.copytree(folder, anew, symlinks=True)
    _take_nothing_over(current_build(anew))
    built = build_all(sample_copy).path, build_all(demo_settings(anew)).path
    with duckdb.connect() as both:
        for name, file in zip(("reused", "made"), built, strict=True):
            both.execute(f"attach '{file}' as {name} (read_only)")
        differing = [
            name
            for name in both.execute("select table_name from duckdb_tables() where database_name = 'made'").fetchall()
            if both.execute("select count(*) from ((from reused.{0} except all from made.{0}) union all "
                            "(from made.{0} except all from reused.{0}))".format(*name)).fetchall() != [(0,)]
        ]  # fmt: skip
    assert differing == []


def _take_nothing_over(build: Path) -> None:
    """Leave in a build what it has learned, and let every table look as if it had been made of something else."""
    with duckdb.connect(str(build)) as connection:
        for name, comment in connection.execute(
            "select table_name, comment from duckdb_tables() where comment is not null"
        ).fetchall():
            mark = json.dumps(json.loads(comment) | {"made_of": "something else"})
            connection.execute(f"""comment on table "{name}" is '{mark}'""")


def test_a_dictionary_that_is_installed_makes_everything_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Titles are read otherwise once the extra `ja` is there, or brings another dictionary: nothing is taken over."""
    real = reuse.version
    digests = set()
    for day in ("", "20261015", "20270101"):

        def told(name: str, day: str = day) -> str:
            if name != "sudachidict_small":
                return real(name)
            if day:
                return day
            raise PackageNotFoundError(name)

        monkeypatch.setattr(reuse, "version", told)
        reuse.code.cache_clear()
        digests.add(reuse.code())
    reuse.code.cache_clear()
    assert len(digests) == 3
