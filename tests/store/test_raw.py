"""The raw store keeps what sources said: every good payload once, and its cursor with it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from toil.errors import StoreLocked, ToilError
from toil.sources.base import Page, Record, Rejection
from toil.store.query import disk_trouble, transaction
from toil.store.raw import RawStore

EARLY, LATE = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)


def issue(number: str, title: object, updated_at: datetime | None = EARLY) -> Record:
    return Record("issue", number, {"title": title}, number, updated_at)


def titles(store: RawStore) -> dict[str, str]:
    rows = store.connection.execute("select record_id, payload->>'title' from payloads order by 1").fetchall()
    return dict(rows)


def save(folder: Path, *pages: Page) -> dict[str, str]:
    with RawStore.open(folder) as store:
        run = store.begin_run("jira", "fetch")
        for page in pages:
            store.save(run, page)
        store.end_run(run, "complete")
        return titles(store)


def test_saving_a_page_twice_doubles_nothing(tmp_path: Path) -> None:
    """A page that arrives again leaves one payload and no new change."""
    page = Page("s", "issues", (issue("1", "a"), issue("2", "b")), cursor="7")
    assert save(tmp_path, page, page) == {"1": "a", "2": "b"}
    with RawStore.open(tmp_path) as store:
        assert store.cursors("jira") == {"issues": "7"}
        assert store.connection.execute("select records, changed from runs").fetchall() == [(4, 2)]


def test_an_older_payload_never_replaces_a_newer(tmp_path: Path) -> None:
    """A late answer with an older `updated_at` is ignored, whatever order pages come in."""
    new, old = Page("s", "x", (issue("1", "new", LATE),)), Page("s", "x", (issue("1", "old", EARLY),))
    assert save(tmp_path, new, old) == {"1": "new"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("123"), st.integers(0, 5), st.text(max_size=8)), max_size=12), st.data())
def test_any_paging_of_the_same_records_ends_equal(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, int, str]], data: st.DataObject
) -> None:
    """How records fall into pages does not matter: for each, the newest is held (ties: the last that came)."""
    records = [issue(key, text, datetime(2026, 1, 1 + day, tzinfo=UTC)) for key, day, text in rows]
    cut = data.draw(st.integers(0, len(records)))
    expected: dict[str, tuple[int, str]] = {}
    for key, day, text in rows:
        if key not in expected or day >= expected[key][0]:
            expected[key] = (day, text.replace("\x00", "�"))
    held = save(
        tmp_path_factory.mktemp("raw"),
        Page("s", "x", tuple(records[:cut])),
        Page("s", "x", tuple(records[cut:])),
    )
    assert held == {key: text for key, (_, text) in sorted(expected.items())}


def test_a_page_that_cannot_be_saved_leaves_neither_rows_nor_cursor(tmp_path: Path) -> None:
    """Payloads and cursor stand or fall together."""
    with RawStore.open(tmp_path) as store:
        run = store.begin_run("jira", "fetch")
        with pytest.raises(Exception, match=r"cursor|convert|transform|not supported|Unable"):
            store.save(run, Page("s", "x", (issue("1", "a"),), cursor=object()))  # type: ignore[arg-type]
        assert titles(store) == {}
        assert store.cursors("jira") == {}


def test_odd_values_are_kept_as_well_as_they_can_be(tmp_path: Path) -> None:
    """NaN becomes null, a NUL or lone surrogate a replacement mark; the rest of the page is untouched."""
    page = Page("s", "x", (issue("1", float("nan")), issue("2", "a\x00b"), issue("3", "\ud800"), issue("4", "ok")))
    assert save(tmp_path, page) == {"1": None, "2": "a�b", "3": "?", "4": "ok"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(max_size=8), JSON, max_size=5))
def test_any_payload_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, payload: dict[str, object]) -> None:
    """Whatever JSON a service sends is held unchanged, but for NULs, which no text column can hold."""

    def mended(value: object) -> object:
        return json.loads(json.dumps(value, ensure_ascii=False).replace("\\u0000", "�"))

    assume("\\\\u0000" not in json.dumps(payload))
    with RawStore.open(tmp_path_factory.mktemp("raw")) as store:
        store.save(store.begin_run("jira", "load"), Page("s", "x", (Record("issue", "1", payload),)))
        ((held,),) = store.connection.execute("select payload from payloads").fetchall()
    assert json.loads(held) == mended(payload)


def test_a_written_backslash_u_is_not_a_nul(tmp_path: Path) -> None:
    """The six characters of an escape, written in a title, are text like any other."""
    assert save(tmp_path, Page("s", "x", (issue("1", r"grep \u0000"), issue("2", "a" * 10_000)))) == {
        "1": r"grep \u0000",
        "2": "a" * 10_000,
    }


def test_a_payload_nested_too_deeply_is_rejected_alone(tmp_path: Path) -> None:
    """One absurd payload does not take its page with it."""
    deep: object = 1
    for _ in range(100_000):
        deep = [deep]
    assert save(tmp_path, Page("s", "x", (issue("1", deep), issue("2", "ok")))) == {"2": "ok"}


def test_rejections_are_kept_once_with_their_place(tmp_path: Path) -> None:
    """The same bad line read twice is one rejection."""
    page = Page("s", "x", rejections=(Rejection("f.jsonl:3", "not JSON", "{oops"),))
    save(tmp_path, page, page)
    with RawStore.open(tmp_path) as store:
        assert store.connection.execute("select place, reason, excerpt from rejections").fetchall() == [
            ("f.jsonl:3", "not JSON", "{oops")
        ]


def test_a_store_that_another_process_holds_says_so(tmp_path: Path) -> None:
    """Opening a store that is open elsewhere raises StoreLocked, with advice."""
    program = (
        "import sys; from pathlib import Path; from toil.store.raw import RawStore\n"
        "with RawStore.open(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(StoreLocked, match="another program holds"), RawStore.open(tmp_path):
            pass
        other.communicate("")


def test_a_damaged_store_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    """A file that is no database is refused, not overwritten."""
    (tmp_path / "raw.duckdb").write_text("this is no database, but a long enough text to be looked at" * 100)
    with pytest.raises(ToilError, match=r"cannot be opened.*\n.*restore"), RawStore.open(tmp_path):
        pass
    assert "no database" in (tmp_path / "raw.duckdb").read_text()


def test_a_store_of_another_schema_version_is_refused(tmp_path: Path) -> None:
    """A newer store is not touched by an older toil."""
    with RawStore.open(tmp_path) as store:
        store.connection.execute("update store_info set schema_version = 99")
    with pytest.raises(ToilError, match="schema version 99"), RawStore.open(tmp_path):
        pass


def test_a_file_damaged_inside_is_told_as_damage(tmp_path: Path) -> None:
    """Blocks that do not match their checksum are damage, not a lock, although the message speaks of blocks."""
    save(tmp_path, Page("s", "x", tuple(issue(str(number), "t" * 999) for number in range(999))))
    file = tmp_path / "raw.duckdb"
    content = file.read_bytes()
    file.write_bytes(content[:12288] + b"\xff" * (len(content) - 12288))
    with pytest.raises(ToilError, match="damaged") as caught, RawStore.open(tmp_path) as store:
        titles(store)
    assert not isinstance(caught.value, StoreLocked)
    assert "toil store restore" in caught.value.do


def test_a_failed_page_is_told_by_its_own_error(tmp_path: Path) -> None:
    """Where the transaction has ended already, as on a full disk, the first error is the one that is raised."""

    def fail(store: RawStore) -> None:
        with transaction(store.connection):
            store.connection.execute("rollback")
            raise OSError("No space left on device")

    with RawStore.open(tmp_path) as store, pytest.raises(OSError, match="No space"):
        fail(store)


def test_a_full_disk_is_named() -> None:
    """What DuckDB says of a full disk becomes a message that says so."""
    error = OSError('Could not write file "x": No space left on device')
    assert "the disk is full" in str(disk_trouble(error, Path("x/raw.duckdb")))
    assert disk_trouble(ValueError("else"), Path("x")) is None
