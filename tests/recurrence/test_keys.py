"""Many titles are read as one is."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toil.recurrence.compounds import compound_parts
from toil.recurrence.keys import title_keys
from toil.recurrence.words import english_stem, title_key

PIECES = (
    "Restart", "db-01", "web2.example.com", "10.2.3.4", "s3", "ec2", "h1", "H2", "q4", "3rd", "23rd", "2026-11-02",
    "12:30", "0x1f", "45d1a6ce", "6月12日", "2日次", "確認", "#12", "v1.2.3", "12345", "アカウント", "…", "log4j2",
)  # fmt: skip
TITLES = st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join) | st.text(max_size=40)


@settings(derandomize=True, max_examples=300)
@given(st.lists(TITLES, max_size=8))
def test_reading_many_titles_changes_no_key(titles: list[str]) -> None:
    """The short cut over digits gives every title the key that it has by itself."""
    assert title_keys(titles) == {title: title_key(title) for title in titles}


def test_compounds_and_endings_are_read_alike() -> None:
    """A compound is its two-character words however it is cut; an English ending says nothing."""
    assert title_key("障害報告書作成") == title_key("障害報告書の作成依頼")
    assert compound_parts("参照権限付与") == ["参照", "権限", "付与"]
    assert english_stem("approval") == english_stem("approve")
    assert english_stem("access") == "access"
