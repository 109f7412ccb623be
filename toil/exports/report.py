"""The report of a week as Markdown, one self-contained HTML file, PDF pages or a PNG picture."""

from __future__ import annotations

import base64
import html
from importlib.resources import files
from typing import TYPE_CHECKING

from toil.exports.cells import markdown_safe, readable
from toil.exports.sections import Section, common_sections, headline_sentences, made_from, team_sections, title
from toil.locales import words

if TYPE_CHECKING:
    from toil.exports.week import TeamWeek, WeekReport


def headline_lines(report: WeekReport) -> list[str]:
    """The week of every team in plain sentences, for the terminal."""
    spoken = words(report.lang)
    lines = [title(report)]
    for part in report.teams:
        if part.facts is None:
            lines += [f"{part.team}: {team_sections(report, part)[0].sentences[0]}"]
        else:
            lines += [f"{part.team}: {sentence}" for sentence in headline_sentences(part, part.facts, spoken)]
    return lines


def to_markdown(report: WeekReport) -> str:
    """The report as Markdown, for a wiki page or minutes; without pictures, which live in the other forms."""
    lines = [f"# {markdown_safe(title(report))}", "", markdown_safe(made_from(report))]
    for part in report.teams:
        for section in team_sections(report, part):
            lines += _markdown(section)
    for section in common_sections(report):
        lines += _markdown(section)
    return "\n".join(lines) + "\n"


def to_html(report: WeekReport) -> str:
    """The report as one HTML file that loads nothing: style and pictures are inside, all text is escaped."""
    body = [f"<h1>{_escaped(title(report))}</h1>", f"<p class='note'>{_escaped(made_from(report))}</p>"]
    for part in report.teams:
        body += [_html(section, report, part) for section in team_sections(report, part)]
    body += [_html(section, report, report.teams[0]) for section in common_sections(report)]
    shell = files("toil.exports").joinpath("report.html").read_text("utf-8")
    return (
        shell.replace("{{lang}}", report.lang)
        .replace("{{title}}", _escaped(title(report)))
        .replace("{{body}}", "\n".join(body))
    )


def to_pdf(report: WeekReport) -> bytes:
    """The report as A4 pages, one for each team."""
    from toil.exports.report_pages import pdf_pages

    return pdf_pages(report)


def to_png(report: WeekReport) -> bytes:
    """The report as one picture, the teams below each other, for chats and slides."""
    from toil.exports.report_pages import png_picture

    return png_picture(report)


def _markdown(section: Section) -> list[str]:
    lines = ["", f"{'#' * section.level} {markdown_safe(section.heading)}"]
    for sentence in section.sentences:
        lines += ["", markdown_safe(sentence)]
    if section.rows:
        table = [section.columns, ("---",) * len(section.columns)]
        lines += ["", *(_row(tuple(markdown_safe(cell) for cell in row)) for row in table[:1]), _row(table[1])]
        lines += [_row(tuple(markdown_safe(cell) for cell in row)) for row in section.rows]
    return lines


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def _html(section: Section, report: WeekReport, part: TeamWeek) -> str:
    parts = [f"<h{section.level}>{_escaped(section.heading)}</h{section.level}>"]
    parts += [f"<p>{_escaped(sentence)}</p>" for sentence in section.sentences]
    if section.picture:
        parts.append(_picture(section, report, part))
    if section.rows:
        head = "".join(f"<th scope='col'>{_escaped(name)}</th>" for name in section.columns)
        rows = ("".join(f"<td dir='auto'>{_escaped(cell)}</td>" for cell in row) for row in section.rows)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>"
                     + "".join(f"<tr>{row}</tr>" for row in rows) + "</tbody></table>")  # fmt: skip
    return "\n".join(parts)


def _picture(section: Section, report: WeekReport, part: TeamWeek) -> str:
    from toil.exports.report_pages import chart_png

    data = base64.b64encode(chart_png(section.picture, report, part)).decode("ascii")
    text = "; ".join(section.sentences) or section.heading
    return f"<img alt='{_escaped(text)}' src='data:image/png;base64,{data}'>"


def _escaped(text: str) -> str:
    return html.escape(readable(text), quote=True)
