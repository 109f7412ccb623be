"""An SRE team's toil, measured from Jira and PagerDuty, talked over once a week, and automated away."""

__version__ = "0.1.0"
