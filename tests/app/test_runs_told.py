"""A late, failed or partial run shows above the page; every run is listed under Data health."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.conftest import OpenPage
from toil.store.run_log import RunLog, RunRecord


@pytest.mark.parametrize(
    ("language", "outcome", "code", "hours", "said"),
    [
        ("en", "complete", 0, 100, "began 4 days ago"),
        ("ja", "failed", 4, 5, "認証を拒否されました"),
    ],
)
def test_what_is_wrong_with_the_runs_is_told(
    open_page: OpenPage, store: Path, language: str, outcome: str, code: int, hours: float, said: str
) -> None:
    """In the reader's language, above the page and with its message in the table of runs."""
    began = datetime.now(UTC) - timedelta(hours=hours)
    RunLog(store).write(RunRecord("r", f"{began:%Y-%m-%dT%H:%M:%SZ}", "", outcome, code, "a message"))
    app = open_page("health", language)
    assert not app.exception
    assert any(said in warning.value for warning in app.warning)
    runs = next(table.value for table in app.dataframe if "run_message" in table.value)
    assert list(runs["run_message"]) == ["a message"]
