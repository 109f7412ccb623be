"""DuckDB's SQL as Spark reads it, as far as both are known to mean the same; everything else is refused.

sqlglot alone changes values silently: a median becomes an approximate one, `0.1` a decimal, nulls move in an order. So
nothing passes that is not named here, and what means something else in Spark is written anew in words that do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp, parse_one

from toil.errors import ToilError


class NotExact(ToilError):
    """Spark would, or might, answer something else than DuckDB."""


_SAME = (
    # shape
    exp.Select, exp.Subquery, exp.Union, exp.CTE, exp.With, exp.TableAlias, exp.Table, exp.From, exp.Join, exp.Where,
    exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Distinct, exp.Alias, exp.Column, exp.Identifier, exp.Star,
    exp.Paren, exp.Window, exp.WindowSpec, exp.Qualify, exp.Filter, exp.Except, exp.Intersect,
    # values
    exp.Literal, exp.Null, exp.Boolean, exp.DataType, exp.Neg, exp.Var,
    # conditions
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between,
    exp.Case, exp.If, exp.Exists, exp.NullSafeEQ, exp.NullSafeNEQ,
    # arithmetic
    exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Abs, exp.Pow, exp.Sqrt,
    # functions that both define alike, nulls included
    exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.AnyValue,
    exp.LogicalOr, exp.LogicalAnd, exp.RowNumber, exp.DenseRank, exp.Rank, exp.Lag, exp.Lead, exp.DPipe, exp.Concat,
    exp.Trim, exp.Length, exp.Cast, exp.ArgMin, exp.ArgMax, exp.Median, exp.PercentileCont, exp.WithinGroup,
    exp.TimeToStr, exp.DateDiff, exp.StartsWith, exp.Replace, exp.DayOfWeekIso, exp.IgnoreNulls, exp.Values, exp.Tuple,
    exp.GroupConcat,
)  # fmt: skip
_WHY = {
    exp.Lower: "Java and DuckDB lower some letters differently (Σ, İ)",
    exp.Upper: "Java and DuckDB raise some letters differently (ß)",
    exp.Round: "Spark rounds the shortest decimal of a double, DuckDB the double itself",
    exp.Mode: "which of several most frequent values is taken differs",
    exp.Ln: "ln(0) is an error in DuckDB and null in Spark",
    exp.Interval: "a date plus an interval is a timestamp in DuckDB and a date in Spark",
    exp.IntDiv: "// of doubles differs",
    exp.TryCast: "what can be read as a number or a time differs",
    exp.RegexpReplace: "DuckDB's regular expressions (RE2) are others than Java's",
    exp.JSONExtractScalar: "JSON is read differently at its edges",
    exp.GenerateSeries: "a series of dates has timestamps in DuckDB",
    exp.Format: "printf formats differ",
}
_SHAPES = ("except_", "except", "replace", "rename", "by_name", "on", "exclude")
_WHOLE = {exp.DataType.Type.INT, exp.DataType.Type.BIGINT}
_WHOLE_TYPES = ("boolean", "int", "bigint", "decimal(38,0)")  # of Spark
_CAST_TO = {exp.DataType.Type.DOUBLE, exp.DataType.Type.DATE, exp.DataType.Type.BOOLEAN, exp.DataType.Type.TIMESTAMP}


def to_spark(sql: str, relation: str) -> str:
    """The query in Spark's SQL; raises NotExact, with the reason, where it cannot promise the same values."""
    tree = parse_one(sql, read="duckdb")
    for node in list(tree.walk()):
        _refuse(node, relation)
    for node in reversed(list(tree.bfs())):  # the innermost first, so that what is put anew holds what was put anew
        if (said := _rewritten(node)) is not node:
            node.replace(said)
    return str(tree.sql(dialect="spark", comments=False))


def _refuse(node: Any, relation: str) -> None:
    reason = ""
    if isinstance(node, exp.Anonymous):
        reason = _unknown_is_other(node)
    elif type(node) in _WHY:
        reason = _WHY[type(node)]
    elif not isinstance(node, _SAME):
        reason = f"{type(node).__name__} is not known to mean the same"
    elif check := _CHECKS.get(type(node)):
        reason = check(node)
    if reason:
        raise NotExact(f"{relation} is not computed by Spark: {reason}", do="DuckDB computes it: `toil build`")


def _unknown_is_other(node: Any) -> str:
    name = str(node.this).lower()
    if name == "row" and isinstance(node.parent, (exp.ArgMin, exp.ArgMax)):
        return ""
    if name == "timezone":
        is_inner = isinstance(node.parent, exp.Anonymous) and str(node.parent.this).lower() == "timezone"
        is_local = (is_inner and _is_utc(node)) or (len(node.expressions) == 2 and _is_utc(node.expressions[1]))
        return "" if is_local else "an hour that clocks show twice is read differently"
    return f"{name}() is not known to mean the same"


def _is_utc(node: Any) -> bool:
    """timezone('UTC', …): a moment, as the inner one of timezone(zone, timezone('UTC', …))."""
    is_call = isinstance(node, exp.Anonymous) and str(node.this).lower() == "timezone" and len(node.expressions) == 2
    return is_call and _text(node.expressions[0]) == "UTC" and not isinstance(node.expressions[1], exp.Anonymous)


def _cast_is_other(node: Any) -> str:
    if node.to.this in _CAST_TO or node.to.is_type("hugeint", "int128"):
        return ""
    if node.to.this not in _WHOLE:
        return f"a cast to {node.to.sql('duckdb')}: texts and other types look different"
    parts = [one for one in node.root().find_all(exp.Literal) if _is_fraction(one)]
    if all(isinstance(one.parent, exp.Div) and one.parent.expression is one for one in parts):
        return ""
    return "DuckDB rounds its decimals up at a half, and doubles to even"


def _join_is_other(node: Any) -> str:
    is_known = not node.method and node.kind in ("", "INNER", "CROSS", "OUTER", "SEMI", "ANTI")
    return "" if is_known else f"{node.method or node.kind} joins are not known to mean the same"


def _shape_is_other(node: Any) -> str:
    unknown = [
        name for name in ("except_", "except", "replace", "rename", "by_name", "on", "exclude") if node.args.get(name)
    ]
    return f"{type(node).__name__} {unknown[0]} is not known to mean the same" if unknown else ""


def _tuple_is_other(node: Any) -> str:
    return "" if isinstance(node.parent, exp.Values) else "rows are compared differently where they hold nulls"


def _nulls_are_other(node: Any) -> str:
    return "" if isinstance(node.this, exp.AnyValue) else "nulls are passed over differently"


def _list_is_other(node: Any) -> str:
    inner = node.this
    order = inner if isinstance(inner, exp.Order) else None
    said = order.this if order else inner
    keys = [one.this for one in order.expressions] if order else []
    is_sorted = isinstance(said, exp.Distinct) and keys == said.expressions
    return "" if is_sorted else "texts are put together in another order"


def _time_is_other(node: Any) -> str:
    return "" if _text(node.args.get("format")) == "%G-W%V" else "formats of times differ"


def _difference_is_other(node: Any) -> str:
    unit = str(node.args.get("unit") or "day").strip("'").lower()
    return "" if unit in ("day", "second") else f"a difference in {unit}s is counted differently"


def _window_is_other(node: Any) -> str:
    aggregate = node.this
    return "an order inside a window's aggregate" if isinstance(aggregate.args.get("this"), exp.Order) else ""


def _concat_is_other(node: Any) -> str:
    return "" if isinstance(node, exp.DPipe) else "concat() skips nulls in DuckDB"


def _order_is_other(node: Any) -> str:
    """An order inside an aggregate only steadies the last digits of a sum or a mean; elsewhere it decides."""
    holder = node.parent
    is_fine = isinstance(
        holder, (exp.GroupConcat, exp.Sum, exp.Avg, exp.Window, exp.Select, exp.Subquery, exp.WithinGroup, exp.Union)
    )
    return "" if is_fine else f"an order inside {type(holder).__name__}"


_CHECKS: dict[type[Any], Callable[[Any], str]] = {
    exp.Cast: _cast_is_other, exp.TimeToStr: _time_is_other, exp.DateDiff: _difference_is_other,
    exp.Tuple: _tuple_is_other, exp.IgnoreNulls: _nulls_are_other, exp.GroupConcat: _list_is_other,
    exp.Join: _join_is_other, exp.Star: _shape_is_other, exp.Union: _shape_is_other, exp.Distinct: _shape_is_other,
    exp.Except: _shape_is_other, exp.WindowSpec: _shape_is_other, exp.Window: _window_is_other, exp.Concat: _concat_is_other, exp.Order: _order_is_other,
}  # fmt: skip


def _rewritten(node: Any) -> Any:
    """What Spark reads otherwise, in words that mean in Spark what DuckDB means."""
    if _is_fraction(node):
        return exp.cast(node.copy(), "double")  # DuckDB's 0.1 is a decimal whose quotients and products are doubles
    rewrite = _REWRITES.get(type(node))
    return rewrite(node) if rewrite else node


def _is_fraction(node: Any) -> bool:
    return isinstance(node, exp.Literal) and not node.is_string and not str(node.this).isdigit()


def _cast(node: Any) -> Any:
    if isinstance(node.this, exp.Literal) and not node.this.is_string:
        return node
    if node.to.is_type("hugeint", "int128"):
        return exp.Cast(this=node.this, to=exp.DataType.build("decimal(38, 0)"))
    if node.to.is_type("timestamp"):
        return exp.Cast(this=node.this, to=exp.DataType.build("timestamp_ntz", dialect="spark"))
    if node.to.this in _WHOLE:
        kind, value = exp.func("typeof", node.this.copy()), exp.cast(node.this.copy(), "double")
        refusal = exp.Anonymous(this="raise_error", expressions=[exp.Literal.string("rounds otherwise in DuckDB")])
        rounded = exp.If(this=exp.In(this=kind.copy(), expressions=[exp.Literal.string("double")]),
                         true=exp.Cast(this=exp.func("rint", value), to=node.to.copy()), false=refusal)  # fmt: skip
        whole = exp.In(this=kind, expressions=[exp.Literal.string(one) for one in _WHOLE_TYPES])
        return exp.If(this=whole, true=exp.Cast(this=node.this, to=node.to), false=rounded)
    return node


def _local(node: Any) -> Any:
    """timezone(zone, timezone('UTC', moment)): what a clock in the zone shows."""
    if str(node.this).lower() != "timezone" or not _is_utc(node.expressions[1]):
        return node
    moment = exp.Cast(this=node.expressions[1].expressions[1], to=exp.DataType.build("timestamp_ntz", dialect="spark"))
    return exp.Anonymous(this="convert_timezone",
                         expressions=[exp.Literal.string("UTC"), node.expressions[0], moment])  # fmt: skip


def _plain(node: Any) -> Any:
    return _any_value(node.this)


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
    if str(node.args.get("unit") or "day").strip("'").lower() == "day":
        return exp.Anonymous(this="datediff", expressions=[exp.cast(later, "date"), exp.cast(earlier, "date")])
    seconds = [exp.Anonymous(this="unix_seconds", expressions=[exp.Anonymous(this="timestamp", expressions=[one])])
               for one in (later, earlier)]  # fmt: skip
    return exp.paren(exp.Sub(this=seconds[0], expression=seconds[1]))


def _root(node: Any) -> Any:
    """DuckDB refuses the root of a negative number; Spark's would be NaN."""
    refusal = exp.Anonymous(this="raise_error", expressions=[exp.Literal.string("the root of a negative number")])
    return exp.If(this=exp.LT(this=node.this.copy(), expression=exp.Literal.number(0)), true=refusal,
                  false=exp.Anonymous(this="sqrt", expressions=[node.this]))  # fmt: skip


_REWRITES: dict[type[Any], Callable[[Any], Any]] = {
    exp.Cast: _cast, exp.AnyValue: _any_value, exp.Sum: _unordered, exp.Avg: _unordered, exp.ArgMin: _by_least,
    exp.ArgMax: _by_greatest, exp.Median: _middle, exp.PercentileCont: _quantile, exp.WithinGroup: _quantile,
    exp.IgnoreNulls: _plain, exp.Anonymous: _local, exp.DayOfWeekIso: _weekday, exp.GroupConcat: _listed,
    exp.TimeToStr: _iso_week, exp.DateDiff: _difference, exp.Sqrt: _root,
}  # fmt: skip


def _text(node: Any) -> str:
    return str(node.this) if isinstance(node, exp.Literal) else ""
