"""What is known of a recurrence: name, rate, rhythm, trend, and what people called it."""

from __future__ import annotations

import pandas as pd
from recurrence_frames import AS_OF, BY_NAME, events_frame, grouped, work_frame

from toil.recurrence.words import key_id, title_key


def profile(work: pd.DataFrame, *events: tuple[str, str, str]) -> pd.DataFrame:
    """The relation `recurrences` of this work, as it is stored."""
    return grouped(work, events_frame(*events))["recurrences"]


def weekly(title: str, weeks: int, *, every: int = 7, **columns: object) -> pd.DataFrame:
    """One piece of work a period, the last one a day before the build."""
    rows = [
        {
            "work_id": f"{title}{n}",
            "title": f"{title} {n}",
            "created_at": AS_OF - pd.Timedelta(days=1 + every * n),
            **columns,
        }
        for n in range(weeks)
    ]
    return work_frame(rows)


def test_the_rate_is_that_of_the_last_twelve_weeks() -> None:
    """Work that came once a week for half a year is counted over twelve weeks: one a week, within its interval."""
    row = profile(weekly("Rotate on-call schedule", 26)).iloc[0]
    assert row["item_count"] == 26
    assert row["per_week"] == 1.0
    assert row["per_week_low"] < 1.0 < row["per_week_high"]
    assert row["cadence"] == "weekly"
    assert row["trend_direction"] == "steady"


def test_work_that_ended_has_no_rate() -> None:
    """A recurrence that stopped a year ago is kept, with a rate of nothing."""
    work = weekly("Reboot legacy mail server", 10)
    work["created_at"] -= pd.Timedelta(days=365)
    row = profile(work).iloc[0]
    assert row["per_week"] == 0
    assert row["per_week_low"] == 0
    assert row["per_week_high"] > 0


def test_growth_shows_as_a_factor_a_month() -> None:
    """Counts that rise from one to thirteen a week are rising, by more than a tenth each month."""
    rows = [
        {"title": "Reset customer password", "created_at": AS_OF - pd.Timedelta(days=7 * (25 - week) + 1 + n % 5)}
        for week in range(26) for n in range(1 + week // 2)
    ]  # fmt: skip
    row = profile(work_frame(rows)).iloc[0]
    assert row["trend_direction"] == "rising"
    assert 1.1 < row["trend"] < 2.5
    assert row["trend_p"] < 0.01


def test_a_name_given_by_a_person_stays() -> None:
    """The latest name that a person gave replaces the machine's, and says so."""
    work = weekly("Clean build agent", 5)
    found = profile(work).iloc[0]
    assert (found["name"], found["named_by"]) == ("Clean build agent …", "machine")
    said = profile(work, ("rename", found["recurrence_id"], '{"name": "first"}'),
                   ("rename", found["recurrence_id"], '{"name": "Agents"}')).iloc[0]  # fmt: skip
    assert (said["name"], said["named_by"]) == ("Agents", "person")
    assert said["recurrence_id"] == found["recurrence_id"]


def test_what_was_said_of_an_absorbed_recurrence_is_not_lost() -> None:
    """When a younger recurrence merged into an older one, its id still leads there and is listed as previous."""
    work = pd.concat([weekly("Disk space alert primary", 6), weekly("Disk space alert primary database", 8)])
    old_id = key_id(title_key("Disk space alert primary database 1"))
    found = profile(work.sort_values("created_at"), ("rename", old_id, '{"name": "Disks"}'))
    assert len(found) == 1
    ids = {found["recurrence_id"].iloc[0], *found["previous_ids"].iloc[0]}
    assert old_id in ids
    assert found["name"].iloc[0] == "Disks"


def test_a_body_that_cannot_be_read_changes_nothing() -> None:
    """Journal events with broken or empty bodies are passed over."""
    work = weekly("Clean build agent", 5)
    recurrence_id = profile(work)["recurrence_id"].iloc[0]
    said = profile(work, ("rename", recurrence_id, "not json"), ("rename", recurrence_id, '{"name": " "}'))
    assert said["name"].iloc[0] == "Clean build agent …"


def test_shares_and_places_come_from_the_work() -> None:
    """The planned share counts work known to be planned; team and service are the commonest."""
    planned = weekly("Patch windows hosts", 3, is_planned=True, service="dc")
    rest = weekly("Patch windows hosts again", 1, is_planned=None, service="lab").assign(title="Patch windows hosts 9")
    row = profile(pd.concat([planned, rest])).iloc[0]
    assert row["planned_share"] == 0.75
    assert (row["team"], row["service"]) == ("team", "dc")


def test_no_work_gives_an_empty_relation() -> None:
    """Without recurring work the relation is empty and keeps its columns."""
    assert list(profile(weekly("once", 1)).columns) == list(BY_NAME["recurrences"].columns)


def test_what_people_say_of_it_measures_nothing_anew() -> None:
    """A decision, a label or a name cannot change what is measured, so that it is taken over from the earlier build."""
    assert "journal_events" not in BY_NAME["measured_recurrences"].reads
    work = weekly("Rotate on-call schedule", 26)
    one = key_id(title_key("Rotate on-call schedule 1"))
    quiet, said = (grouped(work, events_frame(*events)) for events in ((), (("rename", one, '{"name": "Rota"}'),)))
    assert said["measured_recurrences"].equals(quiet["measured_recurrences"])
    assert said["recurrences"].iloc[0][["name", "named_by"]].tolist() == ["Rota", "person"]
