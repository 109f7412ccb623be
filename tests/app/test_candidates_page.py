from __future__ import annotations

from pathlib import Path

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, NAMES, frames, write_store
from toil.store.journal import Journal


def test_the_ranking_is_best_first_in_the_readers_words(open_page: OpenPage) -> None:
    """The table keeps the rank and names categories and remedies in Japanese; its last columns come when asked for."""
    app = open_page("automate", "ja")
    assert all("category_name" not in table.value for table in app.dataframe)
    app.toggle(key="every_column.candidates.rows").set_value(True).run()
    ranking = next(table.value for table in app.dataframe if "rank" in table.value)
    assert list(ranking["rank"]) == [1, 2, 3]
    assert list(ranking["name"]) == list(NAMES.values())
    assert ranking["category_name"][0] == "アカウント・権限付与"
    assert ranking["remedy_name"][0] == "セルフサービス化"
    assert ranking["quadrant_name"][0] == "今すぐ自動化"


def test_a_candidate_is_linked_by_its_id(open_page: OpenPage) -> None:
    """`?cand=` opens one candidate's reasons, its hostile name shown as it is."""
    app = open_page("automate", cand="r3")
    app.switch_page(str(Path(__file__).parents[2] / "toil/pages/automate.py")).run()
    assert app.selectbox(key="widget.cand").value == "r3"
    assert HOSTILE in app.selectbox(key="widget.cand").options[2]


def test_the_teams_own_estimate_is_written(open_page: OpenPage, store: Path) -> None:
    """Hours to build go to the journal, and are pending until the next build."""
    app = open_page("automate")
    app.number_input(key="build_low_hours.r1").set_value(0.0)
    app.number_input(key="build_hours.r1").set_value(8.0)
    app.number_input(key="build_high_hours.r1").set_value(20.0)
    next(one for one in app.button if one.label == "Save the estimate").click().run()
    event = Journal(store).events(kind="estimate")[0]
    assert (event.subject, event.body) == ("r1", {"build_low_hours": 0, "build_hours": 8, "build_high_hours": 20})
    assert any("Estimated at 8.0 h (0.0–20.0 h)" in text for text in texts(app))


def test_an_estimate_out_of_order_is_refused(open_page: OpenPage, store: Path) -> None:
    """A least above the likely value is said, and nothing is written."""
    app = open_page("automate")
    app.number_input(key="build_low_hours.r1").set_value(30.0)
    next(one for one in app.button if one.label == "Save the estimate").click().run()
    assert [note.value for note in app.error] == ["These are not in order: at least ≤ most likely ≤ at most."]
    assert Journal(store).events(kind="estimate") == []


def test_the_hours_there_are_choose_what_to_build(open_page: OpenPage) -> None:
    """80 hours hold three candidates of 26; 30 hold the best one, and none is built without hours."""
    app = open_page("automate")
    for hours, sentence in ((80, "80.0 h are best spent on 3 candidates"),
                            (30, "30.0 h are best spent on 1 candidates: building them takes 26.0 h"),
                            (0, "In 0.0 h none of the candidates can be built")):  # fmt: skip
        app.number_input(key="portfolio.hours").set_value(hours).run()
        assert any(sentence in text.replace("\\", "") for text in texts(app))


def test_a_target_below_the_on_call_floor_is_refused(open_page: OpenPage) -> None:
    """The probability is given for the budget, and no target below the floor gets one."""
    app = open_page("automate")
    assert any("kept with a probability of" in text for text in texts(app))
    app.number_input(key="portfolio.target.sre").set_value(1).run()
    assert any("below the on-call floor" in note.value for note in app.warning)
    assert not any("kept with a probability of" in text for text in texts(app))


def test_four_formats_are_offered(open_page: OpenPage) -> None:
    """The list can be taken away as CSV, Excel, Markdown and JSON."""
    assert [one.label for one in open_page("automate").get("download_button")] == ["CSV", "Excel", "Markdown", "JSON"]


def test_no_candidates_is_said_and_not_drawn(open_page: OpenPage, store: Path) -> None:
    """An empty list is a sentence, not an empty chart."""
    write_store(store, "small-2", automation_candidates=frames("x")["automation_candidates"].head(0))
    app = open_page("automate")
    assert not app.exception
    assert any("three occurrences" in note.value for note in app.info)
