"""Working time of one's own: the most specific of person, team and house wins; hour classes are those of toil.toml."""

from __future__ import annotations

from tests.model.world import World, rows

ANN, BOB, KIM = "jira:s:ann", "jira:s:bob", "jira:s:kim"


def test_the_most_specific_hours_win(world: World) -> None:
    """Ann's own opening, her team's days, the house's hours; Bob has the team's; Kim, of no team, the house's."""
    world.settings = {
        "calendar": {"working_hours": 7.5, "people": [{"person": "ann", "opens": "11:00", "closes": "17:00"}]},
        "teams": {
            "sre": {"members": ["Ann", "Bob"], "opens": "08:00", "closes": "16:00", "working_days": ["mon", "tue"]},
            "web": {"zone": "Asia/Tokyo"},
        },
    }
    for person, name in ((ANN, "Ann"), (BOB, "Bob"), (KIM, "Kim")):
        world.person(person, display_name=name)
    world.item("jira:s:1")
    found = rows(
        world.build(),
        """select opens, closes, working_days, working_hours from people
        join calendars using (calendar_id) order by person_id""",
    )
    assert found == [
        ("11:00", "17:00", "mon tue", 7.5), ("08:00", "16:00", "mon tue", 7.5), ("09:00", "18:00", "", 7.5),
    ]  # fmt: skip


def test_a_person_may_live_elsewhere_than_the_sources_say(world: World) -> None:
    """Bavaria and not all of Germany: Epiphany is a holiday for the one and not for the other."""
    world.settings = {
        "calendar": {"people": [{"person": ANN, "zone": "Europe/Berlin", "country": "DE-BY"}]},
        "teams": {"sre": {"zone": "Europe/Berlin"}},
    }
    world.person(ANN, time_zone="Asia/Tokyo")
    world.person(BOB, time_zone="Europe/Berlin")
    world.item("jira:s:1", created_at="2026-01-02 00:00")
    holidays = """select person_id, is_holiday from people join calendar_days using (calendar_id)
                  where day = '2026-01-06' order by 1"""
    assert rows(world.build(), holidays) == [(ANN, True), (BOB, False)]


def test_two_teams_in_one_zone_may_have_two_countries(world: World) -> None:
    """Each member has the holidays of the team's own country, Bavaria or Berlin."""
    world.settings = {"teams": {"south": {"zone": "Europe/Berlin", "country": "DE-BY", "members": [ANN]},
                                "north": {"zone": "Europe/Berlin", "country": "DE-BE", "members": [BOB]}}}  # fmt: skip
    world.person(ANN, time_zone=None)
    world.person(BOB, time_zone="Europe/Berlin")
    world.item("jira:s:1")
    assert rows(world.build(), "select calendar_id from people order by person_id") == [
        ("Europe/Berlin|DE-BY",), ("Europe/Berlin|DE-BE",),
    ]  # fmt: skip


def test_part_time_has_its_own_contract_hours(world: World) -> None:
    """Ann works 24 h on three days, Bob 40 h on five: in the week of a Tuesday holiday 24 × 2/3 + 40 × 4/5 = 48 h."""
    own = {"person": "Ann", "weekly_hours": 24, "working_days": ["mon", "tue", "wed"]}
    world.settings = {"calendar": {"people": [own]}, "teams": {"sre": {"zone": "Asia/Tokyo"}}}
    for person, name in ((ANN, "Ann"), (BOB, "Bob")):
        world.person(person, display_name=name, time_zone="Asia/Tokyo")
        item = world.item(f"jira:s:{name}")
        world.add("staged_declarations", item_id=item, declaration_id=name, person_id=person, seconds=60,
                  started_at="2026-11-04 02:00", evidence="worklog")  # fmt: skip
    capacity = "select holiday_hours, capacity_hours from capacity_by_week where week = '2026-W45'"
    assert rows(world.build(), capacity) == [(16.0, 48.0)]


def test_a_person_whom_nobody_knows_is_told(world: World) -> None:
    """An entry of toil.toml that fits nobody is a rejected row, not silence."""
    world.settings = {"calendar": {"people": [{"person": "Nobody Here", "weekly_hours": 20}]}}
    world.item("jira:s:1")
    assert rows(world.build(), "select place, reason from rejected_rows") == [
        ("[[calendar.people]] 1", "nobody is called so")
    ]


def test_hour_classes_are_those_of_the_settings(world: World) -> None:
    """Sleep 23:30–7, business 9:30–18:30, Saturdays too: each edge falls on its side."""
    world.settings = {"effort": {"interruption_merge_seconds": 0}, "calendar": {"hours": {
        "sleep_from": "23:30", "sleep_to": "07:00", "business_from": "09:30", "business_to": "18:30",
        "business_days": ["mon", "tue", "wed", "thu", "fri", "sat"],
    }}}  # fmt: skip
    world.person(ANN)
    world.item("pd:x:1")
    expected = {"2026-11-07 09:29": "off", "2026-11-07 09:30": "business", "2026-11-07 18:30": "off",
                "2026-11-07 23:29": "off", "2026-11-07 23:30": "sleep", "2026-11-08 06:59": "sleep",
                "2026-11-08 07:00": "off", "2026-11-08 10:00": "off"}  # fmt: skip
    for when in expected:
        world.add("staged_interruptions", item_id="pd:x:1", person_id=ANN, interrupted_at=when, channel="push")
    found = rows(world.build(), "select hour_class from interruptions order by interrupted_at")
    assert [row[0] for row in found] == list(expected.values())


def test_the_rest_of_the_week_has_its_holidays_already(world: World) -> None:
    """On Monday, 30 March 2026, in Berlin, Good Friday is known to come: the week has 32 h from its first day."""
    world.settings = {"teams": {"sre": {"zone": "Europe/Berlin", "people": 1}}}
    world.as_of = "2026-03-30 09:00:00"
    world.item("jira:s:1", created_at="2026-03-27 00:00")
    assert rows(world.build(), "select capacity_hours from capacity_by_week where week = '2026-W14'") == [(32.0,)]
