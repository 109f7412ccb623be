"""What Spark would answer otherwise is refused with the reason, before any Spark is there."""

from __future__ import annotations

import json

import pytest

from tests.cli.command_line import Run
from tests.cli.conftest import toil
from toil.spark.compare import differences, is_same
from toil.spark.translate import NotExact, to_spark

__all__ = ["toil"]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("select upper(name) from t", "raise some letters"),
        ("select round(x, 2) from t", "decimals in another way"),
        ("select round(sum(ln(x))) from t", "logarithm"),
        ("select mode(x) from t", "most frequent"),
        ("select x::varchar from t", "texts and other types"),
        ("select (x * 0.5)::int from t", "rounds its decimals up"),
        ("select a from t where a < interval '1' day", "not added to a moment"),
        ("select a + to_days(x) - to_days(y) - (to_days(z) + to_days(z)) from t", "not added to a moment"),
        ("with recursive r as (select 1 as x union select x + 1 from r) select x from r", "no such recursion"),
        ("select sum(x) over (order by y rows between k preceding and current row) from t", "size is a column"),
        ("select * from t qualify row_number() over (order by a) = 1", "add a column"),
        ("with c as materialized (select a from t) select a from c", "anew each time"),
        ("select row_number() over () as n from t", "in no order"),
        ("select unnest(xs), unnest(ys) from t", "several unnest"),
        ("select list_sort(xs) from t", "nulls of a list"),
        ("select trim(x, y) from t", "letters that are not written"),
        ("select split_part(x, ':', -1) from t", "from the end"),
        ("select timezone(zone, at) from t", "clocks show twice"),
        ("select list(x order by y) from t", "another order"),
        ("select my_macro(x) from t", r"my_macro\(\) is not known"),
        ("select strftime(at, '%d.%m.') from t", "formats of times"),
        ("select date_diff('week', a, b) from t", "counted differently"),
        ("select string_agg(x, ', ' order by y) from t", "another order"),
        ("select * from t asof join u on t.at >= u.at", "ASOF joins"),
        ("select * replace (1 as a) from t", "Star replace"),
        ("select distinct on (a) a, b from t", "Distinct on"),
        ("select a from t union all by name select b from t", "by_name"),
    ],
)
def test_what_differs_is_refused(sql: str, reason: str) -> None:
    """Each with words that say what differs."""
    with pytest.raises(NotExact, match=reason):
        to_spark(sql, "r")


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("select median(x) from t", "percentile(x, CAST(0.5 AS DOUBLE))"),
        ("select quantile_cont(x, 0.95) from t", "percentile(x, CAST(0.95 AS DOUBLE))"),
        ("select s / 3600.0 from t", "CAST(3600.0 AS DOUBLE)"),
        (
            "select (s / 3600.0)::bigint from t",
            "RINT(CAST((CAST(s AS DOUBLE) / CAST(3600.0 AS DOUBLE)) AS DOUBLE))",
        ),
        ("select sum(a) / b from t group by b", "CAST(SUM(a) AS DOUBLE) / CAST(b AS DOUBLE)"),
        ("select a from t order by a", "NULLS LAST"),
        ("select any_value(x) from t", "MAX(x)"),
        ("select avg(x order by y) from t", "AVG(CAST(x AS DOUBLE))"),
        ("select strftime(day, '%G-W%V') from t", "date_part('yearofweek'"),
        ("select trim(x) from t", "FROM x"),
        ("select trim(x) from t", "\u3000"),
        ("select day + interval '1' month from t", "CAST(day AS TIMESTAMP_NTZ) + INTERVAL '1' MONTH"),
        ("select at - to_days(n) from t", "CAST(at AS TIMESTAMP_NTZ) - make_dt_interval(CAST(n AS INT))"),
        ("select a // b from t", "(a) DIV (b)"),
        ("select count(distinct row(a, b)) from t", "COUNT(DISTINCT STRUCT(a, b))"),
        ("select first_value(a ignore nulls) over (order by b) from t", "FIRST_VALUE(a) IGNORE NULLS OVER"),
        ("select 0.5 * a, b::int from t", "typeof(b) IN ('boolean', 'int', 'bigint', 'decimal(38,0)')"),
    ],
)
def test_what_spark_reads_otherwise_is_said_otherwise(sql: str, words: str) -> None:
    """Medians stay exact, fractions doubles, nulls last; never an approximation."""
    said = to_spark(sql, "r")
    assert words.lower() in said.lower()
    assert "approx" not in said.lower()


def test_values_are_compared_exactly_but_for_the_last_digits_of_doubles() -> None:
    """A comparison that would pass everything proves nothing."""
    assert is_same(0.1 + 0.2, 0.3)
    assert not is_same(1.000001, 1.000002)
    assert not is_same(1, 1.5)
    assert not is_same(None, 0)
    assert not is_same("a", "b")
    assert differences(["k", "v"], ["k"], [(1, 2), (2, 3)], [(1, 2)]) == ["2 rows and 1", "only one has (2,)"]
    assert differences(["k", "v"], ["k"], [(1, 2)], [(1, 4)]) == ["v of (1,): 2 and 4"]


def test_the_list_says_of_each_relation_why_not(toil: Run) -> None:
    """Every relation that SQL makes is in it, and both kinds are."""
    found = {one["relation"]: one for one in json.loads(toil("spark", "list", "--json").out)["relations"]}
    assert found["toil_by_category"]["is_exact"]
    assert "shown twice" in found["team_weeks"]["why_not"] or "show twice" in found["team_weeks"]["why_not"]
