import io
import re
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from tests.exports.report_store import JAPANESE, LAST, TITLE, make_store
from toil.charts.error_budget_sentences import error_budget_headline
from toil.exports.cells import markdown_safe
from toil.exports.report import headline_lines, to_html, to_markdown, to_pdf, to_png
from toil.exports.report_json import to_document
from toil.exports.sections import error_budget_sections
from toil.exports.week import WeekReport, read_week
from toil.locales import words
from toil.store.published import open_published


class _Page(HTMLParser):
    """What a browser would see: tags with their attributes, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, WeekReport]:
    """The last complete week in both languages."""
    folder: Path = make_store(tmp_path_factory.mktemp("store"))
    with open_published(folder) as store:
        return {lang: read_week(store, week=None, team=None, lang=lang, min_group=3) for lang in ("en", "ja")}


@pytest.fixture(scope="module")
def pdfs(reports: dict[str, WeekReport]) -> dict[str, bytes]:
    """The reports as PDF; made once, because fonts take their time."""
    return {lang: to_pdf(report) for lang, report in reports.items()}


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_html_loads_nothing(reports: dict[str, WeekReport], lang: str) -> None:
    """Every picture is inside the file, and no attribute leads anywhere else."""
    page = _Page(to_html(reports[lang]))
    addresses = [values[name] for _, values in page.tags for name in ("src", "href") if name in values]
    assert len(addresses) == 3
    assert all(str(address).startswith("data:image/png;base64,") for address in addresses)
    assert "url(" not in to_html(reports[lang])
    assert {"script", "link", "iframe", "form"}.isdisjoint(tag for tag, _ in page.tags)


def test_html_shows_titles_as_text(reports: dict[str, WeekReport]) -> None:
    """A title that is HTML is text in the page; no element comes from data."""
    page = _Page(to_html(reports["en"]))
    assert TITLE in page.text
    assert JAPANESE in page.text
    assert not [values for tag, values in page.tags if "onerror" in values]
    assert all(values.get("alt") for tag, values in page.tags if tag == "img")


@pytest.mark.parametrize(("lang", "word"), [("en", "Where the hours went"), ("ja", "時間の内訳")])
def test_every_form_speaks_the_language(reports: dict[str, WeekReport], lang: str, word: str) -> None:
    """Markdown and HTML say the same headings, in the language that was asked for."""
    assert word in to_markdown(reports[lang])
    assert word in to_html(reports[lang])
    assert f'lang="{lang}"' in to_html(reports[lang])


def test_markdown_tells_the_figures(reports: dict[str, WeekReport]) -> None:
    """The Markdown holds the headline, the figures with their range, and a line for each candidate."""
    lines = to_markdown(reports["en"]).splitlines()
    assert lines[0] == "# Toil report, week 40 of 2026"
    assert "| Toil hours | 220 h (176–264 h) |" in lines
    assert sum(line.startswith(("| 1 |", "| 2 |")) for line in lines) == 2
    assert not [line for line in lines if re.search(r"(?<!\\)<img", line)]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_png_is_a_picture_with_ink(reports: dict[str, WeekReport], lang: str) -> None:
    """The PNG decodes, is as wide as a sheet, and is not blank."""
    with Image.open(io.BytesIO(to_png(reports[lang]))) as picture:
        picture.load()
        assert picture.width == 1240
        assert len(picture.convert("L").getcolors() or range(300)) > 10


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_pdf_has_a_page_for_each_team(pdfs: dict[str, bytes], lang: str) -> None:
    """The PDF has a page a team and one of the error budgets, and fonts inside, so that Japanese shows everywhere."""
    data = pdfs[lang]
    assert data.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b(?!s)", data)) == 3
    assert b"IPAexGothic" in data
    assert b"/FontFile2" in data


def test_pdf_is_whole(pdfs: dict[str, bytes]) -> None:
    """Every stream of the PDF unpacks, and the file ends as a PDF ends."""
    data = pdfs["ja"]
    streams = re.findall(rb"/FlateDecode[^>]*>>\s*stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    assert streams
    assert all(zlib.decompress(stream) for stream in streams)
    assert data.rstrip().endswith(b"%%EOF")


def test_the_same_build_gives_the_same_files(reports: dict[str, WeekReport], pdfs: dict[str, bytes]) -> None:
    """No clock and no chance is in a report: made twice, it is equal to the byte."""
    assert to_pdf(reports["ja"]) == pdfs["ja"]
    assert to_html(reports["ja"]) == to_html(reports["ja"])
    assert to_png(reports["ja"]) == to_png(reports["ja"])


def test_small_teams_are_not_told(reports: dict[str, WeekReport]) -> None:
    """The section of a team of one person holds one sentence, which says why."""
    lines = [line for line in headline_lines(reports["en"]) if line.startswith("tiny")]
    assert len(lines) == 1
    assert "fewer than 3 people" in lines[0]


def test_the_last_complete_week_is_meant(reports: dict[str, WeekReport]) -> None:
    """Without a week, the report tells the newest week that is over."""
    assert reports["en"].week == LAST


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_error_budgets_are_told_as_on_their_page(reports: dict[str, WeekReport], lang: str) -> None:
    """The page's headline, each service with an objective, the worst first; without objectives no such part."""
    report = reports[lang]
    (section,) = error_budget_sections(report)
    assert section.sentences[0] == error_budget_headline(report.services, words(lang))
    assert [row[0] for row in section.rows] == [TITLE, "shop"]
    assert all(markdown_safe(sentence) in to_markdown(report) for sentence in section.sentences)
    assert [row["service"] for row in to_document(report)["error_budgets"]] == [TITLE, "shop"]
    assert error_budget_sections(replace(report, services=report.services.head(0))) == []
