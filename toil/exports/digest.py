"""The week in a few lines for a chat: the same for every chat, before it becomes one's own form of message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toil.charts.headlines import week_label
from toil.exports.cells import one_line
from toil.exports.sections import headline_sentences
from toil.exports.words import quadrant_name, remedy_name, word
from toil.locales import words
from toil.locales.numbers import hours, percent

if TYPE_CHECKING:
    import pandas as pd

    from toil.exports.week import TeamWeek, WeekReport

MOST_TEAMS = 20
LONGEST_NAME = 200  # one name must not take the room of all others


@dataclass(frozen=True)
class Digest:
    """A title, parts of several lines each (a team, or the candidates), and what leads into the app."""

    title: str
    parts: tuple[str, ...]
    open: str


def digest_of(report: WeekReport, *, most: int) -> Digest:
    """The headlines of up to 20 teams and the best candidates, of which `most` are named."""
    title = word("report.title", report.lang, week=week_label(report.week, words(report.lang)))
    parts = [_team(report, part) for part in report.teams[:MOST_TEAMS]]
    if (left := len(report.teams) - MOST_TEAMS) > 0:
        parts.append(word("digest.more_teams", report.lang, count=left))
    if most and not report.candidates.empty:
        parts.append(_candidates(report.candidates.sort_values("rank").head(most), report.lang))
    return Digest(title, tuple(parts), word("digest.open", report.lang))


def cut(text: str, longest: int) -> str:
    """The text, or so much of it as `longest` characters hold, with an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _team(report: WeekReport, part: TeamWeek) -> str:
    spoken = words(report.lang)
    if part.is_too_small:
        said: Iterable[str] = (spoken("privacy.too_small", least=report.least),)
    elif part.facts is None:
        said = (word("report.nothing", report.lang),)
    else:
        said = headline_sentences(part, part.facts, spoken)
    return "\n".join((cut(one_line(part.team), LONGEST_NAME), *said))


def _candidates(rows: pd.DataFrame, lang: str) -> str:
    spoken = words(lang)
    lines = [word("report.candidates", lang)]
    for row in rows.to_dict("records"):
        lines.append(word(
            "digest.candidate", lang, rank=row["rank"], name=cut(one_line(str(row["name"])), LONGEST_NAME),
            remedy=remedy_name(str(row["remedy"]), lang), hours=hours(row["hours_per_year"], spoken),
            quadrant=quadrant_name(str(row["quadrant"]), lang), chance=percent(row["payback_probability"]),
        ))  # fmt: skip
    return "\n".join(lines)
