"""The borders of the house: who may import whom, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

NETWORK = {"requests", "httpx", "httpx2", "urllib3", "socket", "http", "jira", "pagerduty", "aiohttp"}
DATABASE = {"duckdb", "sqlite3", "toil.store"}

# what a folder must not import, and the outside cause
FORBIDDEN = [
    ("toil/sources", DATABASE | {"toil.relations", "toil.pages"}, "sources never see a database"),
    ("toil/store", NETWORK | {"toil.pages"}, "stores never see the network"),
    ("toil/lake", {"streamlit", "toil.pages"}, "the lake moves builds and shows nothing"),
    ("toil/charts", {"streamlit", "duckdb"} | NETWORK, "charts turn frames into pictures"),
    ("toil/exports", {"streamlit", "duckdb"} | NETWORK, "exports turn frames into files"),
    ("toil/outbox", DATABASE | {"streamlit"}, "what is sent is given, and what was sent is told to the caller"),
    ("toil/links", {"duckdb", "streamlit"} | NETWORK, "what people said is read from frames"),
    ("toil/recurrence", {"duckdb", "streamlit"} | NETWORK, "learning is frame → frame"),
    ("toil/classify", {"duckdb", "streamlit"} | NETWORK, "learning is frame → frame"),
    ("toil/effort", {"duckdb", "streamlit"} | NETWORK, "estimates are frame → frame"),
    ("toil/budgets", {"duckdb", "streamlit"} | NETWORK, "statistics are frame → frame"),
    ("toil/candidates", {"duckdb", "streamlit"} | NETWORK, "statistics are frame → frame"),
    ("toil/proof", {"duckdb", "streamlit"} | NETWORK, "statistics are frame → frame"),
    ("toil/pages", {"duckdb", "sqlite3", "matplotlib"} | NETWORK, "pages read relations by name and show them"),
]


def python_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def crossing(file: Path, forbidden: set[str]) -> set[str]:
    return {name for name in imports(file) for bad in forbidden if name == bad or name.startswith(f"{bad}.")}


@pytest.mark.parametrize(("folder", "forbidden", "cause"), FORBIDDEN, ids=[rule[0] for rule in FORBIDDEN])
def test_rooms_keep_their_borders(folder: str, forbidden: set[str], cause: str) -> None:
    """No room imports what belongs to another."""
    files = python_files(folder)
    assert files, f"{folder} is empty"
    found = {str(file.relative_to(ROOT)): names for file in files if (names := crossing(file, forbidden))}
    assert not found, cause


def test_only_pages_and_the_frame_import_streamlit() -> None:
    """Everything but the pages works without a browser."""
    files = [file for file in [*python_files("toil"), *python_files("pipelines")] if file.parent.name != "pages"]
    # the command that starts the app runs Streamlit as a program of its own
    assert not [str(file) for file in files if crossing(file, {"streamlit"})]


def test_of_toil_only_the_command_line_imports_pipelines() -> None:
    """Pipelines compose toil; toil does not know them, but for its front door."""
    users = {str(file.relative_to(ROOT)) for file in python_files("toil") if crossing(file, {"pipelines"})}
    assert users == {"toil/cli.py"}


def test_only_the_settings_read_the_environment() -> None:
    """One place knows which variables there are."""
    readers = set()
    for file in [*python_files("toil"), *python_files("pipelines"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                readers.add(str(file.relative_to(ROOT)))
    assert readers == {"toil/settings.py"}


def test_the_journal_is_found_by_the_settings_alone() -> None:
    """Whoever opens it by the store's folder would miss the one that several machines share."""
    by_folder = re.compile(
        r"\b(Journal|Snapshots|remembered|remember)\((?!journal_place\(|place\b|cls\b|home\b|aside\))"
    )
    files = [file for file in [*python_files("toil"), *python_files("pipelines")] if file.parent.name != "store"]
    assert not {file.name: hit[0] for file in files if (hit := by_folder.search(file.read_text("utf-8")))}


def sql_files() -> list[Path]:
    return sorted((ROOT / "toil").rglob("*.sql"))


def without_comments(file: Path) -> str:
    return re.sub(r"--[^\n]*", "", file.read_text("utf-8")).lower()


def test_time_enters_as_data() -> None:
    """No SQL asks the clock or a die; the moment is `build_info.as_of`."""
    clock = re.compile(
        r"\b(now|today|current_date|current_timestamp|current_time|get_current_timestamp|transaction_timestamp"
        r"|random|uuid|gen_random_uuid|setseed)\b\s*(\(|\b)"
    )
    assert not {file.name: hit[0] for file in sql_files() if (hit := clock.search(without_comments(file)))}


def test_no_relation_asks_for_the_source_by_name() -> None:
    """What is special about a source stays in its folder, so that a new one edits nothing."""
    names = re.compile(r"case\s+when\s+\w*\.?source\b|\bsource\s*(=|in|like)\s*\(?\s*'|'(jira|pagerduty)'")
    files = [file for file in sql_files() if "sources" not in file.parts]
    assert not {file.name: hit[0] for file in files if (hit := names.search(without_comments(file)))}


@pytest.mark.parametrize("folder", ["toil", "pipelines", "tests", "sample_data", "benchmarks", "docs"])
def test_files_have_one_subject(folder: str) -> None:
    """No file passes 300 lines."""
    files = [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.sql")]
    assert not {str(f.relative_to(ROOT)): n for f in files if (n := len(f.read_text("utf-8").splitlines())) > 300}


def test_the_rooms_of_the_house_are_there() -> None:
    """The layout of DESIGN.md holds."""
    top = "README.md pyproject.toml Makefile CHANGELOG.md LICENSE .ci/run app.py sample_data tests docs benchmarks"
    pipelines = "extract.py build.py nightly.py demo.py"
    toil = (
        "settings.py calendars.py cli.py sources/jira sources/pagerduty sources/table store/raw.py store/published.py "
        "store/journal.py sql/model sql/metrics recurrence classify/taxonomy.toml effort candidates proof charts "
        "exports pages locales/en.toml locales/ja.toml"
    )
    places = [*top.split(), *(f"pipelines/{p}" for p in pipelines.split()), *(f"toil/{p}" for p in toil.split())]
    places += [f"toil/sources/{name}/staging.sql" for name in ("jira", "pagerduty", "table")]
    assert [place for place in places if not (ROOT / place).exists()] == []
