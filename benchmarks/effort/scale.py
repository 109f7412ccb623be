"""`python -m benchmarks.effort.scale 10000 100000 1000000`: seconds and memory until every item has its effort.

Issues of three years with eight status changes each, two worklogs on average (five on two fifths of them), one person
for 2,000 issues. Only what effort rests on is built; grouping and classes are given, as they have benchmarks of their
own. Beside it stands the obvious alternative to one of its forty steps: a Python loop that shares each person's hours.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pandas as pd

from tests.model.world import needed
from toil import effort, inputs, links
from toil.relations import PythonRelation, sql_relations
from toil.settings import Settings
from toil.store.builder import build_relations
from toil.store.raw import RAW_FILE, RawStore

ROOT = Path(__file__).resolve().parents[2]
AS_OF = datetime.fromisoformat("2026-11-20T12:00:00")
DAYS, PIECES_A_PERSON, LOOP_ITEMS = 1095, 2000, 20_000
_FILL = """
insert into staged_people (owner_key, person_id, display_name, time_zone, is_human)
select 'jira:s:', 'jira:s:p' || n, 'p' || n, 'Asia/Tokyo', true from range({people}) as people(n);
insert into staged_statuses (owner_key, source, site, status_id, name, status)
select 'jira:s:', 'jira', 's', status, status, status from (values ('todo'), ('in_progress'), ('done')) as v(status);
insert into staged_items (owner_key, item_id, source, site, item_key, title, item_type, status_id, source_status,
    status, created_at, resolved_at, updated_at, requester_id, assignee_id, project, labels, is_machine_made)
select 'jira:s:' || n, 'jira:s:' || n, 'jira', 's', 'OPS-' || n, 'Item ' || n, 'Task', 'done', 'done', 'done',
    made_at, made_at + interval 1 hour * (30 + n % 7), made_at + interval 1 hour * (30 + n % 7), 'jira:s:p0',
    'jira:s:p' || person, 'T' || (person // 12), [], false
from (select n, hash(n) % {people} as person,
    timestamp '2023-11-20' + interval 1 minute * (hash(n + 7) % ({days} * 1440)) as made_at
    from range({count}) as items(n));
insert into staged_changes (owner_key, item_id, changed_at, ordinal, field, from_value, to_value)
select item_id, item_id, created_at + interval 1 minute * (case when step = 7 then date_diff('minute', created_at,
    resolved_at) else 45 * (step + 1) + hash(item_id || step) % 180 end), step, 'status',
    if(step % 2 = 0, 'todo', 'in_progress'),
    case when step = 7 then 'done' when step % 2 = 0 then 'in_progress' else 'todo' end
from staged_items, range(8) as steps(step);
insert into staged_declarations (owner_key, item_id, declaration_id, person_id, started_at, seconds, evidence)
select item_id, item_id, item_id || ':' || step, assignee_id, created_at + interval 1 hour * (1 + 2 * step),
    300 + hash(item_id || step) % 3000, 'worklog'
from staged_items, range(5) as steps(step) where hash(item_id) % 5 < 2;
"""


def fill(folder: Path, count: int) -> None:
    """A raw store with so many issues, written by SQL."""
    with RawStore.open(folder) as store:
        people = max(count // PIECES_A_PERSON, 1)
        store.connection.execute(_FILL.format(count=count, people=people, days=DAYS))


def measured(folder: Path) -> tuple[dict[str, float], Path]:
    """Build what effort needs; the seconds of each relation and the file."""
    file, moments = folder / "built.duckdb", [("", time.perf_counter())]
    given = {
        "build_info": pd.DataFrame([{"build_id": "b", "as_of": AS_OF, "toil_version": "0", "taxonomy_version": "0"}]),
        "journal_events": pd.DataFrame(columns=["event_id", "written_at", "author", "kind", "subject", "body"]),
    }
    every = [*inputs.RELATIONS, *links.RELATIONS, *effort.RELATIONS, *sql_relations(), *_given()]

    def note(name: str, *_: int) -> None:
        moments.append((name, time.perf_counter()))

    build_relations(file, folder, needed(["effort", "build_info", "journal_events"], every), given, Settings(), note)
    ends = [*(at for _, at in moments[2:]), time.perf_counter()]
    return {name: end - at for (name, at), end in zip(moments[1:], ends, strict=True)}, file


def by_a_loop(folder: Path) -> float:
    """Items a second of a program that goes over each person's spans hour by hour, sharing what overlaps."""
    with duckdb.connect(str(folder / RAW_FILE), read_only=True) as connection:
        rows = connection.execute(
            "select assignee_id, item_id, changed_at, lead(changed_at) over (partition by item_id order by ordinal) "
            f"from staged_changes join (from staged_items limit {LOOP_ITEMS}) as items using (item_id) "
            "qualify to_value = 'in_progress'"
        ).fetchall()
    began = time.perf_counter()
    busy: dict[tuple[str, datetime], list[tuple[str, float]]] = defaultdict(list)
    for person, item, start, end in rows:
        at = start
        while end is not None and at < end:
            hour = at.replace(minute=0, second=0, microsecond=0)
            until = min(end, hour + timedelta(hours=1))
            if 1 <= hour.hour < 9 and hour.weekday() < 5:  # 10 to 18 o'clock in Tokyo
                busy[person, hour].append((item, (until - at).total_seconds()))
            at = until
    seconds: dict[str, float] = defaultdict(float)
    for parts in busy.values():
        over = max(sum(part for _, part in parts) / 3600, 1.0)
        for item, part in parts:
            seconds[item] += part / over
    return LOOP_ITEMS / (time.perf_counter() - began)


def one(count: int) -> None:
    """Fill, build and print one line of the table, and the slowest relations to stderr."""
    with tempfile.TemporaryDirectory() as passing:
        folder = Path(passing)
        fill(folder, count)
        seconds, file = measured(folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        with duckdb.connect(str(file), read_only=True) as connection:
            found = connection.execute("select count(distinct work_id), count(*) from effort").fetchall()[0]
        total = sum(seconds.values())
        loop = f"{by_a_loop(folder):,.0f}" if count >= LOOP_ITEMS else "–"
        figures = (count, *found, round(total), round(count / total), round(peak))
        print(f"| {' | '.join(f'{one:,}' for one in figures)} | {loop} |", flush=True)
        for name, took in sorted(seconds.items(), key=lambda entry: -entry[1])[:8]:
            sys.stderr.write(f"{count:,}: {name} {took:.1f} s\n")


def _given() -> list[PythonRelation]:
    """What other rooms would have made: two thousand recurrences, one category."""
    text, number = "varchar", "double"
    member = {"item_id": text, "recurrence_id": text, "similarity": number}
    kind = {"team": text, "category": text, "parent": text, "toil_probability": number, "default_minutes": number}
    decided = {"work_id": text, "category": text, "toil_probability": number, "confidence": number,
               "decided_by": text, "evidence": text}  # fmt: skip
    return [
        PythonRelation("recurrence_members", "Given.", ("item_id",), columns=member, reads=frozenset({"items"}),
                       compute=lambda frames, _: _members(frames["items"]["item_id"])),
        PythonRelation("classifications", "Given.", ("work_id",), columns=decided, reads=frozenset({"work"}),
                       compute=lambda frames, _: _decided(frames["work"]["work_id"])),
        PythonRelation("team_categories", "Given.", ("team", "category"), columns=kind, reads=frozenset({"teams"}),
                       compute=lambda frames, _: frames["teams"][["team"]].assign(
                           category="REQ", parent=None, toil_probability=0.7, default_minutes=30)),
    ]  # fmt: skip


def _members(ids: pd.Series[str]) -> pd.DataFrame:
    group = "r" + (ids.str.rsplit(":", n=1).str[-1].astype(int) % 2000).astype(str)
    return pd.DataFrame({"item_id": ids, "recurrence_id": group, "similarity": 1.0})


def _decided(ids: pd.Series[str]) -> pd.DataFrame:
    return pd.DataFrame({"work_id": ids, "category": "REQ", "toil_probability": 0.7, "confidence": 1.0,
                         "decided_by": "rule", "evidence": ""})  # fmt: skip


def main(arguments: list[str]) -> None:
    """Print the table, each size in a process of its own."""
    if arguments[:1] == ["--one"]:
        one(int(arguments[1]))
        return
    print("| items | with effort | rows | seconds | items/s | peak MB | a Python loop: items/s |\n" + "|---" * 7 + "|")
    for count in arguments or ("10000", "100000"):
        subprocess.run([sys.executable, "-m", "benchmarks.effort.scale", "--one", count], cwd=ROOT, check=False)


if __name__ == "__main__":
    main(sys.argv[1:])
