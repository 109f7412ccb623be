"""PagerDuty: incidents, their log entries, edited effort, users and services, over the REST API or from a file."""

from toil.sources.pagerduty.source import PagerDutySource

SOURCE = PagerDutySource()
