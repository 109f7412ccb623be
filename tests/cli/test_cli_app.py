import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.command_line import OURS, ROOT, Run


def _serve(folder: Path) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    environment |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "toil", "app", "--port", "0", "--no-input"]
    return subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL,
                            text=True, start_new_session=True)  # fmt: skip


def _answers(url: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                return bool(answer.status == 200)
        except OSError:
            time.sleep(0.1)
    return False


@pytest.mark.parametrize("end", [lambda pid: os.killpg(pid, signal.SIGINT), lambda pid: os.kill(pid, signal.SIGTERM)],
                         ids=["Ctrl-C", "as a container is ended"])  # fmt: skip
def test_the_app_serves_this_machine_only(tmp_path: Path, store: Path, end: Callable[[int], None]) -> None:
    """`toil app` tells where it is, answers there on the loopback, and ends without a trace or a server left behind."""
    server = _serve(tmp_path)
    try:
        line = server.stderr.readline() if server.stderr else ""
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        assert _answers(address[0], 60)
    finally:
        end(server.pid)
        _, rest = server.communicate(timeout=30)
    assert "Traceback" not in rest
    assert server.returncode == 0
    assert not _answers(address[0], 0.1)


def test_a_taken_port_is_told(toil: Run) -> None:
    """A port that somebody else has is a usage error that names another way."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = toil("app", "--port", taken.getsockname()[1])
    assert result.code == 2
    assert "--port 0" in result.messages
