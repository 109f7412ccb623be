from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.app.conftest import texts
from tests.app.test_trouble import start
from tests.fakes.oidc import SECRETS
from toil.errors import SettingsError
from toil.pages._server import HEADERS, MIDDLEWARE, sign_in_secrets
from toil.settings import Settings, load_settings
from toil.settings_access import SignInSettings

ADDRESSES = {
    "redirect_uri": "https://toil.example.com/oauth2callback",
    "client_id": "toil",
    "server_metadata_url": "https://idp.example.com/.well-known/openid-configuration",
}
TOML = "[app.sign_in]\n" + "".join(f'{key} = "{value}"\n' for key, value in ADDRESSES.items())


def set_up(folder: Path, monkeypatch: pytest.MonkeyPatch, secrets: Mapping[str, str]) -> Settings:
    (folder / "toil.toml").write_text(TOML, "utf-8")
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    return load_settings(folder / "toil.toml")


def test_a_sign_in_is_addresses_of_the_settings_and_secrets_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit gets both in one table, and asks for the scope that the settings name."""
    auth = sign_in_secrets(set_up(tmp_path, monkeypatch, SECRETS))["auth"]
    assert {key: auth[key] for key in ADDRESSES} == ADDRESSES
    assert auth["client_secret"] == SECRETS["OIDC_CLIENT_SECRET"]
    assert auth["cookie_secret"] == SECRETS["OIDC_COOKIE_SECRET"]
    assert auth["client_kwargs"] == {"scope": "openid profile email"}


def test_a_secret_may_lie_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As Docker and Kubernetes hand them over; the line's end is no part of it."""
    (tmp_path / "client").write_text("only for tests\n", "utf-8")
    one = {"OIDC_CLIENT_SECRET_FILE": str(tmp_path / "client")}
    settings = set_up(tmp_path, monkeypatch, one | {"OIDC_COOKIE_SECRET": SECRETS["OIDC_COOKIE_SECRET"]})
    assert sign_in_secrets(settings)["auth"]["client_secret"] == "only for tests"


def test_without_a_sign_in_streamlit_gets_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Secrets in the environment alone do not make one."""
    monkeypatch.setenv("OIDC_CLIENT_SECRET", "only for tests")
    assert sign_in_secrets(Settings()) == {}


@pytest.mark.parametrize(
    ("secrets", "named"),
    [
        ({}, "OIDC_CLIENT_SECRET and OIDC_COOKIE_SECRET"),
        ({"OIDC_CLIENT_SECRET": "x"}, "OIDC_COOKIE_SECRET"),
        ({"OIDC_CLIENT_SECRET": "x", "OIDC_COOKIE_SECRET": "short"}, "openssl rand -hex 32"),
        ({"OIDC_CLIENT_SECRET_FILE": "/nowhere/at/all", "OIDC_COOKIE_SECRET": "x" * 32}, "OIDC_CLIENT_SECRET_FILE"),
    ],
)
def test_a_server_without_its_secrets_does_not_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, secrets: dict[str, str], named: str
) -> None:
    """Its pages would be open to whoever reaches them; what is missing is named, and no secret is shown."""
    with pytest.raises(SystemExit) as ended:
        sign_in_secrets(set_up(tmp_path, monkeypatch, secrets))
    assert named in str(ended.value)


def test_a_server_that_cannot_read_its_settings_does_not_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It cannot know whether it is to guard its pages."""
    (tmp_path / "toil.toml").write_text("[app.sign_in", "utf-8")
    monkeypatch.setenv("TOIL_CONFIG", str(tmp_path / "toil.toml"))
    with pytest.raises(SystemExit, match="cannot be read"):
        sign_in_secrets()


@pytest.mark.parametrize("missing", ADDRESSES)
def test_half_a_sign_in_is_refused(tmp_path: Path, missing: str) -> None:
    """Whoever wrote two of the three addresses wanted a sign-in."""
    lines = [line for line in TOML.splitlines() if not line.startswith(missing)]
    (tmp_path / "toil.toml").write_text("\n".join(lines), "utf-8")
    with pytest.raises(SettingsError, match="belong together"):
        load_settings(tmp_path / "toil.toml")


def test_the_way_back_is_streamlits_own(tmp_path: Path) -> None:
    """Streamlit listens at /oauth2callback only."""
    with pytest.raises(ValueError, match="redirect_uri"):
        SignInSettings(**ADDRESSES | {"redirect_uri": "https://toil.example.com/callback"})


def test_a_sign_in_that_is_not_yet_in_force_shuts_the_pages(
    store: Path, at_the_machine: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that was started before toil.toml asked for one shows nothing of the store."""
    set_up(tmp_path, monkeypatch, {})
    monkeypatch.setenv("TOIL_CONFIG", str(tmp_path / "toil.toml"))
    app = start()
    assert not app.exception
    assert "→ start the app again" in texts(app)
    assert not app.metric
    assert not app.title


def test_every_answer_carries_the_headers() -> None:
    """Also what is not there; the server's own stay as they are."""
    own = Starlette(
        routes=[Route("/", lambda request: PlainTextResponse("x", headers={"Own": "1"}))], middleware=MIDDLEWARE
    )
    client = TestClient(own)
    for address in ("/", "/nothing"):
        answer = client.get(address)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert client.get("/").headers["Own"] == "1"
