"""A question to the published store as SQL text that anybody can run, in the `duckdb` shell for instance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toil.store.query import quoted


def select_text(relation: str, *, columns: Sequence[str] = ("*",), order: str = "", **equals: Any) -> str:
    """The query for the rows of a relation whose columns equal the given values (a list: any of them).

    It answers what `Published.read` answers to the same values; `columns` and `order` are SQL of our own, never a
    reader's text.
    """
    lines = [f"select {', '.join(columns)}", f"from {_name(relation)}"]
    tests = [_test(name, value) for name, value in equals.items()]
    lines += [f"{'where' if place == 0 else '  and'} {test}" for place, test in enumerate(tests)]
    if order:
        lines.append(f"order by {order}")
    return "\n".join(lines) + ";"


def _test(name: str, value: Any) -> str:
    if isinstance(value, (list, tuple, set)):
        return f"{_name(name)} in ({', '.join(_literal(one) for one in value)})" if value else "false"
    return f"{_name(name)} = {_literal(value)}"


def _name(name: str) -> str:
    return name if name.isidentifier() and name.islower() else '"' + name.replace('"', '""') + '"'


def _literal(value: Any) -> str:
    if isinstance(value, (bool, int, float)):
        return str(value).lower()
    return quoted(value)
