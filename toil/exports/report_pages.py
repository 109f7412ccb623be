"""The report as pages, as PDF or as one PNG: an A4 sheet for each team, and one of the error budgets."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from toil.charts.report_candidates import draw_candidates
from toil.charts.report_categories import draw_categories
from toil.charts.report_style import report_style, saved, shortened, wrapped
from toil.charts.report_weekly import draw_weekly
from toil.exports.sections import (
    Section,
    error_budget_sections,
    headline_sentences,
    made_from,
    team_sections,
    title,
)
from toil.locales import words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import FigureBase

    from toil.exports.week import TeamWeek, WeekReport

_WIDTH, _HEIGHT = 8.27, 11.69  # A4 in inches
_SHORT = 1.6  # a team of which nothing is shown
_COLUMNS = 92
_TOPICS = 6
_SERVICES = 30
_TABLE_AT, _ROW = 1.9, 0.3  # where the table of services begins, and its rows, in inches


def pdf_pages(report: WeekReport) -> bytes:
    """A PDF with an A4 page for each team, and one of the error budgets.

    Its date is the build's, so that the same build gives the same file.
    """
    from matplotlib.backends.backend_pdf import PdfPages
    from matplotlib.figure import Figure

    out = io.BytesIO()
    facts = {"Title": title(report), "Creator": "toil", "CreationDate": report.build["as_of"].to_pydatetime()}
    with report_style(), PdfPages(out, metadata=facts) as pages:
        for part in report.teams:
            figure = Figure(figsize=(_WIDTH, _HEIGHT))
            _draw_page(figure, report, part, _HEIGHT)
            pages.savefig(figure)
        for section in error_budget_sections(report):
            figure = Figure(figsize=(_WIDTH, _HEIGHT))
            _draw_services(figure, report, section, _HEIGHT)
            pages.savefig(figure)
    return out.getvalue()


def png_picture(report: WeekReport) -> bytes:
    """One picture with the page of each team below the one before, and the error budgets at the end."""
    from matplotlib.figure import Figure

    heights = [_HEIGHT if part.facts is not None else _SHORT for part in report.teams]
    sections = error_budget_sections(report)
    heights += [_TABLE_AT + _ROW * (min(len(one.rows), _SERVICES) + 2) for one in sections]
    with report_style():
        figure = Figure(figsize=(_WIDTH, sum(heights)))
        places = figure.subfigures(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
        for place, part, height in zip(places, report.teams, heights, strict=False):
            _draw_page(place, report, part, height)
        if sections:
            _draw_services(places[-1], report, sections[0], heights[-1])
        return saved(figure)


def chart_png(name: str, report: WeekReport, part: TeamWeek) -> bytes:
    """One of sections.PICTURES by itself."""
    from matplotlib.figure import Figure

    with report_style():
        figure = Figure(figsize=(8.6, 3.4), layout="constrained")
        _draw(name, figure.add_subplot(), report, part)
        return saved(figure)


def _draw_page(figure: FigureBase, report: WeekReport, part: TeamWeek, height: float) -> None:
    """A page of `height` inches; texts stand at so many inches from its top."""

    def write(inches: float, text: str, size: int) -> None:
        figure.text(0.06, 1 - inches / height, text, fontsize=size, va="top", linespacing=1.5)

    write(0.40, f"{title(report)} – {shortened(part.team, 40)}", 16)
    write(0.74, made_from(report), 8)
    if part.facts is None:
        write(1.05, wrapped(team_sections(report, part)[0].sentences[0], _COLUMNS), 10)
        return
    week, _, *rest = headline_sentences(part, part.facts, words(report.lang))  # the trend stands above its chart
    write(1.05, "\n".join(wrapped(sentence, _COLUMNS) for sentence in (week, *rest)), 10)
    grid = figure.add_gridspec(4, 1, left=0.31, right=0.94, top=0.80, bottom=0.04, hspace=0.62,
                               height_ratios=(1, 1, 1, 0.8))  # fmt: skip
    for row, name in enumerate(("weekly", "categories", "candidates")):
        _draw(name, figure.add_subplot(grid[row]), report, part)
    _draw_topics(figure.add_subplot(grid[3]), team_sections(report, part)[-1])


def _draw_services(figure: FigureBase, report: WeekReport, section: Section, height: float) -> None:
    """The error budgets on a page of `height` inches: sentences, and the services that have least left."""
    figure.text(0.06, 1 - 0.40 / height, f"{title(report)} – {section.heading}", fontsize=16, va="top")
    said = "\n".join(wrapped(sentence, _COLUMNS) for sentence in section.sentences)
    figure.text(0.06, 1 - 0.80 / height, said, fontsize=10, va="top", linespacing=1.5)
    rows = [[shortened(row[0], 30), *row[1:]] for row in section.rows[:_SERVICES]]
    size = _ROW * (len(rows) + 1)
    axes = figure.add_axes((0.06, 1 - (_TABLE_AT + size) / height, 0.88, size / height))
    axes.set_axis_off()
    heads = [wrapped(name, 10) for name in section.columns]
    widths = (0.26, 0.1, 0.11, 0.07, 0.1, 0.1, 0.1, 0.08, 0.08)
    place: Any = (0.0, 0.0, 1.0, 1.0)
    table: Any = axes.table(cellText=rows, colLabels=heads, edges="horizontal", cellLoc="left", colLoc="left",
                            colWidths=widths, bbox=place)  # fmt: skip
    table.auto_set_font_size(False)
    table.set_fontsize(8)


def _draw(name: str, axes: Axes, report: WeekReport, part: TeamWeek) -> None:
    spoken = words(report.lang)
    if name == "weekly" and part.facts is not None:
        draw_weekly(axes, part.weeks, part.facts, spoken)
    elif name == "categories":
        draw_categories(axes, part.categories, spoken)
    else:
        draw_candidates(axes, report.candidates, spoken)


def _draw_topics(axes: Axes, section: Section) -> None:
    """The recurring work as a small table over the whole width of the page."""
    axes.set_axis_off()
    axes.set_title(section.heading, loc="left", fontsize=10, pad=10, x=-0.4)
    if not section.rows:
        return
    cells = [[shortened(row[0], 52), shortened(row[1], 26), *row[2:]] for row in section.rows[:_TOPICS]]
    place: Any = (-0.4, 0.0, 1.4, 1.0)
    table: Any = axes.table(cellText=cells, colLabels=list(section.columns), edges="horizontal", cellLoc="left",
                            colLoc="left", colWidths=(0.62, 0.34, 0.14, 0.15, 0.15), bbox=place)  # fmt: skip
    table.auto_set_font_size(False)
    table.set_fontsize(8)
