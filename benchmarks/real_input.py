"""The main job on real records: time, memory and what was rejected, as a Markdown table.

Run `python -m benchmarks.real_input [FOLDER]`, where FOLDER holds the shared records (default: ../shared/data). Each
input is extracted and built in a process and a store of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INPUTS: dict[str, tuple[list[str], dict[str, object]]] = {
    "Jira Data Center, Titanium": (["jira", "jira_titanium_issues.jsonl.gz"], {}),
    "Jira Cloud: issues, changelogs, worklogs": (
        ["jira", "jira_cloud_issues_with_changelog.jsonl", "jira_cloud_changelogs.jsonl", "jira_cloud_worklogs.jsonl"],
        {},
    ),
    "PagerDuty incidents": (["pagerduty", "pagerduty_incidents_with_log_entries.jsonl"], {}),
    "OpenStack changes (CSV)": (
        ["table", "changes_openstack_project_config.csv.gz"],
        {"name": "openstack", "map": {"title": "title", "created_at": "created_at", "assignee": "author"}},
    ),
    "Apache changes (CSV)": (
        ["table", "changes_apache_infra_puppet.csv.gz"],
        {"name": "apache", "map": {"title": "title", "created_at": "created_at", "assignee": "author"}},
    ),
    "Japanese changes (CSV)": (
        ["table", "changes_japanese.csv.gz"],
        {"name": "japanese", "map": {"title": "title", "created_at": "created_at", "assignee": "author"}},
    ),
}


def measured(source: str, files: list[Path], options: dict[str, object]) -> dict[str, object]:
    """What one input needs and gives, measured in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        order = json.dumps({"source": source, "files": [str(f) for f in files], "options": options, "folder": folder})
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.real_input", "--one", order],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        return {"error": done.stderr.strip().splitlines()[-1]}
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def one(order: dict[str, object]) -> dict[str, object]:
    """Extract and build one input in this process."""
    import resource

    from pipelines.build import build
    from pipelines.extract import extract
    from toil.settings import load_settings
    from toil.store.published import open_published

    settings = load_settings(environ={"TOIL_STORE": str(order["folder"])})
    files = [Path(str(file)) for file in order["files"]]  # type: ignore[attr-defined]
    options = order["options"] or None
    (run,) = extract(settings, [str(order["source"])], load=files, options=options)  # type: ignore[arg-type]
    extract_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    result = build(settings)
    with open_published(settings.store.folder) as store:
        rejected = store.read("rejected_rows")
    return {
        "records": run.records,
        "outcome": run.outcome,
        "items": result.relations["work_items"],
        "recurrences": result.relations["recurrences"],
        "rejected": len(rejected),
        "reasons": dict(rejected["reason"].value_counts().head(3)),
        "extract_seconds": run.seconds,
        "build_seconds": result.seconds,
        "extract_mb": round(extract_mb),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def main(arguments: list[str]) -> None:
    """Print the table."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(one(json.loads(arguments[1])), default=int))
        return
    folder = Path(arguments[0]) if arguments else ROOT.parent / "shared" / "data"
    seconds, memory = ["extract_seconds", "build_seconds"], ["extract_mb", "peak_mb"]
    columns = ["records", "items", "recurrences", "rejected", *seconds, *memory]
    print(f"| input | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for title, ((source, *names), options) in INPUTS.items():
        numbers = measured(source, [folder / name for name in names], options)
        cells = [str(numbers.get(column, "")) for column in columns] if "error" not in numbers else [numbers["error"]]
        print(f"| {title} | {' | '.join(map(str, cells))} |", flush=True)
        if numbers.get("reasons"):
            print(f"|  rejected: {numbers['reasons']} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
