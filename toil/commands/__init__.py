"""The commands of `toil` that need no pipeline; those that do stand in `toil/cli.py`."""
