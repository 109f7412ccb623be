"""The DAG is imported without an error and its task run, in Airflow itself; `airflow db migrate` came before."""

from __future__ import annotations

import sys
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag

bag = DagBag(Path(sys.argv[1]).parent)
if bag.import_errors:
    raise SystemExit(f"the DAG cannot be imported: {bag.import_errors}")
dag = bag.dags["toil"]
run = dag.test()
if str(run.state) != "success":
    raise SystemExit(f"the run ended as {run.state}")
print(f"airflow: {[task.task_id for task in dag.tasks]} ended as {run.state}")
