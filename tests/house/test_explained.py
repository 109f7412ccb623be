"""Every figure of This week can be followed to its rows: they add up to it, and each day's hours to their evidence."""

from __future__ import annotations

import pandas as pd
import pytest

from toil.locales import words
from toil.locales.numbers import hours
from toil.settings import Settings
from toil.store.published import open_published

FIGURES = [
    ("toil_by_week", ["team", "week"]),
    ("toil_by_category", ["team", "week", "category"]),
    ("weekly_topics", ["team", "week", "recurrence_id"]),
]


def read(sample: Settings, relation: str) -> pd.DataFrame:
    with open_published(sample.store.folder) as store:
        return store.read(relation)


@pytest.mark.parametrize(("relation", "key"), FIGURES, ids=[name for name, _ in FIGURES])
def test_the_pieces_add_up_to_every_figure(sample: Settings, relation: str, key: list[str]) -> None:
    """For every week, category and recurrence of the sample, the rows of Explain show the same hours as This week."""
    figures = read(sample, relation).set_index(key)["toil_hours"]
    summed = read(sample, "weekly_work").groupby(key)["toil_hours"].sum()
    summed = summed.reindex(figures.index, fill_value=0.0)
    assert len(figures) > 25
    assert (figures - summed).abs().max() < 0.001
    assert [hours(one, words("en")) for one in figures] == [hours(one, words("en")) for one in summed]


def test_the_days_add_up_to_the_pieces(sample: Settings) -> None:
    """The days of a piece of work within a week hold the hours that it has there."""
    days = read(sample, "explained_effort").groupby(["work_id", "week"])["hours"].sum()
    pieces = read(sample, "weekly_work").set_index(["work_id", "week"])["hours"]
    assert (pieces - days.reindex(pieces.index, fill_value=0.0)).abs().max() < 0.001


def test_every_day_has_the_evidence_that_its_source_names(sample: Settings) -> None:
    """Declared days have counted declarations, computed days a span and a factor, imputed days their origin."""
    days = read(sample, "explained_effort")
    declared = days["effort_source"].isin(["worklog", "edited_effort"])
    computed = days["effort_source"].isin(["acknowledged", "active_status"])
    assert (days["declaration_count"].notna() == declared).all()
    assert (days["span_hours"].notna() == computed).all()
    assert (days["factor"].notna() == computed).all()
    assert (days["typical_name"].notna() == ~(declared | computed)).all()
    product = days["shared_hours"] * days["factor"] - days["uncapped_hours"]
    assert product[computed].abs().max() < 0.001


def test_what_counts_is_what_the_hours_rest_on(sample: Settings) -> None:
    """Counted declarations add up to the declared days; a computed day has stretches of its kind that count."""
    days = read(sample, "explained_effort")
    said = read(sample, "explained_declarations")
    counted = said[said["left_out"].isna()].groupby(["work_id", "person", "day"])["hours"].sum()
    declared = days[days["declaration_count"].notna()].set_index(["work_id", "person", "day"])["hours"]
    assert (declared - counted.reindex(declared.index)).abs().max() < 0.001
    spans = read(sample, "explained_spans")
    spans = spans[spans["left_out"].isna()].rename(columns={"evidence": "effort_source"})
    key = ["work_id", "person", "day", "effort_source"]
    computed = days[days["factor"].notna()].set_index(key).index
    assert computed.isin(spans.set_index(key).index).all()
