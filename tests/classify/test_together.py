"""The pieces of a recurrence are one kind of work, and what people did about alerts says which."""

from __future__ import annotations

import pandas as pd
from classify_frames import built, work_frame

from toil.locales import words
from toil.locales.evidence import sentence
from toil.settings import ClassifySettings, RuleSettings, Settings

ALERT = {"item_type": "incident", "is_machine_made": True}


def categories(frames: dict[str, pd.DataFrame]) -> list[str]:
    """The category of each piece of work, in order."""
    return frames["classifications"].sort_values("work_id")["category"].tolist()


def alerts(title: str, count: int = 6, **row: object) -> pd.DataFrame:
    return work_frame([{"title": f"{title} {n}", **ALERT, **row} for n in range(count)])


def test_a_recurrence_has_one_category() -> None:
    """Where the structure of one piece says something else, the votes of the others carry it along, and say so."""
    rows = [{"title": f"Nightly report {n}"} for n in range(5)]
    rows[2] |= {"labels": ["access-request"]}
    frames = built(work_frame(rows))
    assert frames["recurring_work"]["recurrence_id"].nunique() == 1
    assert len(set(categories(frames))) == 1


def test_alerts_on_which_nobody_acts_are_noise() -> None:
    """More than half of them went away by themselves: noise, although the title says outage."""
    work = alerts("Checkout is down on host")
    quiet = built(work, untouched=work["work_id"].tolist()[:4])
    assert set(categories(quiet)) == {"INT.noise"}
    assert "On 4 of 6 of these alerts nobody did anything" in quiet["classifications"]["evidence"].iloc[0]
    assert "6 件中 4 件" in sentence(quiet["classifications"]["facts"].iloc[0], words("ja"))
    assert "INT.noise" not in categories(built(work, untouched=work["work_id"].tolist()[:3]))


def test_urgency_tells_checks_from_incidents() -> None:
    """What the team set to low urgency is a check; what is urgent and acted on is none."""
    title = "p99 latency above 250 ms on"
    assert set(categories(built(alerts(title, urgency="low")))) == {"INT.triage"}
    assert set(categories(built(alerts(title, urgency="high")))) == {"INC"}
    assert set(categories(built(alerts("Disk usage above 90 % on", urgency="low")))) == {"INT.resource"}


def test_what_people_opened_has_no_urgency_of_alerts() -> None:
    """Tickets of people are judged by their words, whoever closed them."""
    work = alerts("Renew certificate of host", is_machine_made=False, urgency="low")
    assert set(categories(built(work, untouched=work["work_id"].tolist()))) == {"MNT.rotate"}


def test_the_teams_rule_and_label_are_no_votes() -> None:
    """A team's own rule decides for what it fits; a label decides for the whole recurrence."""
    work = alerts("Checkout is down on host")
    rule = RuleSettings(category="OVH", words=("host 3",))
    settings = Settings(classify=ClassifySettings(rules=(rule,)))
    found = built(work, settings=settings, untouched=work["work_id"].tolist())
    assert categories(found).count("OVH") == 1
    assert categories(found).count("INT.noise") == 5
    recurrence = found["recurring_work"]["recurrence_id"].iloc[0]
    labelled = built(work, ("label", recurrence, '{"category": "INC.known"}'), untouched=work["work_id"].tolist())
    assert set(categories(labelled)) == {"INC.known"}
