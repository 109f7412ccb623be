"""Moments and lengths of time that DuckDB and Spark reckon otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from toil.spark.saying import bare, say

_UNITS = {"SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "YEAR"}
_LENGTHS = {"to_seconds": "make_dt_interval(0, 0, 0, :x)", "to_hours": "make_dt_interval(0, cast(:x as int))"}


def is_length(node: Any) -> bool:
    """An interval, or a number of days, hours or seconds as one."""
    node = bare(node)
    is_call = isinstance(node, exp.Anonymous) and str(node.this).lower() in (*_LENGTHS, "make_dt_interval")
    return isinstance(node, (exp.Interval, exp.ToDays)) or is_call


def length_is_other(node: Any) -> str:
    """Added to a moment it means the same in both; elsewhere it need not."""
    holder, inner = node.parent, node
    while isinstance(holder, exp.Paren):
        holder, inner = holder.parent, holder
    is_added = isinstance(holder, (exp.Add, exp.Sub)) and holder.expression is inner and not is_length(holder.this)
    if not is_added:
        return "a length of time that is not added to a moment"
    if isinstance(node, exp.Interval):
        unit = str(node.args.get("unit") or "").upper().removesuffix("S")
        return "" if unit in _UNITS and isinstance(node.this, exp.Literal) else "a length of time in another unit"
    return ""


def moved(node: Any) -> Any:
    """A moment and a length: a date that is moved is a moment in DuckDB, and may be a date in Spark."""
    if is_length(node.expression):
        node.set("this", say("cast(:x as timestamp_ntz)", x=node.this))
    return node


def length(node: Any) -> Any:
    """to_seconds(), to_hours() or to_days() in Spark's words."""
    if isinstance(node, exp.ToDays):
        return say("make_dt_interval(cast(:x as int))", x=node.this)
    return say(_LENGTHS[str(node.this).lower()], x=node.expressions[0])


def _unit_is_other(node: Any) -> str:
    unit = str(node.args.get("unit") or "").upper().strip("'")
    return "" if unit in _UNITS - {"SECOND", "MINUTE"} else f"date_trunc() to {unit}"


def _truncated(node: Any) -> Any:
    unit = str(node.args["unit"]).upper().strip("'")
    return say(f"cast(date_trunc('{unit}', cast(:x as timestamp_ntz)) as timestamp_ntz)", x=node.this)


def _hour(node: Any) -> Any:
    return say("hour(cast(:x as timestamp_ntz))", x=node.this)


def _minute(node: Any) -> Any:
    return say("minute(cast(:x as timestamp_ntz))", x=node.this)


CHECKS: dict[type[Any], Callable[[Any], str]] = {
    exp.Interval: length_is_other, exp.ToDays: length_is_other, exp.TimestampTrunc: _unit_is_other,
}  # fmt: skip
REWRITES: dict[type[Any], Callable[[Any], Any]] = {
    exp.Add: moved, exp.Sub: moved, exp.ToDays: length, exp.TimestampTrunc: _truncated, exp.Hour: _hour,
    exp.Minute: _minute,
}  # fmt: skip
SAME = (exp.Interval, exp.ToDays, exp.TimestampTrunc, exp.Hour, exp.Minute)
