from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.conftest import ROOT
from toil.errors import UsageError
from toil.locales import LANGUAGES, choose_language, words
from toil.locales.rejections import rejection_sentence

SPEAKING = [*(ROOT / "toil" / "pages").glob("*.py"), *(ROOT / "toil" / "charts").glob("*.py"), ROOT / "app.py"]
SPEAKERS = {"t", "words", "spoken"}
SAYING = {
    "title", "header", "subheader", "markdown", "text", "write", "info", "warning", "error", "success", "caption",
    "metric", "button", "form_submit_button", "download_button", "selectbox", "text_input", "number_input",
    "date_input", "expander", "toast",
}  # fmt: skip


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def calls(file: Path) -> Iterator[ast.Call]:
    yield from (node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def test_both_languages_have_the_same_keys() -> None:
    """What can be said in English can be said in Japanese."""
    assert words("en").catalogue.keys() == words("ja").catalogue.keys()


def test_both_languages_fill_in_the_same_values() -> None:
    """A sentence has the same placeholders in both languages."""
    english, japanese = words("en").catalogue, words("ja").catalogue
    differing = [key for key in english if placeholders(english[key]) != placeholders(japanese[key])]
    assert differing == []


def test_every_key_that_is_asked_for_exists() -> None:
    """No page asks for words that are not there."""
    asked = {
        call.args[0].value
        for file in SPEAKING
        for call in calls(file)
        if called_name(call) in SPEAKERS and call.args and isinstance(call.args[0], ast.Constant)
    } - set(LANGUAGES)
    assert len(asked) > 80
    assert asked <= words("en").catalogue.keys()


@pytest.mark.parametrize("file", SPEAKING, ids=lambda file: file.name)
def test_no_page_holds_a_sentence_of_its_own(file: Path) -> None:
    """What is shown comes from the catalogues: no literal text is handed to Streamlit."""
    literal = [
        f"{file.name}:{call.lineno}"
        for call in calls(file)
        if called_name(call) in SAYING and isinstance(call.func, ast.Attribute) and call.args
        for value in ast.walk(call.args[0])
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " in value.value.strip()
        and not _is_key_of_words(call.args[0], value)
    ]  # fmt: skip
    assert literal == []


def test_an_unknown_key_and_a_missing_value_are_errors() -> None:
    """Words that cannot be said are an error that names them, not an empty place on a page."""
    with pytest.raises(UsageError, match=r"no\.such"):
        words("en")("no.such")
    with pytest.raises(UsageError, match="number"):
        words("ja")("unit.hours")
    with pytest.raises(UsageError, match="fr"):
        words("fr")


@pytest.mark.parametrize(
    ("wishes", "expected"),
    [(("ja-JP", ""), "ja"), (("fr-FR", "ja"), "ja"), ((None, ""), "en"), (("en_GB", "ja"), "en"), (("", "de"), "en")],
)
def test_the_first_language_that_we_speak_is_chosen(wishes: tuple[str | None, ...], expected: str) -> None:
    """A wish for another language passes on to the next wish."""
    assert choose_language(*wishes) == expected


@pytest.mark.parametrize(
    ("reason", "japanese"),
    [
        ("created_at is missing or cannot be read", "created_at がないか、読み取れません"),
        ("not a JSON object: Expecting value: line 1", "JSON オブジェクトではありません: Expecting value: line 1"),
        ("issue 7 has 9 worklogs, of which Jira gives only 5",
         "課題 7 の worklogs は 9 件ありますが、Jira から取得できたのは 5 件だけです"),
        ("value '1e400' is no amount", "value の '1e400' は量として使えません"),
        ("what nobody has words for", "what nobody has words for"),
    ],
)  # fmt: skip
def test_why_a_row_was_not_taken_is_told_in_the_readers_language(reason: str, japanese: str) -> None:
    """Stored reasons are English; in Japanese they keep their values, and what is not known stays as it is."""
    assert rejection_sentence(reason, words("ja")) == japanese
    assert rejection_sentence(reason, words("en")) == reason


def _is_key_of_words(argument: ast.expr, value: ast.Constant) -> bool:
    """Whether the constant is part of a call for words, such as t("week.share", …)."""
    return any(
        isinstance(node, ast.Call) and called_name(node) in SPEAKERS and value in ast.walk(node)
        for node in ast.walk(argument)
    )
