"""What a run would cost, before it is made: from the server's own count and the sizes of its pages."""

from __future__ import annotations

from math import ceil

from toil.sources.base import Estimate, Window
from toil.sources.jira.connection import Connection
from toil.sources.jira.options import JiraOptions
from toil.sources.jira.plan import plan, trusted
from toil.sources.jira.reading import AT_ONCE
from toil.sources.jira.search import LISTED_AT_ONCE, count

ANSWER_SECONDS = 0.15
"""How long Jira takes for an answer; the 90th percentile of a public measurement is 144 ms."""

_ONCE = 6
"""Log-in, statuses, fields and the two worklog feeds, whatever there is to read."""


def estimate(connection: Connection, options: JiraOptions, window: Window) -> Estimate:
    """The issues that the window holds, and the requests and seconds that they take.

    Lists that Jira cuts short need requests of their own, which nothing tells beforehand; they are not counted.
    """
    window = trusted(window, connection.site, connection.now)
    doing = plan(connection.site, options, window, connection.now)
    issues = count(connection, options, doing.since)
    if connection.is_cloud:
        requests = ceil(issues / LISTED_AT_ONCE) + ceil(issues / AT_ONCE) + ceil(issues / options.page_size)
    else:
        requests = ceil(issues / options.page_size)
    total = requests + _ONCE
    in_turn = total * ANSWER_SECONDS / (options.parallel_requests if connection.is_cloud else 1)
    return Estimate({"issues": issues}, total, max(total / options.requests_per_second, in_turn))
