from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import PAGES, ROOT, texts, turned_to
from toil.locales import words
from toil.pages._roles import name_of_reader, reaches, role_of
from toil.settings_access import RoleSettings, TeamRoleSettings
from toil.store.journal import Journal

ROLES = RoleSettings(editor=("sre", "Ann@Example.com"), admin=("@lead.example",))
TOML = '[app.roles]\nviewer = ["@example.com"]\neditor = ["sre"]\n'


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, "viewer"),
        ({"groups": ["sre"]}, "editor"),
        ({"groups": "SRE"}, "editor"),
        ({"email": "ann@example.com"}, "editor"),
        ({"email": "ann@example.com", "email_verified": False}, "viewer"),
        ({"email": "boss@lead.example", "groups": ["sre"]}, "admin"),
        ({"email": "boss@lead.example", "email_verified": "false"}, "viewer"),
        ({"groups": ["@lead.example", "ann@example.com"]}, "viewer"),
        ({"email": "x@notlead.example"}, "viewer"),
        ({"groups": {"sre": 1}}, "viewer"),
        ({"groups": [None, 7, "sre"]}, "editor"),
    ],
)
def test_a_person_has_the_highest_role_that_is_given(claims: dict[str, Any], role: str) -> None:
    """By group, address or domain; an unverified address, or a group named like one, gives none."""
    assert role_of(claims, ROLES, ROLES.claim) == role


def test_who_is_named_nowhere_reads_only_where_everybody_may() -> None:
    """A list of viewers shuts out all others."""
    assert role_of({"email": "eve@evil.example"}, TeamRoleSettings(viewer=("@example.com",)), "groups") == ""
    assert role_of({"email": "eve@example.com"}, TeamRoleSettings(viewer=("@example.com",)), "groups") == "viewer"


def test_a_role_includes_the_lower_ones() -> None:
    """An admin may write, a viewer may not, and an unknown word is no role."""
    assert reaches("admin", "editor")
    assert not reaches("viewer", "editor")
    assert not reaches("root", "viewer")


def as_person(store: Path, page: str = "retro", language: str = "en", **claims: Any) -> AppTest:
    """The app in a working directory with TOML, as the provider's person sees it."""
    (Path.cwd() / "toil.toml").write_text(TOML, "utf-8")
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    app.context = {"locale": {"en": "en-US", "ja": "ja-JP"}[language]}
    app.user = claims
    return turned_to(app, page)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_read_before_signing_in(store: Path, at_the_machine: None, page: str, language: str) -> None:
    """Every page is the door, even at the app's own machine: a sign-in that can be gone round is none."""
    app = as_person(store, page, language, is_logged_in=False)
    assert not app.exception
    assert [one.value for one in app.subheader] == [words(language)("access.sign_in_title")]
    assert [one.label for one in app.button] == [words(language)("access.sign_in")]
    assert not app.dataframe
    assert not app.metric


def test_who_has_no_role_is_told_so(store: Path) -> None:
    """Signed in and not among the viewers: nothing but a way out."""
    app = as_person(store, is_logged_in=True, email="eve@evil.example")
    assert [one.value for one in app.subheader] == [words("en")("access.nobody_title")]
    assert not app.dataframe


def test_a_viewer_reads_and_cannot_write(store: Path, at_the_machine: None) -> None:
    """Forms are locked, and a banner says why."""
    app = as_person(store, is_logged_in=True, email="vic@example.com")
    assert not app.exception
    assert any("role is viewer" in text for text in texts(app))
    save = next(one for one in app.button if one.label == words("en")("decision.save"))
    assert save.disabled


def test_an_editor_writes_under_their_own_name(store: Path) -> None:
    """The journal names who signed in; the page of everybody else does not."""
    app = as_person(store, is_logged_in=True, email="ed@example.com", groups=["sre"])
    app.button(key="FormSubmitter:label.r1-" + words("en")("judge.save")).click().run()
    assert not app.exception
    assert [event.author for event in Journal(store).events("label")] == ["ed@example.com"]


def test_a_role_that_is_taken_away_ends_at_the_next_write(store: Path) -> None:
    """The role is asked at the write, not at the sign-in."""
    app = as_person(store, is_logged_in=True, email="ed@example.com", groups=["sre"])
    (Path.cwd() / "toil.toml").write_text(TOML.replace('"sre"', '"others"'), "utf-8")
    app.button(key="FormSubmitter:label.r1-" + words("en")("judge.save")).click().run()
    assert Journal(store).events() == []


def test_ones_own_load_is_shown_to_oneself_and_on_request(store: Path) -> None:
    """A toggle for who has signed in with the address of one of the people; nobody else has it."""
    app = as_person(store, "load", is_logged_in=True, email="ed@example.com", groups=["sre"])
    assert not any("of all; an equal share" in text for text in texts(app))
    app.toggle(key="load.own").set_value(True).run()
    assert "Nights broken: 4, 40% of all; an equal share is 25%" in texts(app)
    for claims in ({"email": "vic@example.com"}, {"email": "ed@example.com", "email_verified": False, "groups": "sre"}):
        assert not as_person(store, "load", is_logged_in=True, **claims).toggle


def test_a_role_that_is_taken_away_ends_at_the_next_callback(store: Path) -> None:
    """A button's callback runs before the rerun that reads toil.toml."""
    app = as_person(store, "recurring", is_logged_in=True, email="ed@example.com", groups=["sre"])
    (Path.cwd() / "toil.toml").write_text(TOML.replace('"sre"', '"others"'), "utf-8")
    app.button(key="merge.r1.r2").click().run()
    assert Journal(store).events() == []
    assert [one.value for one in app.error] == [words("en")("access.refused_role")]


def test_an_unverified_address_is_nobodys_name(store: Path) -> None:
    """Who may claim any address does not write, vote or read under it, but under the provider's own id."""
    claims = {"sub": "provider-7", "groups": ["sre"]}
    assert name_of_reader({**claims, "email": "Ann@Example.com"}) == "ann@example.com"
    app = as_person(store, is_logged_in=True, **claims | {"email": "ann@example.com", "email_verified": False})
    app.button(key="FormSubmitter:label.r1-" + words("en")("judge.save")).click().run()
    assert [event.author for event in Journal(store).events("label")] == ["provider-7"]
