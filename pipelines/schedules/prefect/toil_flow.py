"""toil in Prefect 3: `python toil_flow.py` serves the schedule, where `toil` is on the path and the stores are.

Its environment holds the secrets and TOIL_CONFIG (docs/settings.md).
"""

import shlex
import subprocess
from typing import Any

from prefect import flow, get_run_logger, task
from prefect.client.schemas.schedules import CronSchedule

COMMAND = "toil --no-input run --log json"
PARTLY_READ = 5  # the next try goes on where this one stopped


def _is_worth_another_try(_task: Any, _run: Any, state: Any) -> bool:
    error = state.result(raise_on_failure=False)
    return isinstance(error, subprocess.CalledProcessError) and error.returncode == PARTLY_READ


@task(retries=2, retry_delay_seconds=1200, retry_condition_fn=_is_worth_another_try, timeout_seconds=7200)
def run_toil() -> None:
    """Run it; the messages are JSON lines."""
    done = subprocess.run(shlex.split(COMMAND), stderr=subprocess.PIPE, text=True, check=False)
    get_run_logger().info(done.stderr)
    done.check_returncode()


@flow(name="toil")
def nightly() -> None:
    """Extract, build, snapshot and digest."""
    run_toil()


if __name__ == "__main__":
    nightly.serve(name="weekdays", schedule=CronSchedule(cron="17 5 * * 1-5", timezone="Asia/Tokyo"), limit=1)
