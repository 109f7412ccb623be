"""What people write in issues: descriptions, comments and worklog notes, as ADF."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sample_data.generator import adf
from sample_data.generator.jira_site import API, SITE, stamp, user
from sample_data.generator.people import Person
from sample_data.generator.work import Incident, Issue

PAGERDUTY = "https://example-sre.pagerduty.com"
ASK = {
    "en": (
        "Could you help with this?",
        "We need this for our sprint.",
        "Thanks in advance",
        "Nothing urgent, this week would be nice.",
    ),
    "ja": (
        "お手数ですが対応をお願いします。",
        "今週中にお願いできますでしょうか。",
        "よろしくお願いいたします。",
        "急ぎではありません。",
    ),
}
DONE = {
    "en": (
        "Done, please check.",
        "Finished. Followed the runbook, no surprises.",
        "That is in place now.",
        "Checked and closed.",
    ),
    "ja": (
        "対応しました。ご確認ください。",
        "手順書どおりに実施しました。",
        "設定完了しました。",
        "確認しました。問題ありません。",
    ),
}
QUESTION = {
    "en": ("which environment do you mean?", "who approves this on your side?", "can this wait until Thursday?"),
    "ja": ("対象環境はどちらでしょうか。", "承認者はどなたでしょうか。", "明日でもよろしいでしょうか。"),
}
COMMANDS = (
    "kubectl -n prod rollout restart deploy/{service}",
    "psql -h replica -c 'select count(*) from jobs'",
    "df -h | sort -k5 -r | head",
    "journalctl -u {service} --since '10 min ago'",
)


def incident_url(incident: Incident) -> str:
    """Where the incident can be seen in PagerDuty."""
    return f"{PAGERDUTY}/incidents/{incident.id}"


def description(issue: Issue, rng: Random) -> dict[str, Any] | None:
    """The description: variables as bullets, at times a command, and the incident's link if that is the evidence."""
    work, language = issue.work, issue.language
    if rng.random() < 0.12 and not work.incidents:
        return None
    blocks = [adf.paragraph(adf.text(issue.title))]
    facts = [f"{name}: {value}" for name, value in sorted(work.variables.items()) if name != "ask_ja"]
    if facts and rng.random() < 0.6:
        blocks.append(adf.bullets(*facts))
    if rng.random() < 0.15:
        command = rng.choice(COMMANDS).format(service=work.service or "app")
        blocks.append(adf.code(command))
    if work.incidents and "description" in work.incidents[0].evidence:
        blocks.append(adf.paragraph(adf.text("PagerDuty: "), adf.inline_card(incident_url(work.incidents[0]))))
    if work.kind and work.kind.requested:
        blocks.append(adf.paragraph(adf.text(rng.choice(ASK[language]) + " "), adf.emoji("pray", "🙏")))
    return adf.doc(*blocks)


def comments(issue: Issue, resolved_at: datetime | None, assignee: Person | None, rng: Random) -> list[dict[str, Any]]:
    """The conversation: a question while waiting, the incident's link where that is the evidence, a word at the end."""
    work, language = issue.work, issue.language
    found: list[tuple[datetime, Person, dict[str, Any]]] = []
    for moment in work.waits:
        person = next((p.person for p in work.slices if p.ended_at == moment), assignee)
        if person:
            words = adf.paragraph(adf.mention(work.requester), adf.text(" " + rng.choice(QUESTION[language])))
            found.append((moment + timedelta(seconds=60), person, adf.doc(words)))
    if work.incidents and "comment" in work.incidents[0].evidence and work.slices:
        link = adf.paragraph(adf.inline_card(incident_url(work.incidents[0])), adf.text(" "))
        found.append((issue.created_at + timedelta(seconds=150), work.slices[0].person, adf.doc(link)))
    if resolved_at and assignee and rng.random() < 0.45:
        words = adf.paragraph(adf.text(rng.choice(DONE[language]) + " "), adf.emoji("white_check_mark", "✅"))
        found.append((resolved_at - timedelta(seconds=rng.randrange(2, 50)), assignee, adf.doc(words)))
    if resolved_at and work.kind and work.kind.requested and rng.random() < 0.15:
        thanks = adf.text("ありがとうございます！" if language == "ja" else "Thank you!")
        found.append(
            (resolved_at + timedelta(minutes=rng.randrange(2, 300)), work.requester, adf.doc(adf.paragraph(thanks)))
        )
    found.sort(key=lambda entry: entry[0])
    return [_comment(issue, number, *entry) for number, entry in enumerate(found)]


def _comment(issue: Issue, number: int, at: datetime, author: Person, body: dict[str, Any]) -> dict[str, Any]:
    identity = f"{issue.id * 10 + number}"
    written = stamp(at, author.zone)
    return {
        "self": f"{API}/issue/{issue.id}/comment/{identity}",
        "id": identity,
        "author": user(author),
        "body": body,
        "updateAuthor": user(author),
        "created": written,
        "updated": written,
        "jsdPublic": True,
    }


def browse_url(issue: Issue) -> str:
    """Where the issue can be seen in Jira."""
    return f"{SITE}/browse/{issue.key}"
