"""Near misses: recurrences that are kept apart although they are nearly alike; people know which are one job.

On the sample's planted truth 16 pairs of 60 recurrences are at least `NEAR` alike, and 14 of them are one job; the
floor was chosen there (.25 would ask 27, of which 17 are one job; .35 would ask 8, of which 7 are).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toil.recurrence.grouping import idf_of
from toil.recurrence.near import alike_by_rare_words, unit_rows
from toil.recurrence.opposites import are_opposed
from toil.recurrence.wordings import as_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

NEAR = 0.30
HELD_BY = 100
"""A word that more recurrences are known by tells none of them from the others."""
NEIGHBOURS = 3
TEAMS = ("team", "other_team")
"""Whom `merge_questions` asks."""


def recurrence_likeness(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The pairs of recurrences that are nearly alike: recurrence_id (the smaller id), other_id, likeness (.30 to 1).

    Reads `wordings`, `recurrence_ids`. Likeness is the grouping's own: the idf-weighted cosine of the words that each
    is known by. Pairs of which one only gives and the other only takes are two jobs. Of each recurrence the
    `NEIGHBOURS` likest are kept, equal ones in the order of their ids.
    """
    import pandas as pd

    living = frames["recurrence_ids"].dropna(subset=["current_id"]).drop_duplicates("current_id")
    names = living.sort_values("current_id")["current_id"].astype(str).tolist()
    keys = [as_key(str(leader)) for leader in living.sort_values("current_id")["decided"]]
    columns = ["recurrence_id", "other_id", "likeness"]
    if len(names) < 2:
        return pd.DataFrame(columns=columns)
    counted = frames["wordings"][["key", "work_count"]].drop_duplicates("key")
    idf = idf_of({as_key(str(key)): int(count) for key, count in counted.itertuples(index=False)})
    rarest = max(idf.values(), default=1.0)
    vectors = unit_rows(keys, {word: idf.get(word, rarest) for word in sorted({word for key in keys for word in key})})
    pairs = [
        (names[earlier], names[later], min(1.0, round(float(cosine), 6)))
        for block in alike_by_rare_words(vectors, NEAR, HELD_BY)
        for later, earlier, cosine in zip(*block, strict=True)
        if not are_opposed(keys[later], keys[earlier])
    ]
    return _nearest(pd.DataFrame(pairs, columns=columns))


def still_open(
    questions: pd.DataFrame, answers: Iterable[tuple[str, str, Mapping[str, object]]], current: Mapping[str, str]
) -> pd.DataFrame:
    """The rows of `merge_questions` that nobody has answered since the build; `answers` are (kind, subject, body).

    `current` has the recurrence that each id means (`said.current_ids`). Who has merged or ignored one of the pair has
    changed what would be asked: it is asked again after the next build.
    """
    settled, gone = set(), set()
    for kind, subject, body in answers:
        one, other = (current.get(name, name) for name in (subject, str(body.get("other") or "")))
        if kind == "apart":
            settled.add(frozenset((one, other)))
        elif kind in ("merge", "ignore"):
            gone |= {one, other}
    pairs = zip(questions["recurrence_id"], questions["other_id"], strict=True)
    return questions[[frozenset(pair) not in settled and not gone & {*pair} for pair in pairs]]


def asked_of(questions: pd.DataFrame, team: str, hidden: Collection[str] = ()) -> pd.DataFrame:
    """The rows of `merge_questions` that a team is asked: those of which either recurrence is mostly its own.

    Of the work of `hidden` teams, which are too small to be shown to others, no other team is asked.
    """
    teams = questions[list(TEAMS)]
    told = ~(teams.isin({*hidden} - {team})).any(axis="columns")
    return questions[teams.isin([team]).any(axis="columns") & told]


def _nearest(pairs: pd.DataFrame) -> pd.DataFrame:
    """The pairs that are among the nearest of either of the two."""
    ordered = pairs.sort_values(["likeness", "recurrence_id", "other_id"], ascending=[False, True, True])
    ordered = ordered.reset_index(drop=True)
    ends = ordered.melt(value_vars=["recurrence_id", "other_id"], value_name="end", ignore_index=False)
    ends = ends.sort_index(kind="stable")
    return ordered.loc[ends[ends.groupby("end").cumcount() < NEIGHBOURS].index.unique()]
