"""Parts of a query said in Spark's own words."""

from __future__ import annotations

from typing import Any

from sqlglot import exp, parse_one

TYPES_WHOLE = "('boolean', 'int', 'bigint', 'decimal(38,0)')"
"""Spark's types that hold whole numbers alone, as `typeof` names them."""


def say(words: str, **parts: Any) -> Any:
    """Spark's words, with a part of the query in place of each `:name`."""
    return exp.replace_placeholders(parse_one(words, read="spark"), **parts)


def bare(node: Any) -> Any:
    """What stands in parentheses, without them."""
    while isinstance(node, exp.Paren):
        node = node.this
    return node
