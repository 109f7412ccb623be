"""The flow is imported and run on Prefect's own temporary server, and its schedule made into a deployment."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from prefect.client.schemas.schedules import CronSchedule
from prefect.testing.utilities import prefect_test_harness

sys.path.insert(0, str(Path(sys.argv[1]).parent))
with prefect_test_harness():
    nightly = importlib.import_module("toil_flow").nightly
    state = nightly(return_state=True)
    if not state.is_completed():
        raise SystemExit(f"the flow ended as {state}")
    schedule = CronSchedule(cron="17 5 * * 1-5", timezone="Asia/Tokyo")
    nightly.to_deployment(name="weekdays", schedule=schedule, concurrency_limit=1)
    print(f"prefect: the flow ended as {state.name}")
