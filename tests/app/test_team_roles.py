from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import PAGES, ROOT, OpenPage, texts, turned_to
from tests.app.small_store import NAMES
from toil.errors import ToilError
from toil.locales import words
from toil.pages._roles import Access
from toil.relations import all_relations
from toil.settings import Settings, load_settings
from toil.store.journal import Journal
from toil.store.published import Published, current_build
from toil.store.scope import of_teams

TOML = """
[app.roles]
viewer = ["@house.example"]
admin = ["boss@house.example"]

[teams.sre.roles]
viewer = ["@sre.example"]
editor = ["lead@sre.example"]

[teams.duo.roles]
viewer = ["@duo.example"]
"""


def as_reader(email: str, toml: str = TOML, *, page: str = "week", **parameters: str) -> AppTest:
    """The app as somebody who has signed in with this address, and may read what toil.toml lets them."""
    (Path.cwd() / "toil.toml").write_text(toml, "utf-8")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.query_params.update(parameters)
    app.user = {"is_logged_in": True, "email": email}
    return turned_to(app, page)


def everything_shown(app: AppTest) -> str:
    """All words of a page: texts, tables, what may be chosen, and names in pictures."""
    tables = [frame.value.to_csv() for frame in app.dataframe]
    choices = [str(one.options) for one in (*app.selectbox, *app.multiselect)]
    pictures = [str(one.proto) for one in app.get("arrow_vega_lite_chart")]
    return "\n".join([*texts(app), *tables, *choices, *pictures, *(one.label for one in app.expander)])


@pytest.mark.parametrize(
    ("email", "team", "role"),
    [
        ("x@sre.example", "sre", "viewer"),
        ("x@sre.example", "duo", ""),
        ("x@sre.example", "other", ""),
        ("lead@sre.example", "sre", "editor"),
        ("lead@sre.example", "duo", ""),
        ("x@house.example", "sre", ""),
        ("x@house.example", "other", "viewer"),
        ("boss@house.example", "sre", "admin"),
        ("boss@house.example", "other", "admin"),
    ],
)
def test_a_teams_own_roles_count_in_place_of_the_houses(tmp_path: Path, email: str, team: str, role: str) -> None:
    """But an admin of the house is one in every team, and a team without roles of its own has the house's."""
    (tmp_path / "toil.toml").write_text(TOML, "utf-8")
    assert Access.of(load_settings(tmp_path / "toil.toml")).role({"email": email}, team) == role


@pytest.mark.parametrize(("email", "role"), [("x@house.example", "viewer"), ("lead@sre.example", "editor"),
                                             ("eve@evil.example", ""), ("boss@house.example", "admin")])  # fmt: skip
def test_a_team_that_names_no_viewers_has_those_of_the_house(tmp_path: Path, email: str, role: str) -> None:
    """An editor of its own opens the team to nobody else; a provider may let the whole world sign in."""
    (tmp_path / "toil.toml").write_text(TOML.replace('viewer = ["@sre.example"]\n', ""), "utf-8")
    assert Access.of(load_settings(tmp_path / "toil.toml")).role({"email": email}, "sre") == role


def test_no_page_tells_of_a_team_that_its_reader_may_not_read(store: Path) -> None:
    """Who reads of one team sees no name of another's work, not even by a link, and every page still opens."""
    journal = Journal(store)
    journal.append(
        "decision", "r1", {"text": "only for sre", "status": "open", "owner": "x"}, author="lead@sre.example"
    )
    journal.append("note", "sre/2026-W46", {"text": "only for sre"}, author="lead@sre.example")
    journal.append("rename", "r1", {"name": "only for sre"}, author="lead@sre.example")
    app = as_reader("x@duo.example", team="sre", work="r1")
    for page in PAGES.values():
        shown = everything_shown(app.switch_page(str(page)).run())
        assert not app.exception, page
        assert app.selectbox(key="widget.team").options == ["duo"]
        assert [name for name in (*NAMES.values(), "only for sre") if name in shown] == [], page


def test_every_page_shows_the_readers_own_team_alone(store: Path) -> None:
    """No exception, no word of the other team, and no error that the reader can do nothing about."""
    app = as_reader("lead@sre.example")
    for page in PAGES.values():
        shown = everything_shown(app.switch_page(str(page)).run())
        assert not app.exception, page
        assert [word for word in ("⛔", "duo") if word in shown] == [], page


def test_a_role_in_one_team_is_none_in_another(store: Path) -> None:
    """An editor of one team writes about it."""
    app = as_reader("lead@sre.example", page="retro")
    app.button(key="FormSubmitter:label.r1-" + words("en")("judge.save")).click().run()
    assert [event.author for event in Journal(store).events("label")] == ["lead@sre.example"]


def test_who_may_read_of_no_team_is_told_so(store: Path) -> None:
    """A viewer of the house, where every team has roles of its own."""
    app = as_reader("x@house.example")
    assert not app.exception
    assert [one.value for one in app.subheader] == [words("en")("access.nobody_title")]
    assert not app.metric


def test_sending_needs_an_admin(store: Path) -> None:
    """An editor sees why the buttons are shut."""
    app = as_reader("lead@sre.example", TOML + '\n[backlog]\nproject = "OPS"\n')
    app.switch_page(str(PAGES["automate"])).run()
    told = words("en")("access.may_not_send", role=words("en")("access.role_editor"))
    assert told in texts(app)
    preview = next(one for one in app.button if one.label == words("en")("push.preview"))
    assert preview.disabled


def test_what_cannot_be_told_apart_by_team_stays_shut(sample: Settings) -> None:
    """Every public relation is somebody's, everybody's, or refused; a reader of no team gets no row of a team."""
    published = Published(current_build(sample.store.folder))
    limited = published.for_teams(["nobody"])
    shut = set()
    for relation in all_relations():
        if not relation.public:
            continue
        columns = published.relations()[relation.name]
        try:
            condition, _ = of_teams(relation.name, columns, ["nobody"])
        except ToilError:
            shut.add(relation.name)
            continue
        if condition != "true":
            assert limited.read(relation.name).empty, relation.name
    assert shut == {"automation_totals", "completeness"}


def test_a_team_sees_its_own_decisions(store: Path, open_page: OpenPage) -> None:
    """Those of its retrospective; an old one, without a team, unless it is about another team's work."""
    journal = Journal(store)
    body = {"decision": "automate", "status": "open", "owner": "x", "due": "2026-12-01"}
    for subject, more in (("", {"team": "duo", "text": "theirs"}), ("", {"team": "sre", "text": "ours"}),
                          ("r1", {"text": "about ours"}), ("gone", {"text": "about work that is gone"})):  # fmt: skip
        journal.append("decision", subject, body | more, author="x")
    (decided,) = [one.value for one in open_page("retro").dataframe if "verify" in one.value.columns]
    assert list(decided["text"]) == ["ours", "about ours", "about work that is gone"]
