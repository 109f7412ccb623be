from __future__ import annotations

from pathlib import Path

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import AS_OF, NEWEST_COMPLETE, frames, write_store
from toil.pages import _access


def metrics(app):  # noqa: ANN001, ANN201
    return {metric.label: metric.value for metric in app.metric}


def test_the_headline_says_what_the_figures_say(open_page: OpenPage) -> None:
    """The sentence holds the share, the range and the budget of the newest complete week."""
    app = open_page("week")
    row = frames("x")["toil_by_week"].query("team == 'sre' and week == @NEWEST_COMPLETE").iloc[0]
    assert f"{row.toil_share:.0%}".replace("%", "\\%") in app.subheader[0].value
    assert metrics(app)["Toil share"] == f"{row.toil_share:.0%}"
    assert metrics(app)["Toil hours"] == f"{row.toil_hours:.1f} h"
    assert metrics(app)["Interruptions"] == "16"
    assert metrics(app)["Coverage"] == "75%"
    assert any(f"{AS_OF:%Y-%m-%d %H:%M} UTC" in text for text in texts(app))


def test_a_link_leads_to_its_week_in_either_language(open_page: OpenPage) -> None:
    """`?week=` holds an ISO week, which means the same in English and Japanese."""
    for language in ("en", "ja"):
        app = open_page("week", language, week="2026-W42")
        assert app.selectbox(key="widget.week").value == "2026-W42"
        assert app.query_params["week"] in ("2026-W42", ["2026-W42"])
        assert metrics(app)[{"en": "Toil share", "ja": "トイル率"}[language]] == "31%"


def test_a_link_to_nothing_is_left_out_and_said_so(open_page: OpenPage) -> None:
    """An id that does not exist falls back to the default with a note, and leaves the address."""
    app = open_page("week", week="2031-W99")
    assert app.selectbox(key="widget.week").value == NEWEST_COMPLETE
    assert any("2031" in note.value for note in app.info)
    assert "week" not in app.query_params


def test_the_language_of_the_address_wins_over_the_browsers(open_page: OpenPage) -> None:
    """`?lang=ja` opens the page in Japanese in an English browser, and it stays so on the next page."""
    app = open_page("retro", "en", lang="ja")
    assert app.title[0].value == "ふりかえり"


def test_switching_the_language_keeps_the_week(open_page: OpenPage) -> None:
    """A reader who changes the language goes on looking at the same week."""
    app = open_page("week", week="2026-W42")
    app.selectbox(key="widget.lang").select("ja").run()
    assert app.title[0].value == "今週"
    assert app.selectbox(key="widget.week").value == "2026-W42"


def test_nothing_is_shown_of_a_group_that_is_too_small(open_page: OpenPage) -> None:
    """For a team of two there is a reason instead of figures."""
    app = open_page("week", team="duo")
    assert not app.metric
    assert any("3" in note.value for note in app.info)


def test_a_new_build_is_noticed_at_the_next_rerun(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """A page that is open shows the new build's figures once it is drawn again."""
    app = open_page("week")
    weeks = frames("x")["toil_by_week"]
    write_store(store, "small-2", toil_by_week=weeks.assign(toil_hours=12.0, toil_share=0.075))
    app.run()
    assert metrics(app)["Toil hours"] == "12.0 h"


def test_without_capacity_there_are_hours_and_no_share(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """Where the capacity is not known, the headline speaks of hours and the share is a dash."""
    weeks = frames("x")["toil_by_week"].assign(capacity_hours=0.0, toil_share=None, coverage=None, people=0)
    write_store(store, "small-2", toil_by_week=weeks)
    app = open_page("week")
    assert not app.exception
    assert metrics(app)["Toil share"] == "–"
    assert "no share" in app.subheader[0].value


def test_an_unknown_capacity_is_a_dash(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """A capacity that is not known is not told as zero hours."""
    weeks = frames("x")["toil_by_week"].assign(capacity_hours=0.0, toil_share=None, coverage=None, people=0)
    write_store(store, "small-2", toil_by_week=weeks)
    assert not any("0.0 h capacity" in text for text in texts(open_page("week")))


def test_empty_axes_are_not_drawn(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """Where nothing was recorded the sentence says so, without a chart of nothing below it."""
    small = frames("x")
    quiet = small["interruptions_by_week"].assign(interruption_count=0)
    before = len(open_page("week").get("vega_lite_chart"))
    write_store(store, "small-2", interruptions_by_week=quiet, toil_by_category=small["toil_by_category"].head(0))
    app = open_page("week")
    assert not app.exception
    assert before - len(app.get("vega_lite_chart")) == 2
    assert any("No toil in this week" in text for text in texts(app))


def test_the_range_of_hours_stands_beside_the_hours(open_page: OpenPage) -> None:
    """In the rows behind a week, at least and at most are of the hours, and not of the toil hours."""
    table = next(table.value for table in open_page("week").dataframe if "item_key" in table.value)
    place = list(table).index("hours")
    assert list(table)[place : place + 3] == ["hours", "low_hours", "high_hours"]


def test_a_reader_from_elsewhere_is_told_why_nothing_can_be_written(open_page: OpenPage, monkeypatch) -> None:  # noqa: ANN001
    """A request from another machine gets the page with a note, not an error."""
    monkeypatch.setattr(_access, "request_origin", lambda: ("203.0.113.7", {"Host": "toil.example.com"}))
    app = open_page("week")
    assert any("Read only" in note.value for note in app.info)


def test_the_cost_of_interruptions_stands_beside_the_toil(open_page: OpenPage) -> None:
    """16 interruptions at 10 minutes are 2.7 h, in a line of their own; nights, focus and rest in another."""
    shown = texts(open_page("week"))
    assert any("2.7 h (16 × 10 min)" in text and "not part of the toil hours" in text for text in shown)
    assert "Nights broken: 1 · focus blocks lost: 9 · rests below 11 hours: 2" in shown


def test_a_cost_that_is_switched_off_is_not_shown(open_page: OpenPage, store: Path) -> None:
    """At 0 minutes there is no line of the cost; the load stays."""
    load = frames("x")["on_call_load"].assign(interruption_minutes=0.0, interruption_cost_hours=None)
    write_store(store, "small-2", on_call_load=load)
    shown = texts(open_page("week"))
    assert not any("16 ×" in text for text in shown)
    assert any("Nights broken" in text for text in shown)
