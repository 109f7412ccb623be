"""What a call of `toil` came to, and how to call it as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("JIRA_", "ATLASSIAN_", "PAGERDUTY_", "SLACK_", "TEAMS_", "TOIL_")

Run = Callable[..., "Result"]


class Result:
    """What a call of `toil` came to."""

    def __init__(self, code: int, out: bytes, messages: str) -> None:
        self.code, self.bytes, self.messages = code, out, messages

    @property
    def out(self) -> str:
        """stdout as text."""
        return self.bytes.decode("utf-8")


def in_a_process(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """`python -m toil …` as a process of its own."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    environment |= {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "toil", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
