"""One run at a time holds the store."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from toil.errors import StoreLocked, ToilError
from toil.store.lock import store_lock

HOLD = (
    "import sys; from pathlib import Path; from toil.store.lock import store_lock\n"
    "with store_lock(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
)


def test_a_second_run_is_told_at_once_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    """The lock belongs to a living process: a kill frees it."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreLocked, match="another run"), store_lock(tmp_path):
            pass
        other.send_signal(signal.SIGKILL)
        other.wait()
    with store_lock(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """Where the folder is a file, or may not be written, the message says so and what to do."""
    (tmp_path / "store").write_text("a file", "utf-8")
    with pytest.raises(ToilError, match="cannot be written to") as caught, store_lock(tmp_path / "store"):
        pass
    assert "TOIL_STORE" in caught.value.do
