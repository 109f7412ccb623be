"""The report as headings, sentences, tables and pictures, before it becomes Markdown, HTML or pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toil.charts import headlines
from toil.charts.budget_sentences import budget_sentences, rate
from toil.charts.error_budget_sentences import error_budget_headline, objective
from toil.charts.growth_sentences import forecast_sentence
from toil.charts.seen_then import seen_figures, seen_sentences
from toil.exports.words import heading, quadrant_name, remedy_name, word
from toil.locales import Words, words
from toil.locales.numbers import MISSING, count, hours, hours_range, is_missing, percent, percent_range

if TYPE_CHECKING:
    from toil.charts.facts import WeekFacts
    from toil.exports.week import TeamWeek, WeekReport

MOST_CANDIDATES = 10
PICTURES = ("weekly", "categories", "candidates")


@dataclass(frozen=True)
class Section:
    """A part of the report; `picture` names one of PICTURES and is drawn from the team's frames."""

    heading: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    picture: str = ""
    level: int = 3


def title(report: WeekReport) -> str:
    """The report's title."""
    return word("report.title", report.lang, week=headlines.week_label(report.week, words(report.lang)))


def made_from(report: WeekReport) -> str:
    """The build that it was made from."""
    as_of = f"{report.build['as_of']:%Y-%m-%d %H:%M}"
    return word("report.made_from", report.lang, build=report.build["build_id"], as_of=as_of)


def team_sections(report: WeekReport, part: TeamWeek) -> list[Section]:
    """What is told of one team: its headline, figures, categories and recurring work."""
    spoken = words(report.lang)
    if part.is_too_small:
        return [Section(part.team, (spoken("privacy.too_small", least=report.least),), level=2)]
    if part.facts is None:
        return [Section(part.team, (word("report.nothing", report.lang),), level=2)]
    return [
        Section(part.team, headline_sentences(part, part.facts, spoken), level=2),
        _figures(part.facts, spoken),
        *_budget(report, part, spoken),
        *_seen(report, part, part.facts, spoken),
        _categories(part, spoken),
        _topics(part, spoken),
    ]


def common_sections(report: WeekReport) -> list[Section]:
    """What is told of all teams together: candidates, error budgets, and what the report rests on."""
    return [_candidates(report, words(report.lang)), *error_budget_sections(report), _sources(report)]


def error_budget_sections(report: WeekReport) -> list[Section]:
    """How the services stand with their error budgets; nothing where none has an objective."""
    if report.services.empty:
        return []
    spoken = words(report.lang)
    as_of = f"{report.build['as_of']:%Y-%m-%d %H:%M}"
    columns = ("service", "state", "objective", "window_days", "remaining_share", "bad_minutes", "budget_minutes",
               "burn_3d", "toil_hours")  # fmt: skip
    rows = tuple(
        (str(row["service"]), spoken(f"error_budget_state.{row['state']}"), objective(row["objective"]),
         count(row["window_days"]), percent(row["remaining_share"]), count(row["bad_minutes"]),
         count(row["budget_minutes"]), rate(row["burn_3d"]), hours(row["toil_hours"], spoken))
        for row in report.services.to_dict("records")
    )  # fmt: skip
    return [
        Section(
            word("report.error_budgets", report.lang),
            (
                error_budget_headline(report.services, spoken),
                word("report.windows_end", report.lang, as_of=as_of),
                spoken("error_budget.all_teams", least=report.least),
            ),
            tuple(heading(column, report.lang) for column in columns),
            rows,
            level=2,
        )
    ]


def headline_sentences(part: TeamWeek, facts: WeekFacts, spoken: Words) -> tuple[str, ...]:
    """The week, its trend and its interruptions, each in a sentence that the app says in the same words."""
    said = [headlines.week_headline(facts, spoken), headlines.trend_headline(facts, spoken)]
    if not part.interruptions.empty:
        said.append(headlines.interruptions_headline(part.interruptions, facts.week, spoken))
    return tuple(said)


def _figures(facts: WeekFacts, spoken: Words) -> Section:
    lang = spoken.language
    shares = percent_range(facts.low_share, facts.high_share)
    totals = hours_range(facts.low_hours, facts.high_hours, spoken)
    rows = (
        ("toil_share", _interval(percent(facts.toil_share), shares, lang)),
        ("toil_hours", _interval(hours(facts.toil_hours, spoken), totals, lang)),
        ("recorded_hours", hours(facts.recorded_hours, spoken)),
        ("capacity_hours", hours(facts.capacity_hours, spoken)),
        ("coverage", percent(facts.coverage)),
        ("budget_share", percent(facts.budget_share)),
    )  # fmt: skip
    return Section(
        word("report.figures", lang),
        columns=(heading("figure", lang), heading("value", lang)),
        rows=tuple((word(f"report.{name}", lang), value) for name, value in rows),
        picture="weekly",
    )


def _budget(report: WeekReport, part: TeamWeek, spoken: Words) -> list[Section]:
    """How the team stands with its budget; nothing where no week is complete."""
    row = part.budget
    if row is None:
        return []
    rows = (
        ("used", percent(1 - row["remaining_share"])),
        ("left", hours(row["remaining_hours"], spoken)),
        ("burn_fast", rate(row["burn_fast"])),
        ("burn_slow", rate(row["burn_slow"])),
        ("floor_share", percent(row["floor_share"])),
    )
    return [
        Section(
            spoken("budget.title"),
            (
                *budget_sentences(row, spoken, policy=part.policy),
                *([forecast_sentence(part.forecast, spoken)] if part.forecast else []),
            ),
            (heading("figure", spoken.language), heading("value", spoken.language)),
            tuple((spoken(f"budget.{name}"), value) for name, value in rows) if row["state"] != "unknown" else (),
        )
    ]


def _seen(report: WeekReport, part: TeamWeek, facts: WeekFacts, spoken: Words) -> list[Section]:
    """The week as it was seen when it was new, and what differs now; nothing where nobody froze it."""
    if part.seen is None:
        return []
    lang = spoken.language
    sentences = seen_sentences(part.seen.body, facts, part.categories, report.names, spoken,
                               day=part.seen.taken_at[:10],
                               taxonomy=str(report.build["taxonomy_version"]))  # fmt: skip
    figures = seen_figures(part.seen.body, facts, spoken)
    return [
        Section(
            spoken("seen.title"),
            tuple(sentences),
            tuple(spoken(f"column.seen_{name}") for name in ("figure", "then", "now")),
            tuple((word(f"report.{name}", lang), then, now) for name, then, now in figures),
        )
    ]


def _categories(part: TeamWeek, spoken: Words) -> Section:
    lang = spoken.language
    rows = tuple(
        (str(row["label"]), count(row["item_count"]), hours(row["hours"], spoken), hours(row["toil_hours"], spoken))
        for row in part.categories.to_dict("records")
    )
    columns = ("category_name", "item_count", "hours", "toil_hours")
    return Section(
        word("report.categories", lang),
        (headlines.category_headline(part.categories, spoken),),
        tuple(heading(column, lang) for column in columns),
        rows,
        picture="categories",
    )


def _topics(part: TeamWeek, spoken: Words) -> Section:
    lang = spoken.language
    rows = tuple(
        (str(row["name"]), str(row["category_name"]), count(row["item_count"]), hours(row["hours"], spoken),
         _signed(row["change_hours"], spoken))
        for row in part.topics.to_dict("records")
    )  # fmt: skip
    columns = ("name", "category_name", "item_count", "hours", "change_hours")
    lead = (word("report.topics_lead", lang),) if rows else ()
    return Section(word("report.topics", lang), lead, tuple(heading(column, lang) for column in columns), rows)


def _candidates(report: WeekReport, spoken: Words) -> Section:
    rows = tuple(
        (count(row["rank"]), str(row["name"]), str(row["category_name"]), f"{row['per_week']:.1f}",
         hours(row["hours_per_year"], spoken), remedy_name(str(row["remedy"]), report.lang),
         quadrant_name(str(row["quadrant"]), report.lang), hours(row["build_hours"], spoken),
         _number(row["payback_weeks"]))
        for row in report.candidates.head(MOST_CANDIDATES).to_dict("records")
    )  # fmt: skip
    columns = ("rank", "name", "category_name", "per_week", "hours_per_year", "remedy_name", "quadrant_name",
               "build_hours", "payback_weeks")  # fmt: skip
    return Section(
        word("report.candidates", report.lang),
        (headlines.candidates_headline(report.candidates, spoken),),
        tuple(heading(column, report.lang) for column in columns),
        rows,
        picture="candidates" if rows else "",
        level=2,
    )


def _sources(report: WeekReport) -> Section:
    rows = tuple(
        (f"{row['source']} · {row['site']}", count(row["items"]), _moment(row["last_complete_at"]))
        for row in report.sources.to_dict("records")
    )
    columns = tuple(heading(column, report.lang) for column in ("source", "items", "last_complete_at"))
    lead = (word("report.sources_lead", report.lang, rejected=count(report.rejected)),)
    return Section(word("report.sources", report.lang), lead, columns, rows, level=2)


def _interval(value: str, between: str, lang: str) -> str:
    return value if between == MISSING else word("report.interval", lang, value=value, range=between)


def _signed(value: Any, spoken: Words) -> str:
    if is_missing(value):
        return MISSING
    return ("+" if value >= 0 else "−") + hours(abs(float(value)), spoken)


def _number(value: Any) -> str:
    return MISSING if is_missing(value) else f"{float(value):.1f}"


def _moment(value: Any) -> str:
    return MISSING if is_missing(value) else f"{value:%Y-%m-%d %H:%M}"
