"""Settings: checked where they are read, with errors that name the setting and never the secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from toil.errors import SettingsError
from toil.settings import Settings, load_settings, resolve_secrets
from toil.sources.base import Secret

URL = Secret("JIRA_URL", ("JIRA_BASE_URL",))
TOKEN = Secret("JIRA_API_TOKEN")


def load(tmp_path: Path, text: str, **environ: str) -> Settings:
    file = tmp_path / "toil.toml"
    file.write_text(text, encoding="utf-8")
    return load_settings(file, environ=environ)


def test_everything_has_a_default(tmp_path: Path) -> None:
    """An empty file is a complete set of settings."""
    assert load(tmp_path, "").budget.share == 0.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[budget]\nshare = 2", r"less than or equal to 1 \(.*budget\.share\)"),
        ("[budget]\nshere = 1", r"no setting called 'shere' \(.*budget\.shere\)"),
        ('[teams.sre]\nzone = "Asia/Tokio"', "did you mean one of: Asia/Tokyo"),
        ("[teams", "cannot be read"),
        ('[sources.jira]\napi_token = "x"', "secrets do not belong into the settings file"),
    ],
)
def test_bad_settings_name_the_place(tmp_path: Path, text: str, message: str) -> None:
    """The message says what is wrong and at which setting of which file."""
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, text)


def test_a_named_file_that_is_missing_is_an_error(tmp_path: Path) -> None:
    """Defaults are not silently taken for a file that was asked for."""
    with pytest.raises(SettingsError, match="no such settings file"):
        load_settings(tmp_path / "none.toml", environ={})


def test_the_environment_says_where_the_store_is(tmp_path: Path) -> None:
    """TOIL_STORE wins over the file, and is meant from where toil runs."""
    settings = load(tmp_path, '[store]\nfolder = "a"', TOIL_STORE="b")
    assert settings.store.folder == Path("b")


@pytest.mark.parametrize(
    ("text", "folder"), [('[store]\nfolder = "a"', "{beside}/a"), ('[store]\nfolder = "/a"', "/a"), ("", ".toil")]
)
def test_a_named_store_lies_where_other_named_files_do(tmp_path: Path, text: str, folder: str) -> None:
    """From the folder of toil.toml, wherever toil runs; named nowhere it is `.toil` of the working directory."""
    assert load(tmp_path, text).store.folder == Path(folder.format(beside=tmp_path))


def test_a_secret_comes_from_its_name_its_file_or_an_alias(tmp_path: Path) -> None:
    """Own name first, then the _FILE form, then aliases."""
    file = tmp_path / "token"
    file.write_text("s3cret\n")
    environ = {"JIRA_BASE_URL": "https://a.example", "JIRA_API_TOKEN_FILE": str(file)}
    assert resolve_secrets([URL, TOKEN], environ) == {"JIRA_URL": "https://a.example", "JIRA_API_TOKEN": "s3cret"}
    assert resolve_secrets([URL], environ | {"JIRA_URL": "https://b.example/"}) == {"JIRA_URL": "https://b.example"}


@pytest.mark.parametrize("url", ["http://jira.example", "ftp://jira.example", "http://127.0.0.1.example"])
def test_tokens_never_travel_in_the_open(url: str) -> None:
    """http is allowed on the loopback only."""
    with pytest.raises(SettingsError, match="must be https"):
        resolve_secrets([URL], {"JIRA_URL": url})


def test_the_loopback_may_be_http() -> None:
    """A local fake can stand in for a service."""
    assert resolve_secrets([URL], {"JIRA_URL": "http://127.0.0.1:8080"}) == {"JIRA_URL": "http://127.0.0.1:8080"}


def test_a_secret_file_that_cannot_be_read_is_an_error_without_its_content(tmp_path: Path) -> None:
    """The message names the variable."""
    with pytest.raises(SettingsError, match="JIRA_API_TOKEN_FILE"):
        resolve_secrets([TOKEN], {"JIRA_API_TOKEN_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize("objective", [1, 0.9999999])
def test_an_objective_that_allows_nothing_is_refused(tmp_path: Path, objective: float) -> None:
    """What leaves no bad minute in six digits has no error budget that could be divided by."""
    file = tmp_path / "toil.toml"
    file.write_text(f"[services.shop]\nobjective = {objective}\n", "utf-8")
    with pytest.raises(SettingsError, match=r"0\.999999"):
        load_settings(file)
