"""The notebook page is run line by line, and what it promises is held."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import toil
from tests.conftest import ROOT
from toil.errors import StoreMissing, UsageError
from toil.settings import Settings

PAGE = (ROOT / "docs" / "notebook.md").read_text("utf-8")


def test_every_line_of_the_page_runs(
    sample: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One after another in one namespace, as in a notebook; what is shown has the sample's figures."""
    monkeypatch.setenv("TOIL_STORE", str(sample.store.folder))
    shared: dict[str, Any] = {}
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    for block in blocks:
        exec(compile(block, "notebook.md", "exec"), shared)
    assert len(blocks) == 4
    assert len(shared["weeks"]) >= 26
    assert shared["labelled"].num_rows > 1000
    assert shared["busiest"]["hours"].is_monotonic_decreasing
    assert "トイル" in shared["picture"].title
    assert shared["chart"].to_dict()["$schema"].startswith("https://vega.github.io")
    assert "hours a year" in capsys.readouterr().out


def test_a_week_that_is_not_there_is_told(sample: Settings) -> None:
    """A wrong team or week is an error that says where the right ones are listed."""
    with toil.open_store(sample.store.folder) as store:
        with pytest.raises(UsageError, match="of a team 'nobody'"):
            toil.weekly_chart(store, "nobody")
        with pytest.raises(UsageError, match="1999-W01"):
            toil.category_chart(store, "sre", week="1999-W01")


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    """An empty folder says what to run."""
    with pytest.raises(StoreMissing), toil.open_store(tmp_path):
        pass


def test_the_package_itself_imports_nothing_heavy() -> None:
    """`import toil` stays as light as the command line needs it, and names what is not there."""
    code = "import sys, toil; assert 'pandas' not in sys.modules and 'altair' not in sys.modules; print(dir(toil))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "open_store" in done.stdout
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = toil.nothing
