from __future__ import annotations

import duckdb
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import OpenPage, texts
from tests.app.small_store import HOSTILE, NEWEST_COMPLETE, frames, write_store
from toil.store.published import current_build


def metrics(app: AppTest) -> dict[str, str]:
    return {str(metric.label): str(metric.value) for metric in app.metric}


def tables_with(app: AppTest, column: str) -> list[pd.DataFrame]:
    return [table.value for table in app.dataframe if column in table.value]


def test_the_sums_stand_beside_the_figure_of_this_week(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """The toil hours are the sum of the rows, and the page says whether This week says the same."""
    assert any("they do not agree" in text for text in texts(open_page("explain")))
    weeks = frames("x")["toil_by_week"].assign(toil_hours=6 * 2.7)
    write_store(store, "small-2", toil_by_week=weeks)
    app = open_page("explain")
    assert metrics(app)["Toil hours"] == "16.2 h"
    assert metrics(app)["Pieces of work"] == "6"
    assert any("This week says 16.2 h: they agree" in text for text in texts(app))


def test_the_address_always_holds_the_week(open_page: OpenPage) -> None:
    """A link that somebody keeps means the same week next month, so the newest one is written out as well."""
    assert open_page("explain").query_params["week"] in (NEWEST_COMPLETE, [NEWEST_COMPLETE])


def test_a_link_narrows_to_a_category_and_a_recurrence(open_page: OpenPage) -> None:
    """`?category=` and `?recurrence=` show the rows of both, in Japanese as in English."""
    for language in ("en", "ja"):
        app = open_page("explain", language, category="REQ.access", recurrence="r1")
        assert len(tables_with(app, "toil_probability")[0]) == 2
        assert not tables_with(app, "recurrence_name")
        app.toggle(key="every_column.explain.rows").set_value(True).run()
        assert len(tables_with(app, "recurrence_name")[0]) == 2


def test_where_there_is_nothing_the_page_says_so(open_page: OpenPage) -> None:
    """A week that holds no such work shows a sentence and no empty table; no week at all is the newest one."""
    app = open_page("explain", week="2026-W41")
    assert any("no such work in week 41" in note.value for note in app.info)
    assert not tables_with(app, "toil_hours")
    app = open_page("explain", week="2031-W99")
    assert app.query_params["week"] in (NEWEST_COMPLETE, [NEWEST_COMPLETE])
    assert not app.exception


def test_a_piece_of_work_shows_items_days_and_evidence(open_page: OpenPage) -> None:
    """Links are those of its items and only http(s); every day says how it was worked out, by pseudonym."""
    app = open_page("explain", work="w0")
    items = tables_with(app, "source_status")[0]
    assert list(items["url"].dropna()) == ["https://jira.example.com/browse/OPS-0"]
    assert tables_with(app, "linked_key")[0]["method"].tolist() == ["note in PagerDuty"]
    days = tables_with(app, "how")[0]
    assert set(days["person"]) == {"P01", "P02", "not known"}
    assert list(days["how"]) == [
        "No evidence of its own: what 17 measured pieces of the category “Certificates, secrets, keys” usually took",
        "Declared (worklog entries: 2)",
        "3.0 h acknowledged, 2.0 h of it after sharing × 0.75 (learned from 42 declarations); 1.6 h "
        "before the cap on a person's day",
    ]
    declared, spans = (table["counts"].tolist() for table in tables_with(app, "counts"))
    assert declared == ["counts", "left out: it begins in the future"]
    assert spans == ["counts", "left out: the time was declared"]
    assert any("In week 46 of 2026: 3.00 h × 90% toil = 2.70 h of toil" in text for text in texts(app))
    assert any("The title says “grant” (rule REQ.access.words[0]). It does not recur" in text for text in texts(app))
    assert any("The model was not asked" in text for text in texts(app))
    assert any("件名に「grant」があります" in text for text in texts(open_page("explain", "ja", work="w0")))


def test_days_of_weeks_that_may_not_be_shown_stay_hidden(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """A day in a week of two people at work is not among the days of a piece of work that may be shown otherwise."""
    weeks = frames("x")["toil_by_week"]
    write_store(
        store, "small-2", toil_by_week=weeks.assign(people=weeks["people"].where(weeks["week"] > "2026-W44", 2))
    )
    assert "not known" not in set(tables_with(open_page("explain", work="w0"), "how")[0]["person"])


def test_what_is_not_known_is_left_out(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """A piece of work without key, recurrence or classification says nothing of them, rather than "nan"."""
    small = frames("x")
    work = small["weekly_work"].assign(item_key=None, decided_by=None, recurrence_name=None)
    bare = small["work"].assign(item_key=None)
    write_store(store, "small-2", weekly_work=work, work=bare, classifications=small["classifications"].head(0))
    app = open_page("explain", work="w0")
    assert not app.exception
    assert any("not classified" in text for text in texts(app))
    assert not [
        text for text in (*texts(app), *app.selectbox(key="widget.work").options) if "nan" in text or "None" in text
    ]


def test_picking_a_row_opens_it(open_page: OpenPage) -> None:
    """The picked row is the piece of work below, and stands in the address."""
    app = open_page("explain")
    assert not tables_with(app, "how")
    app.selectbox(key="widget.work").select("w0").run()
    assert tables_with(app, "how")
    assert app.query_params["work"] in ("w0", ["w0"])


def test_an_older_link_leads_to_what_the_work_has_become(open_page: OpenPage) -> None:
    """The id of an item that was since joined with another leads to the piece of work of both, and says so."""
    app = open_page("explain", work="i0")
    assert any("is now part of the piece of work" in note.value for note in app.info)
    assert app.query_params["work"] in ("w0", ["w0"])
    assert tables_with(app, "how")


@pytest.mark.parametrize(
    ("work", "message"),
    [("gone:x:1", "no piece of work"), ("w6", "no hours in any week"), ("w7", "a piece of work of the team duo")],
)
def test_a_link_that_finds_nothing_says_why(open_page: OpenPage, work: str, message: str) -> None:
    """An unknown id, a piece of work without hours and another team's: a message each, and no exception."""
    app = open_page("explain", work=work)
    assert not app.exception
    assert any(message in note.value for note in (*app.info, *app.warning))
    assert not tables_with(app, "how")


def test_work_of_other_weeks_names_them(open_page: OpenPage) -> None:
    """A piece of work without hours in the chosen week offers the weeks in which it has some, one click away."""
    app = open_page("explain", week="2026-W42", work="w0")
    assert any("no hours in week 42 of 2026" in note.value for note in app.info)
    next(one for one in app.button if one.label.startswith("week 46")).click().run()
    assert app.selectbox(key="widget.week").value == NEWEST_COMPLETE
    assert app.selectbox(key="widget.work").value == "w0"


def test_a_piece_of_work_outside_the_chosen_part_says_so(open_page: OpenPage) -> None:
    """A link from before a correction of its category still opens the piece of work, and offers the whole week."""
    app = open_page("explain", category="UNK", work="w1")
    assert any("another category" in note.value for note in app.info)
    next(one for one in app.button if one.label == "Show the whole week").click().run()
    assert app.selectbox(key="widget.category").value == "all"
    assert not any("another category" in note.value for note in app.info)


def test_the_queries_can_be_run(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """The SQL on the page, run on toil.duckdb, gives the rows and the sums that the page shows."""
    app = open_page("explain", category="REQ.access", work="w0")
    shown = [code.value for code in app.code if "duckdb -readonly" in code.value]
    assert len(shown) == 2
    with duckdb.connect(str(current_build(store)), read_only=True) as connection:
        answers = [
            connection.execute(query).df()
            for text in shown
            for query in text.partition("\n")[2].split(";")
            if query.strip()
        ]
    assert len(answers[0]) == len(tables_with(app, "toil_probability")[0])
    assert f"{answers[1]['toil_hours'].iloc[0]:.1f} h" == metrics(app)["Toil hours"]
    assert len(answers[3]) == len(tables_with(app, "how")[0])


def test_hostile_text_is_taken_literally(open_page: OpenPage) -> None:
    """A hostile id in the address and a hostile title reach no Markdown as they are."""
    app = open_page("explain", work=HOSTILE)
    assert HOSTILE not in "".join(str(one.value) for one in (*app.markdown, *app.info, *app.warning))
    assert not app.exception


def test_a_grid_holds_the_first_rows_and_the_figures_all(open_page: OpenPage, store) -> None:  # noqa: ANN001
    """Of 320 pieces of work 300 stand in the grids of Explain and This week, which say so; figures are of all of them,
    and a link to one beyond those opens it."""
    first = frames("x")["weekly_work"].head(1)
    rows = pd.concat([first.assign(work_id=f"w{place}", hours=1.0, toil_hours=0.4 if place == 7 else 0.5)
                      for place in range(320)])  # fmt: skip
    write_store(store, "small-2", weekly_work=rows)
    app = open_page("explain", work="w7")
    assert [len(table) for table in tables_with(app, "toil_hours")] == [301]
    assert metrics(app)["Pieces of work"] == "320"
    assert metrics(app)["Toil hours"] == "160 h"
    assert any("301 with most toil of 320" in text for text in texts(app))
    assert app.selectbox(key="widget.work").value == "w7"
    week = open_page("week")
    assert any("300 with most hours of 320" in text for text in texts(week))
    assert 300 in [len(table) for table in tables_with(week, "toil_hours")]
