"""The report as a Confluence page, in its storage format (Atlassian, "Confluence Storage Format")."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from toil.exports.cells import xml_safe
from toil.exports.sections import Section, common_sections, made_from, team_sections, title

if TYPE_CHECKING:
    from toil.exports.week import WeekReport


def to_storage(report: WeekReport) -> str:
    """The report as the body of a page: headings, sentences and tables, all text escaped.

    Without pictures, which a page only shows once they are uploaded as its attachments; the tables hold the figures.
    """
    parts = [f"<h1>{xml_safe(title(report))}</h1>", f"<p>{xml_safe(made_from(report))}</p>"]
    for team in report.teams:
        parts += map(_section, team_sections(report, team))
    parts += map(_section, common_sections(report))
    return "\n".join(parts) + "\n"


def _section(section: Section) -> str:
    parts = [f"<h{section.level}>{xml_safe(section.heading)}</h{section.level}>"]
    parts += [f"<p>{xml_safe(sentence)}</p>" for sentence in section.sentences]
    if section.rows:
        rows = [_row("th", section.columns), *(_row("td", row) for row in section.rows)]
        parts.append(f"<table><tbody>{''.join(rows)}</tbody></table>")
    return "\n".join(parts)


def _row(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}><p>{xml_safe(cell)}</p></{tag}>" for cell in cells) + "</tr>"
