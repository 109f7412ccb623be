"""DuckDB's SQL as Spark reads it, as far as both are known to mean the same; everything else is refused.

sqlglot alone changes values silently: a median becomes an approximate one, `0.1` a decimal, nulls move in an order. So
nothing passes that is not named here, and what means something else in Spark is written anew in words that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp, parse_one

from toil.spark import moments, numbers, texts
from toil.spark.exactness import WHOLE, NotExact, has_decimals, is_fraction, is_utc, refuse
from toil.spark.saying import TYPES_WHOLE, say

__all__ = ["NotExact", "to_spark"]


def to_spark(sql: str, relation: str) -> str:
    """The query in Spark's SQL; raises NotExact, with the reason, where it cannot promise the same values."""
    tree = parse_one(sql, read="duckdb")
    for node in list(tree.walk()):
        refuse(node, relation)
    doubtful = {id(node) for node in tree.find_all(exp.Cast) if has_decimals(node)}  # while fractions still stand there
    for node in reversed(list(tree.bfs())):  # the innermost first, so that what is put anew holds what was put anew
        if (said := _rewritten(node, doubtful)) is not node:
            node.replace(said)
    return str(tree.sql(dialect="spark", comments=False))


def _rewritten(node: Any, doubtful: set[int]) -> Any:
    """What Spark reads otherwise, in words that mean in Spark what DuckDB means."""
    if isinstance(node, exp.Cast) and id(node) in doubtful:
        return _cast(node, is_doubtful=True)
    if is_fraction(node):
        return exp.cast(node.copy(), "double")  # DuckDB's 0.1 is a decimal whose quotients and products are doubles
    rewrite = _REWRITES.get(type(node))
    return rewrite(node) if rewrite else node


def _cast(node: Any, *, is_doubtful: bool = False) -> Any:
    if isinstance(node.this, exp.Literal) and not node.this.is_string:
        return node
    if node.to.is_type("hugeint", "int128"):
        return exp.Cast(this=node.this, to=exp.DataType.build("decimal(38, 0)"))
    if node.to.is_type("timestamp"):
        return exp.Cast(this=node.this, to=exp.DataType.build("timestamp_ntz", dialect="spark"))
    if node.to.this in WHOLE:
        kind, refusal = node.to.sql("spark"), "raise_error('rounds otherwise in DuckDB')"
        rounded = (
            refusal
            if is_doubtful
            else f"if(typeof(:x) = 'double', cast(rint(cast(:x as double)) as {kind}), {refusal})"
        )
        return say(f"if(typeof(:x) in {TYPES_WHOLE}, cast(:x as {kind}), {rounded})", x=node.this)
    return node


def _local(node: Any) -> Any:
    """timezone(zone, timezone('UTC', moment)): what a clock in the zone shows; a row; a length of time."""
    if moments.is_length(node):
        return moments.length(node)
    if str(node.this).lower() == "row" and isinstance(node.parent, exp.Distinct):
        return exp.func("struct", *node.expressions)
    if str(node.this).lower() != "timezone" or not is_utc(node.expressions[1]):
        return node
    moment = exp.Cast(this=node.expressions[1].expressions[1], to=exp.DataType.build("timestamp_ntz", dialect="spark"))
    return exp.Anonymous(this="convert_timezone",
                         expressions=[exp.Literal.string("UTC"), node.expressions[0], moment])  # fmt: skip


def _plain(node: Any) -> Any:
    return node if isinstance(node.this, (exp.FirstValue, exp.LastValue)) else node.this  # any_value() is max() by now


def _weekday(node: Any) -> Any:
    return exp.Anonymous(this="date_part", expressions=[exp.Literal.string("dayofweek_iso"), node.this])


def _listed(node: Any) -> Any:
    value = node.this.this.expressions[0]
    texts = exp.Anonymous(this="array_sort", expressions=[exp.Anonymous(this="collect_set", expressions=[value])])
    joined = exp.Anonymous(
        this="array_join", expressions=[texts, node.args.get("separator") or exp.Literal.string(",")]
    )
    none = exp.EQ(this=exp.Count(this=value.copy()), expression=exp.Literal.number(0))
    return exp.If(this=none, true=exp.null(), false=joined)


def _any_value(node: Any) -> Any:
    return exp.Max(this=node.this)  # wherever DuckDB's answer is certain there is one value, and nulls


def _unordered(node: Any) -> Any:
    if isinstance(node.this, exp.Order):
        node.set("this", node.this.this)
    return node


def _mean(node: Any) -> Any:
    """Wide whole numbers are decimals in Spark, whose means and quotients would be decimals cut short."""
    _unordered(node)
    if not isinstance(node.this, exp.Distinct):
        node.set("this", exp.cast(node.this, "double"))
    return node


def _quotient(node: Any) -> Any:
    over, under = exp.cast(node.this, "double"), exp.cast(node.expression, "double")
    return exp.Div(this=over, expression=under, typed=False, safe=False)


def _by_least(node: Any) -> Any:
    return _by(node, "min_by")


def _by_greatest(node: Any) -> Any:
    return _by(node, "max_by")


def _by(node: Any, function: str) -> Any:
    """Values that are null are passed over, and in a key of several parts null comes last, as in DuckDB."""
    key = node.expression
    if isinstance(key, exp.Anonymous):
        key = exp.func("struct", *(part for one in key.expressions for part in (one.is_(exp.null()), one.copy())))
    chosen = exp.func(function, node.this.copy(), key)
    return exp.Filter(this=chosen, expression=exp.Where(this=exp.not_(node.this.copy().is_(exp.null()))))


def _middle(node: Any) -> Any:
    return exp.func(
        "percentile", node.this, exp.cast(exp.Literal.number("0.5"), "double")
    )  # exact; median() may sample


def _quantile(node: Any) -> Any:
    """quantile_cont(x, p), or percentile_cont(p) within group (order by x)."""
    inner = node.this
    if isinstance(node, exp.WithinGroup):
        if not isinstance(inner, exp.PercentileCont) or len(node.expression.expressions) != 1:
            return node
        value, share = node.expression.expressions[0].this, inner.this
    elif node.args.get("expression") is not None:
        value, share = inner, node.expression
    else:
        return node
    return exp.func("percentile", value, share)


def _iso_week(node: Any) -> Any:
    day = exp.cast(node.this, "date")
    year = exp.Anonymous(this="date_part", expressions=[exp.Literal.string("yearofweek"), day])
    week = exp.Anonymous(this="date_part", expressions=[exp.Literal.string("week"), day.copy()])
    padded = exp.Anonymous(
        this="lpad", expressions=[exp.cast(week, "text"), exp.Literal.number(2), exp.Literal.string("0")]
    )
    return exp.Concat(expressions=[exp.cast(year, "text"), exp.Literal.string("-W"), padded])


def _difference(node: Any) -> Any:
    """Boundaries crossed, as DuckDB counts; `date_diff(unit, from, to)` is parsed with the later one first."""
    later, earlier = node.this, node.expression
    unit = str(node.args.get("unit") or "day").strip("'").lower()
    if unit == "day":
        return exp.Anonymous(this="datediff", expressions=[exp.cast(later, "date"), exp.cast(earlier, "date")])
    function = {"second": "unix_seconds", "millisecond": "unix_millis"}[unit]
    return say(f"({function}(timestamp(:a)) - {function}(timestamp(:b)))", a=later, b=earlier)


def _root(node: Any) -> Any:
    """DuckDB refuses the root of a negative number; Spark's would be NaN."""
    refusal = exp.Anonymous(this="raise_error", expressions=[exp.Literal.string("the root of a negative number")])
    return exp.If(this=exp.LT(this=node.this.copy(), expression=exp.Literal.number(0)), true=refusal,
                  false=exp.Anonymous(this="sqrt", expressions=[node.this]))  # fmt: skip


_REWRITES: dict[type[Any], Callable[[Any], Any]] = {
    exp.Cast: _cast, exp.AnyValue: _any_value, exp.Sum: _unordered, exp.Avg: _mean, exp.Div: _quotient,
    exp.ArgMin: _by_least,
    exp.ArgMax: _by_greatest, exp.Median: _middle, exp.PercentileCont: _quantile, exp.WithinGroup: _quantile,
    exp.IgnoreNulls: _plain, exp.Anonymous: _local, exp.DayOfWeekIso: _weekday, exp.GroupConcat: _listed,
    exp.TimeToStr: _iso_week, exp.DateDiff: _difference, exp.Sqrt: _root,
    **moments.REWRITES, **numbers.REWRITES, **texts.REWRITES,
}  # fmt: skip
