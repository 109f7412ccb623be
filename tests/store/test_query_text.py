"""A query that is shown as text says what the store was asked."""

from __future__ import annotations

import duckdb
import pytest

from toil.store.query_text import select_text


def test_the_text_reads_like_sql() -> None:
    """One condition a line; values are literals and lists of any of them."""
    assert select_text("weekly_work", order="hours desc", team="sre", week=["2026-W46", "2026-W47"]) == (
        "select *\nfrom weekly_work\nwhere team = 'sre'\n  and week in ('2026-W46', '2026-W47')\norder by hours desc;"
    )


@pytest.mark.parametrize("value", ["o'clock", "';drop table t;--", '"', "日本語", 7, 2.5, True])
def test_any_value_finds_itself(value: object) -> None:
    """Quotes and hostile text are part of the value and of nothing else."""
    with duckdb.connect() as connection:
        connection.execute("create table t as select ? as one", [value])
        assert connection.execute(select_text("t", one=value)).fetchall() == [(value,)]
        assert connection.execute(select_text("t", one=[value])).fetchall() == [(value,)]
        assert connection.execute(select_text("t", one=[])).fetchall() == []
