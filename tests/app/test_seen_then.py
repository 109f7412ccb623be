from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import NEWEST_COMPLETE, frames
from toil.store.snapshots import Snapshots


def freeze(store: Path, **changed: float) -> None:
    """The newest complete week of the team, as it was seen with these figures."""
    rows = frames("x")
    week = rows["toil_by_week"].query("team == 'sre' and week == @NEWEST_COMPLETE").iloc[0].to_dict()
    body: dict[str, Any] = {
        "facts": {name: float(week[name]) for name in ("toil_share", "toil_hours", "recorded_hours", "capacity_hours",
                                                       "coverage")} | changed,
        "categories": rows["toil_by_category"].query("week == @NEWEST_COMPLETE").to_dict("records"),
    }  # fmt: skip
    Snapshots(store).add("sre", NEWEST_COMPLETE, body, build_id="b", as_of="2026-11-23T02:00:00Z")


@pytest.mark.parametrize(("language", "said"), [("en", "5.0 h more"), ("ja", "5.0 時間 増えています")])
def test_the_retrospective_says_what_changed_since(open_page: OpenPage, store: Path, language: str, said: str) -> None:
    """Five hours of toil more than what the team talked over, in its words."""
    freeze(store, toil_hours=65.0)
    assert said in " ".join(texts(open_page("retro", language)))


def test_a_week_that_nobody_froze_says_nothing(open_page: OpenPage, store: Path) -> None:
    """There is no 'then' to compare with."""
    freeze(store)
    assert "looked as it does now" in " ".join(texts(open_page("retro")))
    assert "looked as it does now" not in " ".join(texts(open_page("retro", week="2026-W42")))
