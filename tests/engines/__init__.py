"""What `make check-schedules` runs inside Airflow, Dagster and Prefect, each in an environment of its own."""
