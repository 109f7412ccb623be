"""A newcomer adds a source, a category, a page or a number by adding files only."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toil.settings import Settings


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the code, as a newcomer's checkout."""
    for folder in ("toil", "pipelines"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", tmp_path / "app.py")
    return tmp_path


def run(checkout: Path, store: Path, program: str) -> str:
    """The output of a program that runs in the checkout, with the store of the sample."""
    environ = {**os.environ, "PYTHONPATH": str(checkout), "TOIL_STORE": str(store)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=checkout, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


BUILD_AND_READ = """
from pipelines.build import build
from toil.settings import load_settings
from toil.store.published import open_published
settings = load_settings()
build(settings)
with open_published(settings.store.folder) as store:
    print({query})
"""


def test_a_number_is_one_sql_file_and_a_category_one_table(checkout: Path, sample_copy: Settings) -> None:
    """A new file in sql/metrics is a relation of the next build; a new table in taxonomy.toml is a category of it."""
    (checkout / "toil/sql/metrics/items_by_service.sql").write_text(
        "-- How many items a service has.\n-- grain: service\n"
        "select coalesce(service, '') as service, count(*) as item_count from work_items group by all\n"
    )
    with (checkout / "toil/classify/taxonomy.toml").open("a", encoding="utf-8") as file:
        file.write(newcomer_category(checkout))
    counted = 'int(store.read("items_by_service")["item_count"].sum()) == len(store.read("work_items"))'
    named = 'sorted(store.read("categories", category="RTN.zebra")["name_ja"])'
    printed = run(checkout, sample_copy.store.folder, BUILD_AND_READ.format(query=f"{counted}, {named}"))
    assert printed == "True ['シマウマ']\n"


def newcomer_category(checkout: Path) -> str:
    """A table like the one of RTN.report, under another name."""
    import tomllib

    tables = tomllib.loads((checkout / "toil/classify/taxonomy.toml").read_text("utf-8"))
    like = next(table for table in (tables.get("RTN.report"), tables.get("categories", {}).get("RTN.report")) if table)
    like |= {"name_en": "Zebras", "name_ja": "シマウマ"}
    header = '\n["RTN.zebra"]\n' if "RTN.report" in tables else '\n[categories."RTN.zebra"]\n'
    simple = {key: value for key, value in like.items() if not isinstance(value, dict)}
    return header + "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in simple.items())


PAGE = '''"""A newcomer's page."""
import streamlit as st

PAGE = {"order": 90, "icon": "🦓", "title": {"en": "Zebras", "ja": "シマウマ"}, "path": "zebras"}
st.text("Stripes")
'''


def test_a_page_is_one_file(checkout: Path, sample_copy: Settings) -> None:
    """A new file in pages stands in the navigation, and shows."""
    (checkout / "toil/pages/zebras.py").write_text(PAGE, encoding="utf-8")
    program = """
from streamlit.testing.v1 import AppTest
at = AppTest.from_file("app.py", default_timeout=60).run()
at.switch_page("toil/pages/zebras.py").run()
print([title.value for title in at.title], [text.value for text in at.text][-1:], len(at.exception))
"""
    assert run(checkout, sample_copy.store.folder, program) == "['Zebras'] ['Stripes'] 0\n"


SOURCE = '''"""Incidents of a pager that did not exist yesterday."""
import json
from datetime import datetime

from toil.sources.base import Estimate, Page, Record


class Zebra:
    name = "zebra"
    secrets = ()

    def configured(self, config):
        return False

    def check(self, config):
        return "Zebra"

    def inspect(self, config):
        yield from ()

    def estimate(self, config, window):
        return Estimate({}, 0, 0.0)

    def census(self, config, window):
        yield from ()

    def fates(self, config, lost):
        yield from ()

    def fetch(self, config, window):
        yield from ()

    def replay(self, path, config):
        for line in path.read_text("utf-8").splitlines():
            alert = json.loads(line)
            record = Record("alert", alert["id"], alert, alert["id"], datetime.fromisoformat(alert["opened"]))
            yield Page("farm", "alerts", (record,), as_of=record.updated_at)


SOURCE = Zebra()
'''
STAGING = """-- relation: staged_items
select owner_key, owner_key as item_id, source, site, payload->>'id' as item_key, payload->>'text' as title,
       'alert' as item_type, 'done' as status, payload->>'who' as service,
       try_cast(payload->>'opened' as timestamptz) at time zone 'UTC' as created_at
from payloads
where kind = 'alert'
"""
LOAD_ZEBRA = """
from pathlib import Path
from pipelines.extract import extract
from toil.settings import load_settings
result, = extract(load_settings(), ["zebra"], load=[Path("alerts.jsonl")])
assert (result.outcome, result.records) == ("complete", 2), result
"""


def test_a_source_is_one_folder(checkout: Path) -> None:
    """A new folder in sources is extracted, staged, built and counted in data_health, with nothing else edited."""
    folder = checkout / "toil/sources/zebra"
    folder.mkdir()
    (folder / "__init__.py").write_text(SOURCE, encoding="utf-8")
    (folder / "staging.sql").write_text(STAGING, encoding="utf-8")
    alerts = [{"id": str(n), "text": "Zebra escaped", "opened": f"2026-11-0{n}T01:00:00+09:00"} for n in (1, 2)]
    (checkout / "alerts.jsonl").write_text("\n".join(map(json.dumps, alerts)), encoding="utf-8")
    query = '(len(store.read("work_items", source="zebra")), list(store.read("data_health", source="zebra")["items"]))'
    program = LOAD_ZEBRA + BUILD_AND_READ.format(query=query)
    assert run(checkout, checkout / "store", program) == "(2, [2])\n"
