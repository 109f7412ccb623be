"""toil in Airflow 3: put this file into the DAGs folder of workers that have `toil` on their path.

The worker's environment holds the secrets and TOIL_CONFIG (docs/settings.md); they are in no DAG and no log. The
stores are files: all runs go to one machine, by a queue of its own where there are several.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG

COMMAND = "toil --no-input run --log json"

with DAG(
    "toil",
    description="Extract, build, snapshot and digest",
    schedule="17 5 * * 1-5",
    start_date=datetime(2026, 1, 5),  # noqa: DTZ001 – Airflow reads a naive date in its own default zone
    catchup=False,
    max_active_runs=1,
    tags=["toil"],
) as dag:
    BashOperator(
        task_id="run",
        bash_command=f"exec {COMMAND}",
        append_env=True,
        retries=2,  # exit 5 is a source that was only partly read; the next try goes on from there
        retry_delay=timedelta(minutes=20),
        execution_timeout=timedelta(hours=2),
    )
