"""What the two services really do: each numbered trap has a test that names it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TRAPS = {f"T{number}" for number in range(1, 37)}
_HEAD = re.compile(r"(T\d+(?:, T\d+)*): ")


def named_traps() -> dict[str, list[str]]:
    """The tests of each trap: those whose docstring begins with its number, like "T5: …" or "T1, T2: …"."""
    found: dict[str, list[str]] = {}
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            if head := _HEAD.match(ast.get_docstring(node) or ""):
                for trap in head[1].split(", "):
                    found.setdefault(trap, []).append(f"{file.name}::{node.name}")
    return found


def test_each_trap_has_a_test_that_names_it() -> None:
    """Each of T1 to T36 stands at the head of some test's docstring, and no test names a trap that there is not."""
    assert named_traps().keys() == TRAPS
