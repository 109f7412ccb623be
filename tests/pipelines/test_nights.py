"""A few of the nights that `python -m benchmarks.nights` simulates; thirty of them take minutes."""

from __future__ import annotations

from pathlib import Path

from benchmarks.nights.__main__ import simulate
from benchmarks.nights.night import full_disk, killed_at_a_statement, overlapping
from toil.store.run_log import RunLog


def test_bad_nights_end_with_the_truth(tmp_path: Path) -> None:
    """Killed, started three times at once, out of disk, with a store that was lost and restored from a backup."""
    lines: list[str] = []
    troubles = (killed_at_a_statement, overlapping, full_disk)
    nights = simulate(tmp_path, troubles, 5, lines.append, acts=8, relations=False)
    assert any("equal to the truth" in line for line in lines)
    outcomes = [record.outcome for record in RunLog(nights.store).records()]
    assert outcomes[-1] == "complete"
    assert {"complete", "refused", "failed"} <= set(outcomes)  # failed: the run that met the lost store
