"""Japanese compounds are split with and without the dictionary, and a change of it is a change of the recipe."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import metadata
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest
from recurrence_frames import grouped, known_from, titles

from toil.recurrence import compounds, words
from toil.recurrence.compounds import compound_parts, dictionary_version
from toil.recurrence.wordings import RECIPE, recipe
from toil.recurrence.words import title_key

LEXICON = ("定期", "再", "起動", "障害", "報告", "書", "作成", "権限", "付与")
WORK = titles(*["定期再起動"] * 4, *["権限付与"] * 4)


def forget() -> None:
    for remembered in (compounds._reader, compounds.dictionary_version, words._stems):
        remembered.cache_clear()


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    """No test leaves a dictionary, or words that were read by it, to the next."""
    forget()
    yield
    forget()


def install(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """A stand-in of the part of sudachipy that is called: longest words of a small lexicon, from the left."""

    def tokenize(run: str) -> list[SimpleNamespace]:
        parts, rest = [], run
        while rest:
            part = max((word for word in LEXICON if rest.startswith(word)), key=len, default=rest[0])
            parts.append(part)
            rest = rest[len(part) :]
        return [SimpleNamespace(surface=lambda part=part: part) for part in parts]

    module = ModuleType("sudachipy")
    module.SplitMode = SimpleNamespace(A="A")  # type: ignore[attr-defined]
    module.Dictionary = lambda dict: SimpleNamespace(  # type: ignore[attr-defined]
        tokenizer=lambda mode: SimpleNamespace(tokenize=tokenize)
    )
    monkeypatch.setitem(sys.modules, "sudachipy", module)
    monkeypatch.setattr(metadata, "version", lambda name: day)
    forget()


def remove(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sudachipy", None)
    forget()


def test_what_is_installed_splits_common_compounds() -> None:
    """Whether or not there is a dictionary here, a report of a disturbance is read the same."""
    assert compound_parts("障害報告書作成") == ["障害", "報告", "作成"]
    assert compound_parts("書") == ["書"]
    assert recipe() % 100 == RECIPE
    assert recipe() < 2**31


def test_without_a_dictionary_a_rule_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its absence is no error, and the recipe is the plain one."""
    remove(monkeypatch)
    assert (dictionary_version(), recipe()) == (0, RECIPE)
    assert title_key("定期再起動") == ("再起", "定期")


def test_with_a_dictionary_its_words_count_and_its_day_is_in_the_recipe(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rule cuts wrongly the dictionary cuts rightly; single characters are left out where others stay."""
    install(monkeypatch, "20261015")
    assert title_key("定期再起動") == ("定期", "起動")
    assert compound_parts("障害報告書") == ["障害", "報告"]
    assert recipe() == 20261015 * 100 + RECIPE


def test_a_change_of_the_dictionary_is_a_fit_that_keeps_the_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed, brought up to date and removed: each time all is read anew, once, and each recurrence keeps its id."""
    remove(monkeypatch)
    made = grouped(WORK)
    ids = dict(made["recurring_work"][["work_id", "recurrence_id"]].itertuples(index=False))
    assert len(set(ids.values())) == 2
    for day in ("20261015", "20270101", ""):
        install(monkeypatch, day) if day else remove(monkeypatch)
        again = grouped(WORK, known=known_from(made))
        assert again["grouping_fit"]["recipe"].tolist() == [int(day or 0) * 100 + RECIPE]
        assert dict(again["recurring_work"][["work_id", "recurrence_id"]].itertuples(index=False)) == ids
        made = grouped(WORK, known=known_from(again))
        pd.testing.assert_frame_equal(made["grouping_fit"], again["grouping_fit"])
