"""The prior of one-offs: work that does not recur is hardly toil, whatever its category.

The SRE book (ch. 5) calls work repetitive only where it comes over and over, and says of work done for the first or
second time that it is no toil. A category's toil_probability is therefore meant for work that recurs. Work of no
recurrence (fewer than `recurrence.minimum` pieces alike, three by default) keeps `ONE_OFF` of it. That is above zero
because seeing no recurrence is not the same as there being none: it may come once a year, be new, or go by another
title each time. A quarter is a judgement from that definition, not a measurement; a label with a probability overrides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.classify.facts import with_facts
from toil.locales.evidence import told_more
from toil.recurrence.flags import are_among, places_of, taken

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames

ONE_OFF = 0.25


def recurs(frames: Frames) -> pd.Series[bool]:
    """Whether each row of `work` belongs to a recurrence; reads `work` and `recurring_work`."""
    work_id = frames["work"]["work_id"]
    return work_id.notna() & are_among(work_id, frames["recurring_work"]["work_id"])


def with_circumstances(work: pd.DataFrame, frames: Frames) -> pd.DataFrame:
    """`work` (columns of that frame) with recurs, requester_team and cadence; the two are missing where unknown."""
    known = frames["work_circumstances"]
    places = places_of(work["work_id"], known["work_id"])
    found = {name: taken(known[name], places, work.index) for name in ("requester_team", "cadence")}
    return work.assign(recurs=recurs(frames), **found)


def with_one_offs(table: pd.DataFrame, once: pd.Series[bool]) -> pd.DataFrame:
    """`table` with a lower toil_probability where work came `once`, and the facts saying so.

    Both have the same index; reads and writes toil_probability and facts (categories of pandas).
    """
    lowered = once & (table["toil_probability"] > 0)
    table.loc[lowered, "toil_probability"] *= ONE_OFF
    facts = table.loc[lowered, "facts"].astype("str")
    said = {one: told_more(one, once=ONE_OFF)[1] for one in facts.unique()}
    return with_facts(table, facts.index, facts.map(said).tolist())
