import math
from datetime import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toil.exports.cells import as_text, formula_safe, markdown_safe, plain, readable, unescaped

RUNS_IN_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


@given(st.text())
def test_what_was_escaped_comes_back(text: str) -> None:
    """Reading an exported text back gives exactly the text that was exported."""
    assert unescaped(formula_safe(text)) == text


@given(st.sampled_from(RUNS_IN_A_SPREADSHEET), st.text(), st.sampled_from(["", " ", "\n", "\u3000", "\ufeff"]))
def test_no_formula_leaves(start: str, rest: str, space: str) -> None:
    """Whatever a spreadsheet would run, blanks before it or not, leaves with an apostrophe in front."""
    assert formula_safe(space + start + rest).startswith("'") or (space and start in "\t\r\0")


@pytest.mark.parametrize("text", ["plain", "a=b", "'quoted'", "", "1-2", "証明書"])
def test_harmless_text_stays(text: str) -> None:
    """Text that no spreadsheet runs is left alone."""
    assert formula_safe(text) == text


@given(st.text())
def test_markdown_stays_on_its_line(text: str) -> None:
    """Whatever a title holds, its Markdown is one line without a bare cell border or HTML bracket."""
    line = markdown_safe(text)
    assert len(line.splitlines()) <= 1
    bare = line.replace("\\\\", "")
    assert all(bare.count(mark) == bare.count(f"\\{mark}") for mark in "|<>[]`*")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (math.inf, None),
        (pd.NaT, None),
        (pd.NA, None),
        (np.float64(1.5), 1.5),
        (np.int64(3), 3),
        (np.bool_(True), True),
        (pd.Timestamp("2026-05-04 01:02:03"), "2026-05-04T01:02:03"),
        (datetime(2026, 5, 4), "2026-05-04T00:00:00"),  # noqa: DTZ001 – stored times are naive UTC
        (["b", 1], '["b", 1]'),
        (np.array(["a"]), '["a"]'),
        ({"b": 1, "a": [None]}, '{"a": [null], "b": 1}'),
    ],
)
def test_plain_values(value: object, expected: object) -> None:
    """Every value of a frame has one plain form, and what is not there is None."""
    assert plain(value) == expected


def test_lone_surrogates_are_replaced() -> None:
    """Half a character, which no file can hold, leaves as a question mark."""
    assert readable("a\ud800b") == "a?b"


def test_numbers_read_well() -> None:
    """Whole numbers have no point, and others no trailing noughts."""
    assert [as_text(value) for value in (2.0, 2.5, 3, None, 0.12345)] == ["2", "2.5", "3", "", "0.1235"]
