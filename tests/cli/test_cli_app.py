import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

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


def test_the_app_serves_this_machine_only(tmp_path: Path, store: Path) -> None:
    """`toil app` tells where it is, answers there on the loopback, and ends with Ctrl-C without a trace."""
    server = _serve(tmp_path)
    try:
        line = server.stderr.readline() if server.stderr else ""
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        assert _answers(address[0], 60)
    finally:
        os.killpg(server.pid, signal.SIGINT)
        _, rest = server.communicate(timeout=30)
    assert "Traceback" not in rest


def test_a_taken_port_is_told(toil: Run) -> None:
    """A port that somebody else has is a usage error that names another way."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = toil("app", "--port", taken.getsockname()[1])
    assert result.code == 2
    assert "--port 0" in result.messages
