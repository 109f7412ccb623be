"""The planted truth is read by one module, which lies beside the recurrence tests."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "recurrence"))
