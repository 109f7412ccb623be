"""What Spark is known to mean as DuckDB does: nothing passes that is not named here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from toil.errors import ToilError
from toil.spark import moments, numbers, texts


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
    exp.Length, exp.Cast, exp.ArgMin, exp.ArgMax, exp.Median, exp.PercentileCont, exp.WithinGroup,
    exp.TimeToStr, exp.DateDiff, exp.StartsWith, exp.Replace, exp.DayOfWeekIso, exp.IgnoreNulls, exp.Values, exp.Tuple,
    exp.GroupConcat, exp.FirstValue, exp.LastValue,
    *moments.SAME, *numbers.SAME, *texts.SAME,
)  # fmt: skip
_WHY = {
    exp.Upper: "Java and DuckDB raise some letters differently (ß)",
    exp.Mode: "which of several most frequent values is taken differs",
    exp.TryCast: "what can be read as a number or a time differs",
    exp.RegexpReplace: "DuckDB's regular expressions (RE2) are others than Java's",
    exp.JSONExtractScalar: "JSON is read differently at its edges",
    exp.GenerateSeries: "a series of dates has timestamps in DuckDB",
    exp.Format: "printf formats differ",
}
_SHAPES = ("replace", "rename", "by_name", "on")
WHOLE = {exp.DataType.Type.INT, exp.DataType.Type.BIGINT}
_CAST_TO = {exp.DataType.Type.DOUBLE, exp.DataType.Type.DATE, exp.DataType.Type.BOOLEAN, exp.DataType.Type.TIMESTAMP,
            exp.DataType.Type.TIMESTAMPNTZ}  # fmt: skip


def refuse(node: Any, relation: str) -> None:
    """Raise NotExact, with the reason, where a part of a query may mean something else in Spark."""
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
    is_counted = isinstance(node.parent, exp.Distinct) and isinstance(node.parent.parent, exp.Count)
    if name == "row" and (is_counted or isinstance(node.parent, (exp.ArgMin, exp.ArgMax))):
        return ""
    if moments.is_length(node):
        return moments.length_is_other(node)
    if name == "timezone":
        is_inner = isinstance(node.parent, exp.Anonymous) and str(node.parent.this).lower() == "timezone"
        is_local = (is_inner and is_utc(node)) or (len(node.expressions) == 2 and is_utc(node.expressions[1]))
        return "" if is_local else "an hour that clocks show twice is read differently"
    return f"{name}() is not known to mean the same"


def is_utc(node: Any) -> bool:
    """timezone('UTC', …): a moment, as the inner one of timezone(zone, timezone('UTC', …))."""
    is_call = isinstance(node, exp.Anonymous) and str(node.this).lower() == "timezone" and len(node.expressions) == 2
    return is_call and text_of(node.expressions[0]) == "UTC" and not isinstance(node.expressions[1], exp.Anonymous)


def _cast_is_other(node: Any) -> str:
    if node.to.this in _CAST_TO or node.to.is_type("hugeint", "int128"):
        return ""
    if node.to.this not in WHOLE:
        return f"a cast to {node.to.sql('duckdb')}: texts and other types look different"
    is_halved = any(_is_kept(one) for one in node.this.find_all(exp.Literal)) and not numbers.is_rounded(node.this)
    return "DuckDB rounds its decimals up at a half, and doubles to even" if is_halved else ""


def has_decimals(node: Any) -> bool:
    """Whether what is cast may be a decimal of DuckDB's, which rounds otherwise: a fraction stands in the query."""
    return any(map(_is_kept, node.root().find_all(exp.Literal))) and not numbers.is_rounded(node.this)


def _is_kept(node: Any) -> bool:
    """A fraction that stays a decimal in DuckDB; what is divided by one is a double."""
    return is_fraction(node) and not (isinstance(node.parent, exp.Div) and node.parent.expression is node)


def _join_is_other(node: Any) -> str:
    is_known = not node.method and node.kind in ("", "INNER", "CROSS", "OUTER", "SEMI", "ANTI")
    return "" if is_known else f"{node.method or node.kind} joins are not known to mean the same"


def _shape_is_other(node: Any) -> str:
    unknown = [name for name in _SHAPES if node.args.get(name)]
    return f"{type(node).__name__} {unknown[0]} is not known to mean the same" if unknown else ""


def _tuple_is_other(node: Any) -> str:
    return "" if isinstance(node.parent, exp.Values) else "rows are compared differently where they hold nulls"


def _nulls_are_other(node: Any) -> str:
    is_known = isinstance(node.this, (exp.AnyValue, exp.FirstValue, exp.LastValue))
    return "" if is_known else "nulls are passed over differently"


def _list_is_other(node: Any) -> str:
    inner = node.this
    order = inner if isinstance(inner, exp.Order) else None
    said = order.this if order else inner
    keys = [one.this for one in order.expressions] if order else []
    is_sorted = isinstance(said, exp.Distinct) and keys == said.expressions
    return "" if is_sorted else "texts are put together in another order"


def _time_is_other(node: Any) -> str:
    return "" if text_of(node.args.get("format")) == "%G-W%V" else "formats of times differ"


def _difference_is_other(node: Any) -> str:
    unit = str(node.args.get("unit") or "day").strip("'").lower()
    return "" if unit in ("day", "second", "millisecond") else f"a difference in {unit}s is counted differently"


def _part_is_other(node: Any) -> str:
    return "Spark may make a part of a query anew each time" if node.args.get("materialized") else ""


def _window_is_other(node: Any) -> str:
    aggregate = node.this
    if isinstance(aggregate, exp.RowNumber) and not node.args.get("order") and not node.args.get("alias"):
        return "rows are numbered in no order"
    return "an order inside a window's aggregate" if isinstance(aggregate.args.get("this"), exp.Order) else ""


def _frame_is_other(node: Any) -> str:
    bounds = [node.args.get("start"), node.args.get("end")]
    is_plain = all(not isinstance(one, exp.Expression) or isinstance(one, exp.Literal) for one in bounds)
    return "" if is_plain else "Spark has no window whose size is a column's"


def _steps_are_other(node: Any) -> str:
    return "Spark has no such recursion" if node.args.get("recursive") else ""


def _kept_is_other(node: Any) -> str:
    is_bare = any(isinstance(one, exp.Star) or one.is_star for one in node.parent.expressions)
    return "qualify beside * would add a column" if is_bare else ""


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
    exp.Except: _shape_is_other, exp.WindowSpec: _frame_is_other, exp.Window: _window_is_other,
    exp.With: _steps_are_other, exp.Qualify: _kept_is_other, exp.CTE: _part_is_other,
    exp.Concat: _concat_is_other, exp.Order: _order_is_other,
    **moments.CHECKS, **numbers.CHECKS, **texts.CHECKS,
}  # fmt: skip


def is_fraction(node: Any) -> bool:
    """Whether this is a number like 0.1, which DuckDB reads as a decimal."""
    return isinstance(node, exp.Literal) and not node.is_string and not str(node.this).isdigit()


def text_of(node: Any) -> str:
    """The text of a literal; empty where it is none."""
    return str(node.this) if isinstance(node, exp.Literal) else ""
