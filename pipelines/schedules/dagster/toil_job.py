"""toil in Dagster: `dagster dev -f toil_job.py`, on a machine that has `toil` on its path and keeps the stores.

Its environment holds the secrets and TOIL_CONFIG (docs/settings.md).
"""

import json
import shlex
import subprocess

import dagster

COMMAND = "toil --no-input --json run"
PARTLY_READ = 5  # the next try goes on where this one stopped


@dagster.op
def run_toil(context: dagster.OpExecutionContext) -> None:
    """Run it; what it read and built stands in the metadata, the messages in the log."""
    done = subprocess.run(shlex.split(COMMAND), capture_output=True, text=True, check=False)
    context.log.info(done.stderr)
    if done.returncode == PARTLY_READ:
        raise dagster.RetryRequested(max_retries=2, seconds_to_wait=1200)
    if done.returncode:
        raise dagster.Failure(f"toil ended with {done.returncode}", allow_retries=False)
    told = json.loads(done.stdout)
    context.add_output_metadata({"build": told["run"]["build_id"], "works": told["run"]["works"]})


@dagster.job(tags={"dagster/max_runtime": 7200})
def toil_run() -> None:
    """Extract, build, snapshot and digest."""
    run_toil()


defs = dagster.Definitions(
    jobs=[toil_run],
    schedules=[
        dagster.ScheduleDefinition(
            job=toil_run,
            cron_schedule="17 5 * * 1-5",
            execution_timezone="Asia/Tokyo",
            default_status=dagster.DefaultScheduleStatus.RUNNING,
        )
    ],
)
