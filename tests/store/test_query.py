"""Opening DuckDB: what no machine and no size may change."""

from __future__ import annotations

from pathlib import Path

from toil.store.query import connect


def test_a_connection_prints_nothing_and_its_zone_is_utc(tmp_path: Path) -> None:
    """DuckDB draws a progress bar on stdout from two seconds on, in the midst of our own output."""
    with connect(tmp_path / "a.duckdb") as connection:
        settings = "select current_setting('enable_progress_bar'), current_setting('TimeZone')"
        assert connection.execute(settings).fetchall() == [(False, "UTC")]
