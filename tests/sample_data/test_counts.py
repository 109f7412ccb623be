"""The sample is as large and as varied as it is said to be."""

from __future__ import annotations

import re
from collections import Counter

from tests.sample_data.reading import clean_issues, payloads, texts, truth


def test_it_is_as_large_as_promised() -> None:
    """About 2,500 issues, 900 incidents, 250 pairs and 30 kinds, in 26 weeks."""
    assert 2350 <= len(payloads("jira_issues")) <= 2650
    assert 850 <= len(payloads("pagerduty_incidents")) <= 950
    assert 225 <= len(truth("links")) <= 285
    assert 28 <= len(truth("kinds")) <= 36
    assert [row["week"] for row in truth("weeks")] == [f"2026-W{number}" for number in range(22, 48)]


def test_about_a_fifth_of_the_issues_come_only_once() -> None:
    """One-off issues are 15 to 25 percent, and hardly any two of them share a title."""
    with_issue = [row for row in truth("work") if row["jira_issue_ids"]]
    single = [row for row in with_issue if not row["kind"]]
    assert 0.15 < len(single) / len(with_issue) < 0.25
    titles = {issue["id"]: issue["fields"]["summary"] for issue in payloads("jira_issues")}
    assert len({titles[row["jira_issue_ids"]] for row in single}) >= len(single) - 2


def test_a_third_of_the_finished_issues_has_worklogs() -> None:
    """30 to 40 percent of the issues with a resolution have declared time."""
    done = [issue for issue in clean_issues() if issue["fields"]["resolution"]]
    logged = [issue for issue in done if issue["fields"]["worklog"]["total"]]
    assert 0.30 < len(logged) / len(done) < 0.40


def test_both_languages_and_mixed_offsets_are_there() -> None:
    """Titles come in Japanese and English, times in summer, winter and Japanese offsets, texts with rich nodes."""
    issues = clean_issues()
    japanese = [issue for issue in issues if re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", issue["fields"]["summary"])]
    assert 0.3 < len(japanese) / len(issues) < 0.7
    assert {issue["fields"]["created"][-5:] for issue in issues} == {"+0900", "+0200", "+0100"}
    words = Counter(text for issue in issues for text in texts(issue["fields"]["description"]))
    words += Counter(text for issue in issues for text in texts(issue["fields"]["comment"]))
    assert all(words[node] for node in ("mention", "emoji", "inlineCard", "bulletList", "codeBlock"))


def test_incidents_go_every_way_that_incidents_go() -> None:
    """Every kind of log entry occurs, noise resolves itself, some are snoozed, merged, handed over, edited."""
    kinds = Counter(entry["type"].removesuffix("_log_entry") for entry in payloads("pagerduty_log_entries"))
    assert set(kinds) == {
        "trigger",
        "notify",
        "acknowledge",
        "unacknowledge",
        "snooze",
        "assign",
        "escalate",
        "annotate",
        "resolve",
    }
    rows = payloads("pagerduty_analytics")
    assert 0.15 < sum(row["auto_resolved"] for row in rows) / len(rows) < 0.45
    assert sum(row["snoozed_seconds"] > 0 for row in rows) >= 20
    assert sum(row["reassignment_count"] > 0 for row in rows) >= 10
    assert sum(row["acknowledgement_count"] > 1 for row in rows) >= 50
    assert sum(row["sleep_hour_interruptions"] > 0 for row in rows) >= 50
    assert sum(row["user_defined_effort_seconds"] is not None for row in rows) >= 40
    assert 8 <= len(truth("merges")) <= 40


def test_engineering_is_about_half_of_the_hours() -> None:
    """Project work takes 40 to 60 percent of the hands-on hours, and every branch of the taxonomy occurs."""
    weeks = truth("weeks")
    share = sum(float(w["engineering_hours"]) for w in weeks) / sum(float(w["hands_on_hours"]) for w in weeks)
    assert 0.4 < share < 0.6
    branches = {row["category"].split(".")[0] for row in truth("work")}
    assert branches == {"REQ", "INC", "INT", "RTN", "MNT", "ENG", "OVH", "OUT", "UNK"}


def test_the_open_end_is_open() -> None:
    """Some issues are not begun and some in progress when the sample ends."""
    states = Counter(issue["fields"]["status"]["statusCategory"]["key"] for issue in clean_issues())
    assert states["new"] >= 15
    assert states["indeterminate"] >= 10
