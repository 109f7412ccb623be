from pathlib import Path

import pytest

from docs.generate import PAGES

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", PAGES)
def test_pages_follow_the_code(name: str) -> None:
    """Each generated page is what the code says today; `make docs` writes it anew."""
    assert (ROOT / "docs" / name).read_text("utf-8") == PAGES[name]()


def test_every_setting_is_explained() -> None:
    """Every key of the settings models is in docs/settings.md, with a meaning."""
    from toil.commands.settings_text import tables

    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    keys = [setting for table in tables() for setting in table.settings]
    assert len(keys) > 30
    assert not [setting for setting in keys if not setting.meaning or f"| `{setting.key}` |" not in text]


def test_every_variable_is_explained() -> None:
    """Every secret of every source, and its aliases, are in docs/settings.md."""
    from toil.sources import get_source, source_names

    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    names = [
        name
        for source in source_names()
        for secret in get_source(source).secrets
        for name in (secret.name, *secret.aliases)
    ]
    assert "JIRA_API_TOKEN" in names
    assert not [name for name in names if f"`{name}`" not in text]


def test_every_relation_is_explained() -> None:
    """Every relation of the published store has a section with its meaning."""
    from toil.relations import all_relations

    text = (ROOT / "docs" / "relations.md").read_text("utf-8")
    relations = all_relations()
    assert len(relations) > 30
    assert not [one.name for one in relations if f"## {one.name}\n\n{one.meaning}" not in text]


def test_every_category_speaks_both_languages() -> None:
    """Every category has a name and a meaning in English and in Japanese, and stands in docs/categories.md."""
    from toil.classify.taxonomy import load_taxonomy

    text = (ROOT / "docs" / "categories.md").read_text("utf-8")
    for one in load_taxonomy().categories:
        assert all((one.name_en, one.name_ja, one.meaning_en, one.meaning_ja)), one.category
        assert f"| `{one.category}` | {one.name_en} | {one.name_ja} |" in text
