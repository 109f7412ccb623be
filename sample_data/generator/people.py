"""Who there is: nine engineers in Tokyo and Berlin, colleagues who ask them for things, and apps in Jira."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

ZONES = {"tokyo": "Asia/Tokyo", "berlin": "Europe/Berlin"}
COUNTRIES = {"tokyo": "JP", "berlin": "DE"}


@dataclass(frozen=True)
class Person:
    """A human or an app. `habit` is the share of their work that they log; `shows_email` is their choice in Jira."""

    key: str
    name: str
    pager_name: str
    site: str
    email: str
    shows_email: bool = True
    habit: float = 0.0
    is_member: bool = False
    account_type: str = "atlassian"

    @property
    def zone(self) -> str:
        """The name of the time zone that the person lives in."""
        return ZONES[self.site]

    @property
    def country(self) -> str:
        """The country whose public holidays the person has."""
        return COUNTRIES[self.site]

    @property
    def account_id(self) -> str:
        """The id that Jira Cloud knows the person by."""
        digest = hashlib.sha256(self.key.encode()).hexdigest()
        return f"712020:{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"

    @property
    def pager_id(self) -> str:
        """The id that PagerDuty knows the person by."""
        return "P" + hashlib.sha256(b"user" + self.key.encode()).hexdigest()[:6].upper()


def _member(key: str, name: str, pager_name: str, site: str, habit: float, shows_email: bool) -> Person:
    return Person(key, name, pager_name, site, f"{key}@example.com", shows_email, habit, is_member=True)


MEMBERS = (
    _member("hina.sato", "佐藤 陽菜", "Hina Sato", "tokyo", 0.72, True),
    _member("ren.takahashi", "高橋 蓮", "Ren Takahashi", "tokyo", 0.18, True),
    _member("misaki.ito", "伊藤 美咲", "伊藤 美咲", "tokyo", 0.55, False),
    _member("minhanh.nguyen", "Nguyễn Minh Anh", "Nguyễn Minh Anh", "tokyo", 0.30, False),
    _member("kenta.watabe", "渡部 健太", "Kenta Watabe", "tokyo", 0.12, True),
    _member("lukas.weber", "Lukas Weber", "Lukas Weber", "berlin", 0.60, False),
    _member("anna.schneider", "Anna Schneider", "Anna Schneider", "berlin", 0.35, True),
    _member("seun.adeyemi", "Oluwaseun Adeyemi", "Oluwaseun Adeyemi", "berlin", 0.15, False),
    _member("zeynep.kaya", "Zeynep Kaya", "Zeynep Kaya", "berlin", 0.22, True),
)

_COLLEAGUES = (
    ("mia.hoffmann", "Mia Hoffmann", "berlin"),
    ("jonas.becker", "Jonas Becker", "berlin"),
    ("priya.raman", "Priya Raman", "berlin"),
    ("tomasz.nowak", "Tomasz Nowak", "berlin"),
    ("clara.vogel", "Clara Vogel", "berlin"),
    ("ravi.iyer", "Ravi Iyer", "berlin"),
    ("sofia.rossi", "Sofia Rossi", "berlin"),
    ("daichi.tanaka", "田中 大地", "tokyo"),
    ("yui.suzuki", "鈴木 結衣", "tokyo"),
    ("sora.yamamoto", "山本 空", "tokyo"),
    ("rin.kobayashi", "小林 凛", "tokyo"),
    ("haruto.kato", "加藤 陽翔", "tokyo"),
    ("yuki.ando", "安藤 由紀", "tokyo"),
    ("aoi.shimizu", "清水 葵", "tokyo"),
)

REQUESTERS = tuple(
    Person(key, name, name, site, f"{key}@example.com", shows_email=index % 3 == 0)
    for index, (key, name, site) in enumerate(_COLLEAGUES)
)
PAGERDUTY_APP = Person("app.pagerduty", "PagerDuty", "PagerDuty", "berlin", "", False, account_type="app")
AUTOMATION_APP = Person("app.automation", "Automation for Jira", "", "berlin", "", False, account_type="app")


def members(scale: int) -> tuple[Person, ...]:
    """The team; `scale` copies of it, the second and later with a number in their names."""
    copies = [
        replace(person, key=f"{person.key}{n}", name=f"{person.name} {n}", pager_name=f"{person.pager_name} {n}")
        for n in range(2, scale + 1)
        for person in MEMBERS
    ]
    return MEMBERS + tuple(replace(person, email=f"{person.key}@example.com") for person in copies)
