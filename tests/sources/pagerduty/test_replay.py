import gzip
import json
from pathlib import Path
from typing import Any

from tests.fakes.pagerduty_world import SITE, ago, analytics, entry, incident, service, text, user
from tests.sources.pagerduty.reading import rejections, staged
from toil.sources.base import Page, SourceConfig
from toil.sources.pagerduty import SOURCE
from toil.store.raw import RawStore

ROOT = Path(__file__).parents[3]


def _replayed(folder: Path, *objects: Any, name: str = "saved.jsonl", **options: Any) -> list[Page]:
    lines = "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in objects)
    (folder / name).write_text(lines, "utf-8")
    return list(SOURCE.replay(folder / name, SourceConfig(options)))


def _kinds(pages: list[Page]) -> list[tuple[str, str, str]]:
    found = [(r.kind, r.record_id, r.owner_id) for page in pages for r in page.records if r.kind != "account"]
    return sorted(found)


def test_every_shape_is_recognised(tmp_path: Path) -> None:
    """Single payloads, wrapped ones and whole responses are told apart by type and shape."""
    at = ago(days=1)
    pages = _replayed(tmp_path, incident("I1", at), {"incidents": [incident("I2", at)], "limit": 1},
                      {"incident": incident("I3", at)}, entry("L1", "resolve", "I1", at),
                      {"log_entries": [entry("L2", "resolve", "I2", at)]}, {"users": [user("PANA")]}, service(),
                      {"data": [analytics("I1", at)]})  # fmt: skip
    assert _kinds(pages) == [
        ("analytics", "I1", "I1"), ("incident", "I1", "I1"), ("incident", "I2", "I2"), ("incident", "I3", "I3"),
        ("log_entry", "L1", "I1"), ("log_entry", "L2", "I2"), ("service", "PSVC1", ""), ("user", "PANA", ""),
    ]  # fmt: skip
    assert {page.site for page in pages} == {SITE}


def test_what_is_nothing_of_pagerduty_is_rejected_where_it_stands(tmp_path: Path) -> None:
    """The line of each bad object is told, and the good lines are taken."""
    pages = _replayed(tmp_path, '{"key": "OPS-1"}', "not json", {"incidents": []}, incident("I1", ago(days=1)),
                      {**incident("I2", ago(days=1)), "created_at": "yesterday"})  # fmt: skip
    assert _kinds(pages) == [("incident", "I1", "I1")]
    assert [r.where for page in pages for r in page.rejections] == [f"saved.jsonl:{line}" for line in (1, 2, 3, 5)]


def test_embedded_entries_are_the_same_as_separate_ones(tmp_path: Path) -> None:
    """A log entry that comes embedded and again by itself is one activity."""
    ack = entry("L1", "acknowledge", "I1", ago(hours=5), by="PANA")
    bare = {name: value for name, value in ack.items() if name != "incident"}
    with RawStore.open(tmp_path / "store") as store:
        staged(store, tmp_path, [{**incident("I1", ago(hours=6)), "log_entries": [bare, ack]}, ack])
        assert store.held("pagerduty") == {"account": 1, "incident": 1, "log_entry": 1}
        assert store.connection.execute("select action from staged_activity").fetchall() == [("acknowledge",)]


def test_as_of_is_the_newest_time_in_the_file(tmp_path: Path) -> None:
    """A replayed file is as old as its newest payload."""
    pages = _replayed(tmp_path, incident("I1", ago(days=9)), entry("L1", "resolve", "I1", ago(days=2)))
    assert max(page.as_of for page in pages if page.as_of) == ago(days=2)


def test_rows_without_an_address_take_the_account_of_their_neighbours(tmp_path: Path) -> None:
    """Analytics tells no account: the file saved beside it does, or the setting, or the reader is told."""
    alone = _replayed(tmp_path, analytics("I1", ago(days=1)), name="pagerduty_analytics.jsonl")
    assert "set site in [sources.pagerduty]" in rejections(alone)[0]
    _replayed(tmp_path, incident("I1", ago(days=1)), name="pagerduty_incidents.jsonl")
    beside = _replayed(tmp_path, analytics("I1", ago(days=1)), name="pagerduty_analytics.jsonl")
    assert ({page.site for page in beside}, rejections(beside)) == ({SITE}, [])
    named = _replayed(tmp_path, analytics("I1", ago(days=1)), site="other.pagerduty.com")
    assert {page.site for page in named} == {"other.pagerduty.com"}


def test_real_incidents_are_read(shared: Path, tmp_path: Path) -> None:
    """Three incidents of a real account: all 44 entries, four stretches of work, no interruption by e-mail."""
    with RawStore.open(tmp_path) as store:
        real = (shared / "data" / "pagerduty_incidents_with_log_entries.jsonl").read_text("utf-8")
        staged(store, tmp_path, [json.loads(line) for line in real.splitlines()])
        count = store.connection.execute(
            "select (select count(*) from staged_items), (select count(*) from staged_engagements), "
            "(select count(*) from staged_interruptions), (select count(*) from rejections)"
        ).fetchone()
        assert store.held("pagerduty") == {"account": 1, "incident": 3, "log_entry": 44}
        assert count == (3, 4, 0, 0)


def test_pagerdutys_own_examples_are_read(shared: Path, tmp_path: Path) -> None:
    """The vendor's example answers for incidents, log entries, analytics, users and services are taken whole."""
    examples = json.loads((shared / "data" / "pagerduty_api_examples.json").read_text("utf-8"))
    wanted = ("/incidents/get/", "/log_entries/get/", "/analytics/raw/incidents/post/", "/services/get/")
    answers = [one["value"] for path, kinds in examples.items() if path.startswith(wanted) for one in kinds.values()]
    pages = _replayed(tmp_path, *answers)
    assert rejections(pages) == []
    assert {kind for kind, _, _ in _kinds(pages)} == {"incident", "log_entry", "analytics", "service"}


def test_the_sample_data_is_read(tmp_path: Path) -> None:
    """The sample team's PagerDuty files are of one account, the analytics too, which do not say so."""
    files = sorted((ROOT / "sample_data").glob("pagerduty_*.jsonl.gz"))
    first = {file: json.loads(gzip.decompress(file.read_bytes()).splitlines()[0]) for file in files}
    assert len(first) == 5
    sites = {page.site for file in files for page in SOURCE.replay(file, SourceConfig()) if page.records}
    assert len(sites) == 1


def test_updated_at_orders_what_arrives(tmp_path: Path) -> None:
    """A payload is as new as the newest of its own times, so an older one never replaces it."""
    resolved = incident("I1", ago(days=9), status="resolved", resolved_at=text(ago(days=1)))
    record = next(r for page in _replayed(tmp_path, resolved) for r in page.records if r.kind == "incident")
    assert record.updated_at == ago(days=1)
