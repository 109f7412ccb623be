"""Texts and lists of texts that DuckDB and Spark read otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlglot import exp

from toil.spark.saying import say
from toil.store.query import connect, first_row


def _trim_is_other(node: Any) -> str:
    said = node.expression
    return "" if said is None or isinstance(said, exp.Literal) else "trim() of letters that are not written down"


def _part_is_other(node: Any) -> str:
    number = node.args.get("part_index")
    is_plain = isinstance(number, exp.Literal) and str(number.this).isdigit() and str(number.this) != "0"
    return "" if is_plain else "split_part() counted from the end"


def _unnest_is_other(node: Any) -> str:
    above = node.parent.parent if isinstance(node.parent, exp.Alias) else node.parent
    is_plain = isinstance(above, exp.Select) and len(list(above.find_all(exp.Explode))) == 1
    return "" if is_plain and len(node.args.get("expressions") or ()) == 0 else "several unnest() beside each other"


def _list_is_other(node: Any) -> str:
    if _lists_of(_above(node, 3)) is node.this:
        return ""
    is_sorted = isinstance(node.parent, exp.ArraySort) and isinstance(node.this, exp.Distinct)
    return "" if is_sorted and len(node.this.expressions) == 1 else "a list has another order"


def _sort_is_other(node: Any) -> str:
    is_known = isinstance(node.this, exp.ArrayAgg) or _lists_of(node) is not None
    return "" if is_known else "nulls of a list stand elsewhere"


def _within_is_other(node: Any) -> str:
    is_known = any(_lists_of(_above(node, steps)) is not None for steps in (1, 2))
    return "" if is_known else f"{type(node).__name__} is not known to mean the same"


def _lists_of(node: Any) -> Any:
    """The x of list_sort(list_distinct(flatten(list(x)))), whose order and nulls are certain; None of all others."""
    for kind in (exp.ArraySort, exp.ArrayDistinct, exp.Flatten, exp.ArrayAgg):
        if not isinstance(node, kind):
            return None
        node = node.this
    return None if isinstance(node, (exp.Distinct, exp.Order)) else node


def _above(node: Any, steps: int) -> Any:
    for _ in range(steps):
        node = node.parent if node is not None else None
    return node


def _lower(node: Any) -> Any:
    """Letter by letter, as this DuckDB lowers each: others look at neighbours (Σ), or know letters of another year."""
    upper, lower = _letters()
    return say(f"translate(:x, '{upper}', '{lower}')", x=node.this)


def _trim(node: Any) -> Any:
    """What DuckDB trims are spaces of every kind, such as those of Japanese; Spark only knows the one of ASCII."""
    if node.expression is None:
        node.set("expression", exp.Literal.string(_spaces()))
        node.set("position", node.args.get("position") or "BOTH")
    return node


def _sorted_set(node: Any) -> Any:
    if (lists := _lists_of(node)) is not None:
        return say("array_sort(array_compact(array_distinct(flatten(collect_list(:x)))))", x=lists)
    value = node.this.this.expressions[0]
    return say(
        "case when count_if(:x is null) > 0 then raise_error('nulls of a list stand elsewhere') "
        "when count(:x) = 0 then null else array_sort(collect_set(:x)) end", x=value)  # fmt: skip


@lru_cache(maxsize=1)
def _letters() -> tuple[str, str]:
    upper, lower = _asked("string_agg(c, '' order by c), string_agg(lower(c), '' order by c)", "lower(c) <> c")
    return upper, lower


@lru_cache(maxsize=1)
def _spaces() -> str:
    return _asked("string_agg(c, '' order by c)", "trim(c) = ''")[0]


def _asked(what: str, where: str) -> tuple[str, ...]:
    """Of every character `c` that can stand in a text."""
    with connect(Path(":memory:")) as connection:
        row = first_row(
            connection,
            f"""
            with numbers(i) as (from range(1, 55296) union all from range(57344, 1114112))
            select {what} from (select chr(i::integer) as c from numbers) where {where}""",
        )
    return tuple(str(one) for one in row or ())


CHECKS: dict[type[Any], Callable[[Any], str]] = {
    exp.Trim: _trim_is_other, exp.SplitPart: _part_is_other, exp.Explode: _unnest_is_other,
    exp.ArrayAgg: _list_is_other, exp.ArraySort: _sort_is_other, exp.ArrayDistinct: _within_is_other,
    exp.Flatten: _within_is_other,
}  # fmt: skip
REWRITES: dict[type[Any], Callable[[Any], Any]] = {exp.Lower: _lower, exp.Trim: _trim, exp.ArraySort: _sorted_set}
SAME = (exp.Lower, exp.Trim, exp.SplitPart, exp.Explode, exp.Array, exp.ArrayAgg, exp.ArraySort,
        exp.ArrayDistinct, exp.Flatten)  # fmt: skip
