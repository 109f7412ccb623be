"""The address of a shared journal: read from the environment alone, said to nobody, and never sent in the clear."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from toil.errors import SettingsError, ToilError
from toil.redaction import without_secrets
from toil.settings import load_settings
from toil.store.journal import Journal
from toil.store.journal_postgresql import postgresql_journal


@pytest.mark.parametrize(
    "url", ["https://u:hunter22@host/toil", "postgresql://u:hunter22@host:port/toil", "u:hunter22@host", "host=h"]
)
def test_what_is_no_address_is_refused_without_saying_it(url: str) -> None:
    """The message tells how to write one, and holds nothing of the password."""
    with pytest.raises(SettingsError, match="no address of a PostgreSQL") as caught:
        postgresql_journal(url)
    assert "hunter22" not in str(caught.value)


def test_an_address_that_is_not_set_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The setting alone is not enough, and the message names the variable."""
    monkeypatch.delenv("TOIL_JOURNAL_URL", raising=False)
    (tmp_path / "toil.toml").write_text('[engine]\njournal = "postgresql"\n', "utf-8")
    with pytest.raises(SettingsError, match="set TOIL_JOURNAL_URL="):
        Journal.of(load_settings(tmp_path / "toil.toml"))


@pytest.mark.parametrize(
    ("host", "mode"),
    [("db.example.com", "require"), ("10.0.0.7", "require"), ("127.0.0.1,db", "require"), ("localhost", None),
     ("127.0.0.1", None), ("%2Frun%2Fpostgresql", None), ("", None)],
)  # fmt: skip
def test_another_machine_is_only_spoken_to_encrypted(host: str, mode: str | None) -> None:
    """Unless the address itself says how; a name shows where, never who or with which word."""
    place = postgresql_journal(f"postgresql://u:hunter22@{host}/toil")
    assert place._parameters.get("sslmode") == mode
    assert "hunter22" not in place.name
    spoken = postgresql_journal(f"postgresql://u:hunter22@{host}/toil?sslmode=verify-full")
    assert spoken._parameters["sslmode"] == "verify-full"


def test_a_server_that_is_not_there_is_said_so() -> None:
    """An error for people, with the place and without the password."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        place = postgresql_journal(f"postgresql://u:hunter22@127.0.0.1:{taken.getsockname()[1]}/toil")
        with pytest.raises(ToilError, match="see that the server runs") as caught:
            Journal(place).history()
    assert "hunter22" not in str(caught.value)


def test_the_password_is_masked_wherever_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the address writes it, and as it is meant."""
    monkeypatch.setenv("TOIL_JOURNAL_URL", "postgresql://u:hunter%2F22@host/toil")
    settings = load_settings(environ={"TOIL_STORE": str(tmp_path)})
    assert without_secrets(lambda: settings, "no hunter/22, no hunter%2F22") == "no •••, no •••"
