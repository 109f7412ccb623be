from pathlib import Path

import pytest

from toil.errors import UsageError
from toil.exports.labels import changed_labels, current_labels, labels_csv, parse_labels
from toil.store.journal import Journal

CATEGORIES, SUBJECTS = {"REQ.access", "INT.noise"}, {"r1", "r2", "r3"}


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal in which r1 was labelled twice and r2 once, with a why that a spreadsheet would run."""
    journal = Journal(tmp_path)
    for subject, category, why in (
        ("r1", "REQ.access", ""),
        ("r1", "INT.noise", "=1+1"),
        ("r2", "REQ.access", '𠮷, "x"\n2'),
    ):
        journal.append("label", subject, {"category": category, "toil_probability": 0.25, "why": why}, author="ann")
    return journal


def _parse(tmp_path: Path, data: bytes) -> list[dict[str, object]]:
    file = tmp_path / "labels.csv"
    file.write_bytes(data)
    return parse_labels(file, categories=CATEGORIES, subjects=SUBJECTS)


def test_an_export_comes_back_unchanged(tmp_path: Path, journal: Journal) -> None:
    """Importing an export says nothing new: formulas, line breaks and rare kanji survive the round."""
    labels = current_labels(journal.events(kind="label"), {"r1": "@name"})
    again = _parse(tmp_path, labels_csv(labels))
    assert again == labels
    assert changed_labels(again, labels) == []


def test_the_newest_word_counts(journal: Journal) -> None:
    """Of two labels of one subject the later is exported."""
    labels = current_labels(journal.events(kind="label"), {})
    assert [(label["subject"], label["category"]) for label in labels] == [("r1", "INT.noise"), ("r2", "REQ.access")]


def test_only_what_changed_is_written(tmp_path: Path, journal: Journal) -> None:
    """A corrected line and a new one are two events; the untouched line is none."""
    data = b"subject,category,toil_probability,why\r\nr1,REQ.access,0.25,\r\nr3,INT.noise,,\r\n"
    changed = changed_labels(_parse(tmp_path, data), current_labels(journal.events(kind="label"), {}))
    assert [subject for subject, _ in changed] == ["r1", "r3"]
    assert changed[1][1] == {"category": "INT.noise", "toil_probability": None, "why": ""}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (b"r9,REQ.access,,\n", "labels.csv:2: there is no recurrence or piece of work 'r9'"),
        (b"r1,REQ.acces,,\n", "labels.csv:2: there is no category 'REQ.acces'"),
        (b"r1,REQ.access,1.5,\n", "labels.csv:2: toil_probability '1.5' is not a number from 0 to 1"),
        (b"r1,REQ.access,nan,\n", "labels.csv:2: toil_probability 'nan'"),
        (b"r1,REQ.access,,\nr1,INT.noise,,\n", "labels.csv:3: r1 stands on line 2 already"),
    ],
)
def test_wrong_lines_are_named(tmp_path: Path, lines: bytes, message: str) -> None:
    """A wrong line is named with its place, and nothing of the file is taken."""
    with pytest.raises(UsageError) as caught:
        _parse(tmp_path, b"subject,category,toil_probability,why\n" + lines)
    assert message in caught.value.what


@pytest.mark.parametrize("data", [b"", b"name,kind\n1,2\n", b"subject,category\n\xff\xfe\n", b'subject,category\n"r1'])
def test_other_files_are_refused(tmp_path: Path, data: bytes) -> None:
    """A file without the columns, in another encoding, or cut off is a usage error."""
    with pytest.raises(UsageError):
        _parse(tmp_path, data)
