"""The mapping: what is said wins, the rest is guessed, what is wrong is refused with what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.table.reading import config, mapped_of, replayed, write_csv
from toil.errors import UsageError
from toil.sources.table import guess_mapping, preview

SERVICENOW = ("Number", "Short description", "State", "Priority", "Urgency", "Opened", "Opened by", "Resolved",
              "Assigned to", "Assignment group", "Configuration item", "Updated", "Category")  # fmt: skip
REDMINE_JA = ("#", "プロジェクト", "トラッカー", "親チケット", "ステータス", "優先度", "題名", "作成者", "担当者",
              "更新日", "開始日", "予定工数", "作業時間", "作成日", "終了日", "説明")  # fmt: skip


def test_a_servicenow_export_is_understood() -> None:
    """The column labels of ServiceNow say which field they are."""
    assert guess_mapping(SERVICENOW) == {
        "key": "Number", "title": "Short description", "type": "Category", "status": "State", "priority": "Priority",
        "urgency": "Urgency", "created_at": "Opened", "resolved_at": "Resolved", "updated_at": "Updated",
        "requester": "Opened by", "assignee": "Assigned to", "team": "Assignment group",
        "service": "Configuration item",
    }  # fmt: skip


def test_a_japanese_redmine_export_is_understood() -> None:
    """Redmine's Japanese headers are known; a planned start and an estimate are not taken for work."""
    assert guess_mapping(REDMINE_JA) == {
        "id": "#", "title": "題名", "description": "説明", "type": "トラッカー", "status": "ステータス",
        "priority": "優先度", "created_at": "作成日", "resolved_at": "終了日", "updated_at": "更新日",
        "requester": "作成者", "assignee": "担当者", "project": "プロジェクト", "effort_hours": "作業時間",
        "parent": "親チケット",
    }  # fmt: skip


@pytest.mark.parametrize("header", ["createdAt", "CREATED_AT", "  Created  at ", "created-at", "Ｃreated at"])
def test_spelling_of_a_header_does_not_matter(header: str) -> None:
    """Camel case, underscores, blanks and full-width letters are one header."""
    assert guess_mapping([header]) == {"created_at": header}


def test_a_column_serves_one_field_only() -> None:
    """What was said keeps its column from being guessed for another field."""
    assert guess_mapping(["Summary", "Title"], said={"description": ("Summary",)}) == {"title": "Title"}


def test_only_one_column_of_effort_is_guessed() -> None:
    """Hours and seconds of the same work are not added up unless somebody says so."""
    assert guess_mapping(["Time Spent", "Spent time"]) == {"effort_hours": "Spent time"}


def test_what_is_said_wins(tmp_path: Path) -> None:
    """An explicit column beats the guessed one, an empty one unmaps the field, and the rest is told as guessed."""
    path = write_csv(tmp_path / "a.csv", [("Summary", "Subject", "Created", "Closed"), ("a", "b", "2026-05-04", "x")])
    seen = preview(path, config(map={"title": "Subject", "resolved_at": ""}))
    assert seen.mapping["title"] == ("Subject",)
    assert "resolved_at" not in seen.mapping
    assert seen.guessed == {"created_at": "Created"}
    assert seen.told() == "created_at=Created"
    assert mapped_of(replayed(path, **{**seen.options}))[0]["title"] == "b"


def test_a_preview_read_back_is_the_same_mapping(tmp_path: Path) -> None:
    """The options of a preview, given again, guess nothing and map the same."""
    path = write_csv(tmp_path / "a.csv", [SERVICENOW, ["x"] * len(SERVICENOW)])
    seen = preview(path, config(map={"labels": "Category+Priority", "service": ""}))
    again = preview(path, config(**{**seen.options}))
    assert (again.mapping, again.guessed) == (seen.mapping, {})


def test_an_unknown_field_is_refused_with_a_near_one(tmp_path: Path) -> None:
    """`titel` is no field; `title` is meant."""
    path = write_csv(tmp_path / "a.csv", [("Summary", "Created"), ("a", "2026-05-04")])
    with pytest.raises(UsageError, match=r"no field 'titel'(.|\n)*did you mean title"):
        replayed(path, map={"titel": "Summary"})


def test_a_missing_column_is_refused_with_those_there_are(tmp_path: Path) -> None:
    """A column that the table has not is an error that lists its columns and the nearest."""
    path = write_csv(tmp_path / "a.csv", [("Summary", "Created"), ("a", "2026-05-04")])
    with pytest.raises(UsageError, match=r"no column 'Sumary'(.|\n)*did you mean Summary(.|\n)*Created"):
        replayed(path, map={"title": "Sumary"})


@pytest.mark.parametrize(("header", "field"), [(("Title", "When"), "created_at"), (("What", "Created"), "title")])
def test_a_table_without_a_needed_column_is_refused(header: tuple[str, ...], field: str, tmp_path: Path) -> None:
    """Without a time of creation or a title there is no piece of work."""
    path = write_csv(tmp_path / "a.csv", [header, ("a", "b")])
    with pytest.raises(UsageError, match=f"--map {field}=COLUMN"):
        replayed(path)


def test_several_columns_make_one_field(tmp_path: Path) -> None:
    """An id may be made of two columns, labels of several; a column whose name holds a plus is itself."""
    header = ("repo", "id", "title", "created", "Tags", "A+B")
    path = write_csv(tmp_path / "a.csv", [header, ("x", "1", "t", "2026-05-04", "p,q", "r")])
    mapping = {"id": "repo+id", "labels": ["Tags", "A+B"], "service": "A+B"}
    (mapped,) = mapped_of(replayed(path, map=mapping))
    assert (mapped["id"], mapped["labels"], mapped["service"]) == ("x/1", ["p", "q", "r"], "r")


@pytest.mark.parametrize(
    ("options", "said"),
    [({"name": ""}, "cannot be called"), ({"name": "a b"}, "cannot be called"), ({"name": "a:b"}, "cannot be called"),
     ({"zome": "UTC"}, "did you mean zone"), ({"zone": "Asia/Tokio"}, "Asia/Tokyo"), ({"date_format": "ymd"}, "format"),
     ({"statuses": {"x": "finished"}}, "in_progress"), ({"statuses": []}, None), ({"map": ["title"]}, "mapping"),
     ({"delimiter": ",,"}, "delimiter")],
)  # fmt: skip
def test_wrong_options_are_refused(options: dict, said: str | None, tmp_path: Path) -> None:
    """A misspelled option, zone, format or status is an error that names what there is; nothing said is fine."""
    path = write_csv(tmp_path / "a.csv", [("title", "created"), ("a", "2026-05-04")])
    if said is None:
        assert len(replayed(path, **options)) == 1
        return
    with pytest.raises(UsageError, match=said):
        replayed(path, **options)
