"""The week as a Slack message: plain text within Slack's limits, so that no title formats or calls anybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from toil.charts.headlines import week_label
from toil.exports.cells import one_line, web_address
from toil.exports.sections import headline_sentences
from toil.exports.words import quadrant_name, remedy_name, word
from toil.locales import words
from toil.locales.numbers import hours, percent

if TYPE_CHECKING:
    import pandas as pd

    from toil.exports.week import TeamWeek, WeekReport

# A header has 150 characters, a section 3,000, a message 50 blocks: https://docs.slack.dev/reference/block-kit/blocks.
# Messages near 13,000 characters are refused as too long: https://github.com/slackapi/bolt-js/issues/2509
LONGEST_HEADER, LONGEST_TEXT, MOST_BLOCKS, MOST_CHARACTERS = 150, 2900, 50, 12_000
MOST_TEAMS = 20


def digest(report: WeekReport, *, most: int, app_url: str = "") -> dict[str, Any]:
    """The body for an incoming webhook: `text` for notifications and `blocks`; `most` candidates are named."""
    title = word("report.title", report.lang, week=week_label(report.week, words(report.lang)))
    parts = [_team(report, part) for part in report.teams[:MOST_TEAMS]]
    if left := len(report.teams) - MOST_TEAMS:
        parts += [word("slack.more_teams", report.lang, count=left)] if left > 0 else []
    if most and not report.candidates.empty:
        parts.append(_candidates(report.candidates.sort_values("rank").head(most), report.lang))
    blocks = [{"type": "header", "text": _plain(title, LONGEST_HEADER)}]
    blocks += [{"type": "section", "text": _plain(text, LONGEST_TEXT)} for text in _fitting(parts)]
    if link := web_address(app_url):
        said = word("slack.open", report.lang)
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"<{link}|{said}>"}})
    return {"text": _escaped(_cut(f"{title}\n{parts[0] if parts else ''}", LONGEST_TEXT)), "blocks": blocks}


def _team(report: WeekReport, part: TeamWeek) -> str:
    spoken = words(report.lang)
    if part.is_too_small:
        said: Iterable[str] = (spoken("privacy.too_small", least=report.least),)
    elif part.facts is None:
        said = (word("report.nothing", report.lang),)
    else:
        said = headline_sentences(part, part.facts, spoken)
    return "\n".join((one_line(part.team), *said))


def _candidates(rows: pd.DataFrame, lang: str) -> str:
    spoken = words(lang)
    lines = [word("report.candidates", lang)]
    for row in rows.to_dict("records"):
        lines.append(word(
            "slack.candidate", lang, rank=row["rank"], name=one_line(str(row["name"])),
            remedy=remedy_name(str(row["remedy"]), lang), hours=hours(row["hours_per_year"], spoken),
            quadrant=quadrant_name(str(row["quadrant"]), lang), chance=percent(row["payback_probability"]),
        ))  # fmt: skip
    return "\n".join(lines)


def _fitting(parts: list[str]) -> list[str]:
    """As many parts as a message holds, in their order; each is cut at the length of a section."""
    kept: list[str] = []
    room = MOST_CHARACTERS
    for text in parts[: MOST_BLOCKS - 2]:
        cut = _cut(text, LONGEST_TEXT)
        if len(cut) > room:
            break
        kept.append(cut)
        room -= len(cut)
    return kept


def _plain(text: str, longest: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": _cut(text, longest), "emoji": False}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _escaped(text: str) -> str:
    """Text where Slack reads markup: https://docs.slack.dev/messaging/formatting-message-text#escaping."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
