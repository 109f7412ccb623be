"""Which work is the same work again."""

from __future__ import annotations

import random

import pandas as pd
import pytest
from recurrence_frames import NOTHING_KNOWN, build_frames, grouped, titles, work_frame

DISK = [f"Disk usage {n}% on db-0{n % 4}" for n in range(80, 86)]
ACCESS = [f"Grant {who} access to Grafana" for who in ("anna", "ben", "chris", "dora", "emil")]
BACKUP = ["バックアップ確認 4月分", "バックアップ確認 5月分", "バックアップ確認 6月分"]


def groups_of(work: pd.DataFrame) -> dict[str, str]:
    """The recurrence of each piece of work, by work_id."""
    found = grouped(work, last="recurring_work")["recurring_work"]
    return dict(zip(found["work_id"], found["recurrence_id"], strict=True))


def test_work_of_the_same_wording_is_one_recurrence() -> None:
    """Alerts about several disks, requests for several people and monthly checks are three recurrences."""
    groups = groups_of(titles(*DISK, *ACCESS, *BACKUP))
    places = [range(6), range(6, 11), range(11, 14)]
    found = [{groups[f"w{number}"] for number in place} for place in places]
    assert [len(ids) for ids in found] == [1, 1, 1]
    assert len(set.union(*found)) == 3


def test_twice_is_no_recurrence() -> None:
    """The SRE book: work done once or twice is not repetitive; the third time makes it so."""
    assert groups_of(titles("Renew wildcard certificate", "Renew wildcard certificate")) == {}
    assert len(groups_of(titles(*["Renew wildcard certificate"] * 3))) == 3


def test_several_wordings_need_a_fourth() -> None:
    """Alike but worded differently is a project in stages as often as not: three are left alone, four recur."""
    stages = ["Try stock ledger locking", "Document stock ledger locking", "Retire stock ledger locking"]
    assert groups_of(titles(*stages)) == {}
    assert len(groups_of(titles(*stages, "Extend stock ledger locking"))) == 4
    assert groups_of(titles(*stages[:2], stages[0])) == {}
    assert len(groups_of(titles(*stages[:2], *stages[:2]))) == 4


def test_deleted_work_is_left_out() -> None:
    """Deleted work neither counts towards a recurrence nor belongs to one."""
    rows = [{"title": "Restart the queue", "is_deleted": number == 2} for number in range(3)]
    assert groups_of(work_frame(rows)) == {}


@pytest.mark.parametrize("odd", [None, "", "12345", "abcdef0123456789", "x" * 10_000, "שלום עולם", "🎉🎉", "…"])
def test_odd_titles_do_not_swallow_a_group(odd: str | None) -> None:
    """Titles without words, in other scripts or of absurd length stay by themselves and leave others alone."""
    groups = groups_of(titles(odd, *DISK, odd))
    assert len({groups[f"w{number}"] for number in range(1, 7)}) == 1
    assert "w0" not in groups
    assert "w7" not in groups


def test_different_numbers_are_different_things() -> None:
    """Titles of digits only are identities: thirty different ones are no recurrence, one that recurs is."""
    assert groups_of(titles(*[str(1000 + number) for number in range(30)])) == {}
    assert len(groups_of(titles("4711", "4711", "4711", "4712"))) == 3


def test_identities_stay_apart() -> None:
    """Where each service's name recurs by itself, the name says what the work is and is no variable."""
    work = titles(*["checkout is down"] * 5, *["payments is down"] * 5, *["search is down"] * 5)
    assert len(set(groups_of(work).values())) == 3


def test_order_changes_nothing() -> None:
    """The grouping depends on what the work says, not on the order in which it is read."""
    work = titles(*DISK, *ACCESS, *BACKUP)
    shuffled = work.sample(frac=1, random_state=7).reset_index(drop=True)
    assert groups_of(work) == groups_of(shuffled)


def test_new_work_keeps_the_old_ids() -> None:
    """Younger work never renames a recurrence: its id is that of its oldest piece of work's wording."""
    before = groups_of(titles(*DISK, *ACCESS))
    rng = random.Random(3)
    later = [
        rng.choice(["Disk usage 99% on cache-1", "Grant zoe access to Grafana", "Something new"]) for _ in range(40)
    ]
    after = groups_of(pd.concat([titles(*DISK, *ACCESS), titles(*later).assign(
        work_id=[f"n{n}" for n in range(40)], created_at=pd.Timestamp("2026-11-01"))]))  # fmt: skip
    assert {work_id: after[work_id] for work_id in before} == before


def test_all_items_of_a_piece_of_work_belong_together() -> None:
    """An incident and its Jira issue are one occurrence: both items are members, through their work."""
    work = titles(*DISK)
    twin = pd.DataFrame({"item_id": ["twin"], "work_id": ["w0"]})
    components = pd.concat([build_frames(work)["work_components"], twin])
    found = grouped(work, known=NOTHING_KNOWN | {"work_components": components}, last="recurrence_members")
    members = found["recurrence_members"].set_index("item_id")
    assert len(members) == 7
    assert members.loc["twin", "recurrence_id"] == members.loc["iw0", "recurrence_id"]
    assert members["similarity"].between(0, 1).all()


def test_every_wording_leads_back_to_its_recurrence() -> None:
    """A recurrence's id is the id of one of its wordings, and each wording has one recurrence."""
    frames = grouped(titles(*DISK, *ACCESS, *BACKUP), last="recurrence_keys")
    keys = frames["recurrence_keys"]
    assert set(keys["recurrence_id"]) <= set(keys["key_id"])
    assert keys["item_count"].sum() == len(frames["recurring_work"])


@pytest.mark.parametrize("work", [titles("only one").iloc[:0], titles(None, "")])
def test_nothing_gives_nothing(work: pd.DataFrame) -> None:
    """An empty store, or one without titles, has no recurrences and breaks nothing."""
    assert groups_of(work) == {}
