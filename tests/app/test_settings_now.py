from __future__ import annotations

from pathlib import Path

import pytest

from toil.errors import SettingsError
from toil.pages._settings_now import current_settings


def test_the_app_reads_its_settings_again_where_the_file_is_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As they are while nothing changed; anew after a word was changed, the file swapped, taken away or spoilt."""
    file = tmp_path / "toil.toml"
    monkeypatch.chdir(tmp_path)
    assert current_settings().app.user == "local"
    file.write_text("[app]\nuser = 'a'\n", "utf-8")
    first = current_settings()
    assert first.app.user == "a"
    assert current_settings() is first
    (tmp_path / "other").write_text("[app]\nuser = 'b'\n", "utf-8")
    (tmp_path / "other").replace(file)
    assert current_settings().app.user == "b"
    monkeypatch.setenv("TOIL_LANG", "ja")
    assert current_settings().app.language == "ja"
    file.write_text("[app", "utf-8")
    with pytest.raises(SettingsError):
        current_settings()
    file.unlink()
    assert current_settings().app.user == "local"
