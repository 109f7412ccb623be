"""The titles of the shared records, of whatever kind."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pandas as pd

CHANGES = "changes_*.csv.gz"


def shared_titles(folder: Path) -> list[str]:
    """Titles of changes in three languages of work, and summaries of two public Jira archives."""
    found = [str(title) for file in sorted(folder.glob(CHANGES)) for title in pd.read_csv(file)["title"].dropna()]
    with gzip.open(folder / "jira_titanium_issues.jsonl.gz", "rt", encoding="utf-8") as lines:
        found += [str(json.loads(line)["fields"].get("summary") or "") for line in lines]
    with gzip.open(folder / "jira_fluid_issues.jsonl.gz", "rt", encoding="utf-8") as lines:
        found += [str(json.loads(line).get("title") or json.loads(line).get("summary") or "") for line in lines]
    return [title for title in found if title.strip()]
