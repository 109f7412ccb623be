"""The definitions are loaded, the schedule asked for its next run, and the job executed, in Dagster itself."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import dagster
from dagster._core.code_pointer import load_python_file
from dagster._utils.schedules import schedule_execution_time_iterator

defs: dagster.Definitions = load_python_file(sys.argv[1], working_directory=None).defs
dagster.Definitions.validate_loadable(defs)
schedule = defs.resolve_schedule_def("toil_run_schedule")
after = datetime(2026, 11, 28, tzinfo=UTC).timestamp()
next_at = next(schedule_execution_time_iterator(after, schedule.cron_schedule, schedule.execution_timezone))
if f"{next_at:%a %H:%M}" != "Mon 05:17":
    raise SystemExit(f"the next run would be at {next_at}")
with dagster.DagsterInstance.ephemeral() as instance:
    done = defs.resolve_job_def("toil_run").execute_in_process(instance=instance)
print(f"dagster: success {done.success}, next run {next_at}")
