"""Numbers that DuckDB and Spark round and divide otherwise."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlglot import exp

from toil.spark.saying import TYPES_WHOLE, bare, say

_ROUNDING = (exp.Round, exp.Floor, exp.IntDiv)
_NO_FRACTIONS = 2**52  # from here on doubles have none
# halves away from zero, by the double itself: Spark's round() reads its shortest decimal, where 1.005 ends in a 5
_HALVES_UP = (
    f"if(abs(:x) < {_NO_FRACTIONS}, sign(:x) * (cast(floor(abs(:x)) as double) "
    "+ if(abs(:x) - cast(floor(abs(:x)) as double) >= cast('0.5' as double), 1, 0)), :x)"
)
_DOWN = f"if(abs(:x) < {_NO_FRACTIONS}, cast(floor(:x) as double), :x)"
_OF_DOUBLES = "if(typeof(:x) = 'double', {said}, raise_error('numbers that are no doubles round otherwise'))"


def _round_is_other(node: Any) -> str:
    return "" if node.args.get("decimals") is None else "round() to digits reads a double's decimals in another way"


def _logarithm_is_other(node: Any) -> str:
    is_cut = any(isinstance(one, _ROUNDING) for one in _above(node))
    return "the last digit of a logarithm differs, and a rounding shows it" if is_cut else ""


def _above(node: Any) -> list[Any]:
    found = []
    while (node := node.parent) is not None:
        found.append(node)
    return found


def _round(node: Any) -> Any:
    return say(_OF_DOUBLES.format(said=_HALVES_UP), x=node.this)


def _floor(node: Any) -> Any:
    return say(_OF_DOUBLES.format(said=_DOWN), x=node.this)


def _whole_quotient(node: Any) -> Any:
    """Both cut towards zero, and refuse to divide by it; of doubles it is something else."""
    return say(
        f"if(typeof(:a) in {TYPES_WHOLE} and typeof(:b) in {TYPES_WHOLE}, :a div :b, "
        "raise_error('// of doubles differs'))", a=exp.paren(node.this), b=exp.paren(node.expression))  # fmt: skip


def _logarithm(node: Any) -> Any:
    return say("if(:x <= 0, raise_error('the logarithm of what is not above zero'), ln(:x))", x=node.this)


def is_rounded(node: Any) -> bool:
    """Whether this is whole already, whatever its type."""
    return isinstance(bare(node), exp.Round)


CHECKS: dict[type[Any], Callable[[Any], str]] = {exp.Round: _round_is_other, exp.Ln: _logarithm_is_other}
REWRITES: dict[type[Any], Callable[[Any], Any]] = {
    exp.Round: _round, exp.Floor: _floor, exp.IntDiv: _whole_quotient, exp.Ln: _logarithm,
}  # fmt: skip
SAME = (exp.Round, exp.Floor, exp.IntDiv, exp.Ln, exp.VariancePop)
