"""The planted truth agrees with itself and with the payloads."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from sample_data.generator.days import HOLIDAYS
from tests.sample_data.reading import clean_issues, payloads, texts, truth


def test_effort_adds_up_to_the_works_total() -> None:
    """The seconds by person and day sum to the work's hands-on seconds, and no work is missing."""
    sums: dict[str, int] = defaultdict(int)
    for row in truth("effort"):
        sums[row["work"]] += int(row["hands_on_seconds"])
    assert {row["work"]: int(row["hands_on_seconds"]) for row in truth("work")} == {
        row["work"]: sums[row["work"]] for row in truth("work")
    }
    assert set(sums) <= {row["work"] for row in truth("work")}


def test_every_item_belongs_to_one_work() -> None:
    """Each issue and each incident is named by one row of the truth, and each row names one that exists."""
    issues = [issue["id"] for issue in payloads("jira_issues") if issue["key"] not in ("OPS-90007", "OPS-90008")]
    incidents = {incident["id"] for incident in payloads("pagerduty_incidents")}
    named = Counter(name for row in truth("work") for name in row["jira_issue_ids"].split())
    assert named == Counter(issues)
    assert Counter(n for row in truth("work") for n in row["pagerduty_incident_ids"].split()) == Counter(incidents)


def test_people_have_plausible_days() -> None:
    """Nobody works more than 16 hours a day with pages, and few days pass eleven."""
    days: dict[tuple[str, str], int] = defaultdict(int)
    for row in truth("effort"):
        days[row["person"], row["day"]] += int(row["hands_on_seconds"])
    hours = sorted(seconds / 3600 for seconds in days.values())
    assert hours[-1] < 16
    assert hours[int(0.98 * len(hours))] < 11
    assert {person for person, _ in days} == {row["person"] for row in truth("people") if row["is_member"] == "1"}


def test_without_pages_nobody_works_more_than_eight_hours_or_on_days_off() -> None:
    """Work that was not paged for stays within eight hours a day, Monday to Friday, off public holidays."""
    paged = {row["work"] for row in truth("work") if row["pagerduty_incident_ids"]}
    country = {row["person"]: "JP" if row["zone"] == "Asia/Tokyo" else "DE" for row in truth("people")}
    days: dict[tuple[str, str], int] = defaultdict(int)
    for row in truth("effort"):
        if row["work"] not in paged:
            days[row["person"], row["day"]] += int(row["hands_on_seconds"])
    assert max(days.values()) <= 8 * 3600
    for person, written in days:
        day = date.fromisoformat(written)
        assert day.weekday() < 5
        assert day not in HOLIDAYS[country[person]]


def test_pages_come_at_night_and_at_weekends() -> None:
    """Some hands-on time lies on Saturdays and Sundays."""
    weekend = [row for row in truth("effort") if date.fromisoformat(row["day"]).weekday() >= 5]
    assert len(weekend) > 50


def test_links_are_between_what_exists_and_have_their_evidence() -> None:
    """Each linked incident and issue can be joined by the evidence that the truth names, and by the payloads alone."""
    issues = {issue["id"]: issue for issue in payloads("jira_issues")}
    incidents = {incident["id"]: incident for incident in payloads("pagerduty_incidents")}
    notes: dict[str, str] = defaultdict(str)
    for entry in payloads("pagerduty_log_entries"):
        if entry["type"] == "annotate_log_entry":
            notes[entry["incident"]["id"]] += entry["channel"]["content"] + " "
    for row in truth("links"):
        issue, incident = issues[row["issue_id"]], incidents[row["incident_id"]]
        fields = issue["fields"]
        shown = {
            "external_reference": issue["key"] in [r["external_id"] for r in incident["external_references"]],
            "description": incident["html_url"] in texts(fields["description"]),
            "comment": incident["html_url"] in texts(fields["comment"]),
            "note": issue["key"] in notes[incident["id"]].split(),
            "label": incident["incident_key"] in fields["labels"],
        }
        assert all(shown[method] for method in row["evidence"].split("+")), row
    assert {method for row in truth("links") for method in row["evidence"].split("+")} == set(shown)


def test_kinds_and_automations_are_counted_rightly() -> None:
    """Occurrences in the truth are those of the works; the working automation took four fifths, the other nothing."""
    counted = Counter(row["kind"] for row in truth("work") if row["kind"])
    assert {row["kind"]: int(row["occurrences"]) for row in truth("kinds")} == counted
    effect = {
        row["automation"]: float(row["per_week_after"]) / float(row["per_week_before"]) for row in truth("automations")
    }
    assert 0.1 < effect["quota-self-service"] < 0.3
    assert 0.8 < effect["disk-cleaner"] < 1.2


def test_worklogs_say_the_truth_within_rounding() -> None:
    """Where time was declared, it differs from the truth by at most half a step for each worklog."""
    true = {row["jira_issue_ids"]: int(row["hands_on_seconds"]) for row in truth("work")}
    for issue in clean_issues():
        page = issue["fields"]["worklog"]
        if 0 < page["total"] <= len(page["worklogs"]):
            declared = sum(log["timeSpentSeconds"] for log in page["worklogs"])
            assert abs(declared - true[issue["id"]]) <= 450 * page["total"], issue["key"]
