"""The sample: an invented SRE team's half year, as Jira and PagerDuty would return it, and the truth behind it."""
