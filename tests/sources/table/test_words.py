"""Words of cells: statuses, durations, people, labels, yes and no."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toil.sources.table.vocabulary import NO, NOTHING, STATUS_KINDS, STATUS_WORDS, YES
from toil.sources.table.words import folded, labels_of, person_of, seconds_of, status_of, text_of, yes_or_no


@pytest.mark.parametrize(
    ("word", "status"),
    [("New", "todo"), ("On Hold", "todo"), ("新規", "todo"), ("未対応", "todo"), ("Work in Progress", "in_progress"),
     ("IN_PROGRESS", "in_progress"), ("対応中", "in_progress"), ("処理済み", "done"), ("Closed Complete", "done"),
     ("終了", "done"), ("Canceled", "cancelled"), ("Won’t Fix", "cancelled"), ("却下", "cancelled"), ("７", None),
     ("謎", None), (None, None)],
)  # fmt: skip
def test_status_words_are_known_in_both_languages(word: str | None, status: str | None) -> None:
    """Words of ServiceNow, Redmine, Jira and Backlog are one of our four; what is unknown stays unknown."""
    assert status_of(word, {}) == status


def test_the_teams_own_words_come_first() -> None:
    """What the team says of a status beats what we believe."""
    assert status_of("On Hold", {"on hold": "in_progress"}) == "in_progress"


def test_the_vocabulary_is_reachable() -> None:
    """Every word is written as cells are folded, and means one thing."""
    assert all(folded(word) == word for word in (*STATUS_WORDS, *YES, *NO))
    assert not (YES & NO) | (YES & NOTHING) | (NO & NOTHING) | (STATUS_WORDS.keys() & NOTHING)
    assert set(STATUS_WORDS.values()) == set(STATUS_KINDS)


@pytest.mark.parametrize(
    ("cell", "unit", "seconds"),
    [("1.5", 3600, 5400), ("1,5", 3600, 5400), ("1,234", 1, 1234), (2, 3600, 7200), (0.25, 3600, 900), ("90", 60, 5400),
     ("1:30", 3600, 5400), ("1:30:30", 60, 5430), ("1h 30m", 3600, 5400), ("1.5 hours", 60, 5400), ("90 min", 1, 5400),
     ("2d 4h", 1, 72_000), ("1w", 1, 144_000), ("1時間30分", 1, 5400), ("２時間", 1, 7200), ("0,5 h", 1, 1800),
     (timedelta(minutes=90), 3600, 5400), ("0", 3600, None), ("-2", 3600, None), ("abc", 1, None), ("", 1, None),
     (None, 1, None), ("1:75", 1, None), ("99999999999", 3600, None), ("nan", 1, None), ("1e9", 1, None)],
)  # fmt: skip
def test_durations_are_read(cell: Any, unit: int, seconds: int | None) -> None:
    """Numbers in the column's unit, clock times, Jira's and Japanese spellings; nothing else."""
    assert seconds_of(cell, unit) == seconds


@given(st.text(max_size=30) | st.floats() | st.integers() | st.lists(st.text()) | st.none())
def test_no_cell_breaks_a_word_reader(cell: Any) -> None:
    """Whatever a cell holds, words are read or not, and never an error."""
    assert seconds_of(cell, 60) is None or seconds_of(cell, 60) > 0
    assert yes_or_no(cell) in (True, False, None)
    assert all(label.strip() == label for label in labels_of(cell, ""))
    person = person_of(cell)
    assert person is None or (person["id"] and person["name"])


@pytest.mark.parametrize(
    ("cell", "identity"),
    [("Sato Taro <Sato@x.jp>", ("sato@x.jp", "Sato Taro", "sato@x.jp")), ("a@b.io", ("a@b.io", "a@b.io", "a@b.io")),
     ("佐藤　太郎", ("佐藤 太郎", "佐藤 太郎", None)), ({"displayName": "Ann", "emailAddress": "Ann@b.io"},
      ("ann@b.io", "Ann", "ann@b.io")), ([{"login": "octo"}, {"login": "cat"}], ("octo", "octo", None))],
)  # fmt: skip
def test_people_are_known_by_address_or_name(cell: Any, identity: tuple[str, str, str | None]) -> None:
    """An e-mail address identifies; else the evened-out name does; of several people the first is meant."""
    person = person_of(cell)
    assert person is not None
    assert (person["id"], person["name"], person["email"]) == identity


@pytest.mark.parametrize("cell", ["", None, "N/A", "未設定", float("nan"), {}])
def test_nobody_is_nobody(cell: Any) -> None:
    """An empty cell is no person."""
    assert person_of(cell) is None


@pytest.mark.parametrize(
    ("cell", "separator", "labels"),
    [("a, b;c", "", ["a", "b;c"]), ("a;b", "", ["a", "b"]), ("a b", "", ["a b"]), ("a b", " ", ["a", "b"]),
     ("障害、緊急", "", ["障害", "緊急"]), (["a", "b,a"], "", ["a", "b"]), ([{"name": "bug"}], "", ["bug"]),
     (None, "", []), ("a||b|", "|", ["a", "b"])],
)  # fmt: skip
def test_labels_are_divided(cell: Any, separator: str, labels: list[str]) -> None:
    """Labels stand in order, each once; blanks divide only if somebody says so."""
    assert labels_of(cell, separator) == labels


@pytest.mark.parametrize(("cell", "text"), [(7.0, "7"), (7.5, "7.5"), ("  x ", "x"), ("", None), (True, "True"),
                                            ({"key": "K", "title": "T"}, "K"), ([None, "b"], "b")])  # fmt: skip
def test_cells_become_text(cell: Any, text: str | None) -> None:
    """A whole float loses its point, an object is known by its name, blank is nothing."""
    assert text_of(cell) == text


@pytest.mark.parametrize(("cell", "answer"), [("Yes", True), ("計画", True), ("突発", False), ("×", False), (1, True),
                                              (0.0, False), ("maybe", None), (False, False)])  # fmt: skip
def test_yes_and_no_are_known_in_both_languages(cell: Any, answer: bool | None) -> None:
    """Planned work is told by yes and no, by 計画 and 突発, by ○ and ×."""
    assert yes_or_no(cell) is answer
