"""Candidates as backlog issues: a summary and a description that carries the evidence, in Jira's two ways to write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.charts.facts import category_names
from toil.exports.cells import as_text, one_line, web_address
from toil.exports.table import Names, candidate_table
from toil.exports.words import heading, remedy_name, word

if TYPE_CHECKING:
    import pandas as pd

LONGEST_SUMMARY = 255  # Jira's own limit
PIECES = 10
NOT_FILED = frozenset({"none", "accept"})  # remedies that are no work for a backlog
_FACTS = ("category_name", "per_week", "hours_per_occurrence", "hours_per_year", "net_hours_per_year",
          "quadrant_name", "build_hours", "payback_weeks")  # fmt: skip
_WIKI = re.compile(r"([\\{}\[\]|*_+^~!?#-])")


@dataclass(frozen=True)
class Line:
    """One line of text; with a web address it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Part:
    """A paragraph (one line), or a list of lines."""

    lines: tuple[Line, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Proposal:
    """A candidate as it would be filed; `ids` are those of its recurrence, the present one first."""

    ids: tuple[str, ...]
    summary: str
    parts: tuple[Part, ...]
    remedy: str
    hours_per_year: float


def proposals(
    candidates: pd.DataFrame, work: pd.DataFrame, former: dict[str, list[str]], lang: str, names: Names, *, most: int
) -> list[Proposal]:
    """The best candidates that are work for a backlog, with up to ten pieces of the work behind each.

    Reads the columns of `automation_candidates` and `recurrence_work`; `former` are earlier ids by recurrence_id.
    """
    table = candidate_table(candidates, lang, category_names=names)
    chosen = table[~table["remedy"].isin(NOT_FILED)].head(most)
    by_recurrence = dict(list(work.sort_values(["created_at", "work_id"], ascending=False).groupby("recurrence_id")))
    return [
        _proposal(row, by_recurrence.get(row["recurrence_id"]), former.get(row["recurrence_id"], []), lang)
        for row in chosen.to_dict("records")
    ]


def read_proposals(
    read: Callable[..., pd.DataFrame], candidates: pd.DataFrame, lang: str, *, most: int
) -> list[Proposal]:
    """`proposals` of these rows of `automation_candidates`; `read` gives the relations that belong to them."""
    ids = [str(one) for one in candidates["recurrence_id"]]
    known = read("recurrences", recurrence_id=ids)
    former = {str(row["recurrence_id"]): [*(row["previous_ids"] if row["previous_ids"] is not None else ())]
              for row in known.to_dict("records")}  # fmt: skip
    names = category_names(read("categories"), lang)
    return proposals(candidates, read("recurrence_work", recurrence_id=ids), former, lang, names, most=most)


def to_adf(parts: Iterable[Part]) -> dict[str, Any]:
    """The description for Jira Cloud: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/."""
    return {"type": "doc", "version": 1, "content": [_adf_part(part) for part in parts]}


def to_wiki(parts: Iterable[Part]) -> str:
    """The description for Data Center, in its wiki markup with everything in texts escaped that would act."""
    return "\n\n".join(
        "\n".join(("* " if part.is_list else "") + _wiki_line(line) for line in part.lines) for part in parts
    )


def _proposal(row: dict[Any, Any], work: pd.DataFrame | None, former: list[str], lang: str) -> Proposal:
    name = one_line(str(row["name"]))
    summary = one_line(word("backlog.summary", lang, remedy=remedy_name(str(row["remedy"]), lang), name=name))
    facts = [Line(f"{heading(column, lang)}: {_figure(row, column)}") for column in _FACTS if column in row]
    pieces = [] if work is None else [
        Line(one_line(f"{one['item_key']} {one['title']}"), web_address(one["url"]))
        for one in work.head(PIECES).to_dict("records")
    ]  # fmt: skip
    parts = [
        Part((Line(word("backlog.lead", lang)),)),
        Part(tuple(facts), is_list=True),
        Part((Line(one_line(str(row["evidence"]))),)),
    ]
    if pieces:
        parts += [Part((Line(word("backlog.work", lang, count=len(pieces))),)), Part(tuple(pieces), is_list=True)]
    parts.append(Part((Line(word("backlog.known_as", lang, recurrence_id=row["recurrence_id"])),)))
    return Proposal(
        (str(row["recurrence_id"]), *former), summary[:LONGEST_SUMMARY].rstrip(), tuple(parts),
        str(row["remedy"]), float(row["hours_per_year"]),
    )  # fmt: skip


def _figure(row: dict[Any, Any], column: str) -> str:
    value = row[column]
    if not isinstance(value, float):
        return one_line(as_text(value))
    if value != value:
        return "–"
    text = f"{value:,.1f}"
    if column == "hours_per_year":
        text += f" ({row['low_hours_per_year']:,.0f}–{row['high_hours_per_year']:,.0f})"
    return text


def _adf_part(part: Part) -> dict[str, Any]:
    if not part.is_list:
        return {"type": "paragraph", "content": [_adf_line(line) for line in part.lines if line.text]}
    items = [{"type": "listItem", "content": [{"type": "paragraph", "content": [_adf_line(line)]}]}
             for line in part.lines if line.text]  # fmt: skip
    return {"type": "bulletList", "content": items}


def _adf_line(line: Line) -> dict[str, Any]:
    marks = {"marks": [{"type": "link", "attrs": {"href": line.url}}]} if line.url else {}
    return {"type": "text", "text": line.text, **marks}


def _wiki_line(line: Line) -> str:
    text = re.sub(r"^(h[1-6]|bq)\.", r"\1\\.", _WIKI.sub(r"\\\1", line.text))
    return f"[{text}|{line.url}]" if line.url else text
