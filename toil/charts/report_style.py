"""How pictures in reports look: fonts that have Japanese, the app's colours, and no state shared between pictures."""

from __future__ import annotations

import io
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toil.charts.picture import OTHER

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, FAINT = "#1c2430", "#c9d1da"
DOTS_PER_INCH = 150
_FALLBACKS = ("DejaVu Sans", "Noto Sans CJK JP", "Noto Emoji")


@contextmanager
def report_style() -> Iterator[None]:
    """Draw and save within this: IPAexGothic first, system fonts for what it lacks, text in PDFs as text.

    matplotlib_fontja is not imported, because importing it changes the fonts of the whole process.
    """
    import matplotlib as mpl

    settings: Any = {
        "font.family": _families(), "font.size": 9, "text.color": INK, "axes.labelcolor": INK,
        "axes.edgecolor": OTHER, "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False,
        "axes.spines.right": False, "axes.unicode_minus": False, "pdf.fonttype": 42, "svg.hashsalt": "toil",
        "text.parse_math": False,
    }  # fmt: skip
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph .* missing from font")  # an empty box says it as well
        yield


def saved(figure: Figure) -> bytes:
    """The figure as PNG; the same figure gives the same bytes."""
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DOTS_PER_INCH, facecolor="white", metadata={"Software": None})
    return out.getvalue()


def shortened(text: str, columns: int) -> str:
    """The text on one line, cut with … after so many columns; East Asian characters take two."""
    width, kept = 0, ""
    line = " ".join(text.split())
    for character in line:
        width += columns_of(character)
        if width > columns:
            return kept.rstrip() + "…"
        kept += character
    return line


def wrapped(text: str, columns: int) -> str:
    """The text in lines of at most so many columns, broken at blanks and between East Asian characters."""
    lines, width = [""], 0
    for piece in _pieces(text):
        size = sum(map(columns_of, piece))
        if width and width + size > columns:
            lines.append("")
            width, piece = 0, piece.lstrip()
            size = sum(map(columns_of, piece))
        lines[-1] += piece
        width += size
    return "\n".join(line.rstrip() for line in lines)


def columns_of(character: str) -> int:
    """How many columns a character takes."""
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def without_data(axes: Axes, text: str) -> None:
    """An empty picture that says why it is empty."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, text, ha="center", va="center", transform=axes.transAxes)


def _pieces(text: str) -> list[str]:
    """Words with the blank before them; East Asian characters alone, closing marks with what they close."""
    pieces: list[str] = []
    for character in text:
        stands_alone = columns_of(character) == 2 and character not in "、。，．）」』】！？：；ー〜"
        if (
            not pieces
            or character == " "
            or stands_alone
            or (pieces[-1] and columns_of(pieces[-1][-1]) == 2 and columns_of(character) == 1)
        ):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


@cache
def _families() -> list[str]:
    from matplotlib import font_manager

    spec = find_spec("matplotlib_fontja")
    if spec is not None and spec.submodule_search_locations:
        for place in spec.submodule_search_locations:
            for file in sorted(Path(place, "fonts").glob("*.ttf")):
                font_manager.fontManager.addfont(str(file))
    known = {font.name for font in font_manager.fontManager.ttflist}
    return [name for name in ("IPAexGothic", *_FALLBACKS) if name in known]
