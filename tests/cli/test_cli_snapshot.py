from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command_line import Run
from tests.exports.report_store import LAST


def test_the_command_freezes_the_last_complete_week_once(toil: Run, store: Path) -> None:
    """`toil snapshot` says what it froze; without a change there is nothing to freeze."""
    assert f"{LAST} of sre" in toil("snapshot").messages
    assert toil("snapshot").messages == ""
    assert json.loads(toil("snapshot", "--json").out) == {"frozen": {}}
