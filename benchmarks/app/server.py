"""The app as `toil app` serves it, in a process of its own whose memory and processor time can be asked for."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from toil.resources import app_path, sample_data_path

STARTS_WITHIN = 120.0


@dataclass(frozen=True)
class Server:
    """A running app."""

    url: str
    pid: int

    def peak(self) -> float:
        """The most memory (resident set) that it ever had, in MB."""
        return self._status("VmHWM")

    def memory(self) -> float:
        """The resident set now, in MB."""
        return self._status("VmRSS")

    def seconds(self) -> float:
        """Processor seconds that it has taken."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _status(self, name: str) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith(name)) / 1024


@contextmanager
def serving(store: Path) -> Iterator[Server]:
    """The app on a store, with the sample's settings; it ends with the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    script = app_path()
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.address=127.0.0.1",
               f"--server.port={port}", "--server.headless=true"]  # fmt: skip
    variables = {**os.environ, "TOIL_CONFIG": str(sample_data_path() / "toil.toml"), "TOIL_STORE": str(store)}
    with subprocess.Popen(
        command, env=variables, cwd=script.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:  # fmt: skip
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_for(f"{url}/_stcore/health", process)
            yield Server(url, process.pid)
        finally:
            process.terminate()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise SystemExit("the app did not start")
