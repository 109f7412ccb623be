import io

from rich.console import Console

from tests.exports.candidates_frame import HOSTILE_NAMES, hostile_candidates
from toil.exports.candidates import to_markdown
from toil.exports.terminal import to_table


def test_markdown_table_has_its_cells() -> None:
    """Each candidate is one line, and each line has as many unescaped borders as the heading."""
    lines = to_markdown(hostile_candidates(), "ja").splitlines()
    borders = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in lines]
    assert len(lines) == 2 + len(HOSTILE_NAMES)
    assert set(borders) == {borders[0]}


def test_markdown_runs_nothing() -> None:
    """HTML and links in a title are shown as text."""
    text = to_markdown(hostile_candidates())
    assert "<script" not in text.replace("\\<", "")
    assert "](javascript" not in text.replace("\\]", "")


def test_the_terminal_shows_names_as_they_are() -> None:
    """Names are no markup and send no escape sequence to the terminal."""
    out = io.StringIO()
    Console(file=out, width=300, force_terminal=False).print(to_table(hostile_candidates()))
    text = out.getvalue()
    assert "[red]not markup[/red]" in text
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "𠮷野家" in text
