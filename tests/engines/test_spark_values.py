"""Single functions on Spark and on DuckDB, at the values where others are known to part."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.engines.spark_session import spark
from toil.spark.compare import differences
from toil.spark.translate import to_spark
from toil.store.query import connect

__all__ = ["spark"]

LETTERS = ("with numbers(i) as (from range(1, 55296) union all from range(57344, 131072)) "  # none has two cases beyond
           "select i::integer as k, chr(i::integer) as c, c || 'Σ' || c as s from numbers")  # fmt: skip
HALVES = ("select i as k, (i - 4000) / 8.0 as x, (i - 4000) / 1000.0 as y, case i % 4 when 0 then 0.49999999999999994 "
          "when 1 then 1.005 when 2 then 4503599627370495.5 else 1e300 end * if(i % 3 = 0, -1, 1) as z, "
          "i - 4000 as whole from range(8000) as r(i)")  # fmt: skip
HOURS = "select i as k, timestamp '2025-09-01 00:00:00.123456' + to_minutes(47 * i) as moment from range(14000) as r(i)"
LISTS = ("select i % 7500 as k, case i % 4 when 0 then null when 1 then ['b', null, 'あ', 'B'] when 2 then [] "
         "else ['é', 'b', 'a' || i % 11] end as x from range(20000) as r(i)")  # fmt: skip


@pytest.mark.parametrize(
    ("table", "query"),
    [
        (LETTERS, "select k, lower(c) as one, lower(s) as among, trim(c) as bare, rtrim(s) as cut from t"),
        (HALVES, "select k, round(x) as a, round(y) as b, round(z) as c, floor(y) as d, floor(x) as e, "
                 "floor(z) as f, round(x)::bigint as g from t"),
        (HALVES, "select k, whole // 7 as a, whole // -3 as b, whole // nullif(whole, 0) as c from t"),
        (HALVES, "select k, ln(abs(x) + 1) as a, ln(null::double) as b, var_pop(y) over (order by k rows between 9 "
                 "preceding and current row) as c from t"),
        (HOURS, "select k, date_trunc('week', moment) as a, date_trunc('hour', moment) as b, hour(moment) as c, "
                "minute(moment) as d, moment + interval '1' month as e, moment::date + interval '1' month as f, "
                "moment - to_days(k // 400) as g, moment + to_seconds(k) as h, "
                "date_diff('millisecond', timestamp '2026-01-01', moment) as i from t"),
        (LISTS, "select k, list_sort(list_distinct(flatten(list(x)))) as a from t group by k"),
    ],
    ids=["letters", "halves", "quotients", "logarithms", "moments", "lists"],
)  # fmt: skip
def test_both_answer_the_same(spark: Any, tmp_path: Path, table: str, query: str) -> None:
    """Every letter there is, halves on both sides of zero, doubles without fractions, weeks and hours of two years."""
    with connect(tmp_path / "t.duckdb") as connection:
        connection.execute(f"create table t as {table}")
        connection.execute(f"copy t to '{tmp_path}/t.parquet' (format parquet)")
        answer = connection.execute(query)
        columns, ours = [one[0] for one in answer.description], answer.fetchall()
    spark.read.parquet(f"{tmp_path}/t.parquet").createOrReplaceTempView("t")
    theirs = [tuple(row) for row in spark.sql(to_spark(query, "r")).collect()]
    assert differences(columns, ["k"], ours, theirs) == []
    assert len(ours) > 7000
