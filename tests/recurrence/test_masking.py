"""Masking takes out what varies and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toil.recurrence.masking import LONGEST_TITLE, masked, normal, variables
from toil.recurrence.words import key_id, title_key


@pytest.mark.parametrize(
    ("variable", "other"),
    [
        ("https://wiki.example.com/x?id=1", "http://a.b/c"),
        ("anna@example.com", "b.c+d@mail.example.org"),
        ("123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000"),
        ("10.0.0.1", "192.168.12.250:8080"),
        ("00:1a:2b:3c:4d:5e", "aa:bb:cc:dd:ee:ff"),
        ("2026-03-01", "2025/12/24"),
        ("2026年4月15日", "12月3日"),
        ("09:30", "23:59:59"),
        ("/var/log/app.log", "/etc/nginx/conf.d/site.conf"),
        ("'blue'", '"green house"'),
        ("「売上」", "『在庫』"),
        ("OPS-123", "ABC-9"),
        ("#42", "#4711"),
        ("0xdeadbeef", "a1b2c3d4e5f6"),
        ("web-1.example.com", "db.internal"),
        ("91%", "5GB"),
    ],
)
def test_a_variable_does_not_reach_the_key(variable: str, other: str) -> None:
    """Two titles that differ in one variable have the same key, and the key holds nothing of it."""
    first, second = title_key(f"check report {variable} again"), title_key(f"check report {other} again")
    assert first == second == ("again", "check", "report")


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("アカウント発行（田中太郎様）", ("アカウント", "発行")),
        ("佐藤さんの権限付与", ("付与", "権限")),
        ("スミスさん 端末交換", ("交換", "端末")),
        ("仕様変更の確認", ("仕様", "変更", "確認")),
        ("s3バケットを作成", ("s3", "バケット", "作成")),
        ("Upgrade node.js on web-3", ("js", "node", "upgrad")),
        ("4月分コストレポート作成", ("コストレポート", "作成")),
        ("user can't log in", ("can't", "log", "user")),
    ],
)
def test_people_go_and_identities_stay(title: str, key: tuple[str, ...]) -> None:
    """Names of people are variables; names of technologies are not, digits or no digits."""
    assert title_key(title) == key


@pytest.mark.parametrize("title", ["12345", "9f8e7d6c5b4a3210", "🎉🎉", "- - -", "?"])
def test_a_title_without_words_keeps_its_own_text(title: str) -> None:
    """Where no word survives, the title itself is the key, so that numbers never flow together."""
    assert title_key(title) == (f"={title}",)


@pytest.mark.parametrize("title", ["", "   ", None, float("nan")])
def test_an_empty_title_has_no_key(title: str | None) -> None:
    """What is no text has no key and no id of its own."""
    assert title_key(title) == ()


def test_width_and_case_make_no_difference() -> None:
    """Full-width letters, half-width katakana and case are spellings, not words."""
    assert title_key("ＤＢ ﾊﾞｯｸｱｯﾌﾟ確認") == title_key("db バックアップ確認")


def test_a_founders_id_is_the_same_on_every_machine() -> None:
    """The id of a key depends on its words only; a change of this value would rename every recurrence."""
    assert key_id(("disk", "full")) == "r-0c86150786"


@given(st.text(max_size=200))
def test_any_text_can_be_masked(title: str) -> None:
    """No text breaks masking; variables lie within the title, in order, without overlap."""
    text = normal(title)
    end = 0
    for start, stop in variables(text):
        assert end <= start < stop <= len(text)
        end = stop
    assert isinstance(masked(text), str)
    assert bool(title_key(title)) == bool(text)


@given(st.text(alphabet="aAf19-@:/.\\\"'“”「」『』(){}#`_さん様氏殿月日年時 一", max_size=40))
def test_what_is_not_searched_holds_nothing_variable(title: str) -> None:
    """A title is left as it is exactly where no variable is found in it, however its signs are strewn."""
    text = normal(title)
    assert (masked(text) == text.lower()) == (not list(variables(text)))


@pytest.mark.parametrize(
    "title", ["a" * 10_000, "a.b-" * 2_500, "1:" * 5_000, "'" * 10_000, "/a" * 5_000, "（" * 9_999]
)
def test_a_title_of_ten_thousand_characters_is_cut(title: str) -> None:
    """Very long titles are read to a limit; no pattern takes longer than that for them."""
    assert len(normal(title)) <= LONGEST_TITLE
    assert title_key(title)
