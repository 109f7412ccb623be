"""Signing in with a provider of this machine: roles, what they may do, and signing out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.app.small_store import write_store
from tests.e2e.conftest import Server, Visit, serve
from tests.fakes.oidc import SECRETS, Provider, oidc_provider
from toil.locales import words
from toil.store.journal import Journal

pytestmark = pytest.mark.e2e

Visitor = Callable[..., Visit]
TOML = '[app.roles]\nviewer = ["@example.com"]\neditor = ["sre"]\n'


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with oidc_provider() as running:
        yield running


@pytest.fixture(scope="module")
def guarded(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a small store, with a sign-in: addresses and roles from toil.toml, secrets from the environment."""
    home: Path = tmp_path_factory.mktemp("guarded")
    (home / "toil.toml").write_text(provider.settings() + TOML, "utf-8")
    with serve(write_store(home / "store"), TOIL_CONFIG=str(home / "toil.toml"), **SECRETS) as running:
        yield running


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_editor_signs_in_writes_and_signs_out(
    guarded: Server, provider: Provider, visit: Visitor, language: str
) -> None:
    """Before it nothing is shown; after it the journal has the address of who labelled; after signing out the door."""
    t = words(language)
    provider.person = {"email": "ed@example.com", "groups": ["sre"]}
    window = visit(guarded, language, friend=provider.url)
    page = window.open("retro")
    expect(page.get_by_role("heading", name=t("access.sign_in_title"))).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    page.get_by_role("button", name=t("access.sign_in")).click()
    expect(page.get_by_text(t("access.signed_in", name="ed@example.com", role=t("access.role_editor")))).to_be_visible()
    page = window.open(f"retro?lang={language}")
    page.get_by_role("button", name=t("judge.save")).first.click()
    expect(page.get_by_text(t("judge.waiting", number=1).split("`")[0])).to_be_visible()
    (folder,) = {Path(guarded.environment["TOIL_STORE"])}
    assert {event.author for event in Journal(folder).events("label")} == {"ed@example.com"}
    page.get_by_role("button", name=t("access.sign_out")).click()
    expect(page.get_by_role("heading", name=t("access.sign_in_title"))).to_be_visible()


def test_a_viewer_may_not_write(guarded: Server, provider: Provider, visit: Visitor) -> None:
    """Every form of the retrospective is locked, and a banner says why."""
    t = words("en")
    provider.person = {"email": "vic@example.com", "groups": ["sales"]}
    window = visit(guarded, "en", friend=provider.url)
    page = window.open("")
    page.get_by_role("button", name=t("access.sign_in")).click()
    expect(page.get_by_text("vic@example.com")).to_be_visible()
    page = window.open("retro")
    expect(page.get_by_role("button", name=t("judge.save")).first).to_be_disabled()
    expect(page.get_by_role("button", name=t("decision.save"))).to_be_disabled()
    expect(page.get_by_text("your role is viewer").first).to_be_visible()


def test_a_stranger_sees_nothing(guarded: Server, provider: Provider, visit: Visitor) -> None:
    """Signed in, but no viewer: no figure, no name of a page, only the way out."""
    t = words("ja")
    provider.person = {"email": "eve@evil.example"}
    page = visit(guarded, "ja", friend=provider.url).open("week")
    page.get_by_role("button", name=t("access.sign_in")).click()
    expect(page.get_by_role("heading", name=t("access.nobody_title"))).to_be_visible()
    expect(page.get_by_test_id("stMetric")).to_have_count(0)
    expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
