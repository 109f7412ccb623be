from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, frames, write_store


def test_the_worst_service_stands_first_with_its_toil(open_page: OpenPage) -> None:
    """Of two services one has used up its budget: it is chosen, and its hours of toil stand beside it."""
    app = open_page("error_budget")
    assert app.selectbox(key="widget.service").value == HOSTILE
    said = " ".join(texts(app))
    assert "1 of 2 services" in said
    assert "12.0 h of work, 9.0 h of it toil" in said


@pytest.mark.parametrize(("language", "promise"), [("en", "promises 99.9"), ("ja", "目標は 28 日間で 99.9")])
def test_an_objective_keeps_its_nines(open_page: OpenPage, language: str, promise: str) -> None:
    """99.9 % is not rounded to 100 %."""
    app = open_page("error_budget", language, service="shop")
    assert promise in " ".join(texts(app)).replace("\\", "")


def test_a_service_without_objective_has_a_row_that_says_so(open_page: OpenPage) -> None:
    """It is listed apart, with its toil, and not as one that keeps a promise."""
    app = open_page("error_budget")
    promised, *_, without = [table.value for table in app.dataframe]
    assert "attic" not in set(promised["service"])
    assert list(without["service"]) == ["attic"]


def test_without_any_objective_the_page_says_how_to_set_one(open_page: OpenPage, store: Path) -> None:
    """An example for toil.toml stands in the place of figures."""
    rows = frames("none")["error_budgets"]
    kept: pd.DataFrame = rows[rows["objective"].isna()]
    write_store(store, "none", error_budgets=kept)
    app = open_page("error_budget")
    assert "[services.checkout-api]" in app.code[0].value
    assert not app.exception
