"""Are these the same? Pairs of recurring work that people are asked about; answered, a pair is not asked again."""

from __future__ import annotations

import streamlit as st

from toil.locales.numbers import count, hours, percent
from toil.pages._access import may_write
from toil.pages._frame import Frame
from toil.pages._privacy import without_small_groups
from toil.pages._rows import records
from toil.pages._speak import current_of, speak, spoken_of
from toil.recurrence.decided import DECIDED
from toil.recurrence.near_misses import TEAMS, asked_of, still_open
from toil.store.journal import Event

ASKED_AT_ONCE = 5


def show_near(here: Frame, waiting: list[Event], seen: int) -> None:
    """The first five questions of the team, with what a merge would bring together.

    `waiting` is what was said since the build, `seen` the newest event of the journal.
    """
    t = here.words
    st.subheader(t("recurring.questions"), anchor=False, divider="gray")
    weeks = here.reader.read("toil_by_week")
    hidden = {*weeks["team"]} - {*without_small_groups(weeks, here.settings.privacy.min_group)["team"]}
    questions = asked_of(here.reader.read("merge_questions", needed=TEAMS), here.team, hidden).sort_values("position")
    said = [(one.kind, one.subject, one.body) for one in waiting if one.kind in DECIDED]
    current = current_of(here, {name for one in waiting for name in spoken_of(one)})
    questions = still_open(questions, said, current)
    if questions.empty:
        st.info(t("recurring.nothing_asked"))
        return
    st.text(t("recurring.asked", number=count(min(ASKED_AT_ONCE, len(questions))), all=count(len(questions))))
    for row in records(questions.head(ASKED_AT_ONCE)):
        one, other = str(row["recurrence_id"]), str(row["other_id"])
        with st.container(border=True):
            left, right = st.columns([4, 2], gap="medium", vertical_alignment="center")
            left.text(t("recurring.one", name=row["name"], pieces=count(row["pieces"]), hours=hours(row["hours"], t)))
            left.text(t("recurring.one", name=row["other_name"], pieces=count(row["other_pieces"]),
                        hours=hours(row["other_hours"], t)))  # fmt: skip
            left.text(t("recurring.together", likeness=percent(row["likeness"]),
                        pieces=count(row["pieces"] + row["other_pieces"]),
                        hours=hours(row["hours"] + row["other_hours"], t)))  # fmt: skip
            for kind in ("merge", "apart"):
                right.button(t(f"recurring.answer_{kind}"), key=f"{kind}.{one}.{other}", disabled=not may_write(),
                             width="stretch", on_click=speak,
                             args=(here, kind, one, {"other": other}, seen))  # fmt: skip
