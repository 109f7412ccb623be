"""The model card: how far the decisions can be trusted, in sentences and in a picture of its calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from toil.charts.headlines import week_label
from toil.locales.numbers import count, is_missing, percent

if TYPE_CHECKING:
    from toil.charts.picture import Picture
    from toil.locales import Words

    Read = Callable[..., pd.DataFrame]

RELATIONS = ("classifier_quality", "held_out_votes", "classifier_scores", "classifier_confusions",
             "classifier_calibration", "rule_agreement", "classification_drift", "decided_work")  # fmt: skip
DRIFT = "classification_drift"
MOST = 5
NEVER = 1.0  # a threshold above it is never reached


def card_frames(read: Read, team: str | None = None) -> dict[str, pd.DataFrame]:
    """What the card reads of a published store; of drift, which is a team's, that of this team or of all."""
    frames = {name: read(name) for name in RELATIONS if name != DRIFT}
    return {**frames, DRIFT: read(DRIFT) if team is None else read(DRIFT, team=team)}


def card_sentences(frames: Mapping[str, pd.DataFrame], words: Words, names: Mapping[str, str]) -> list[str]:
    """Who decides, what the model was trained on and is worth, what it confuses, what people confirm, and the drift."""
    quality = frames["classifier_quality"].iloc[0]
    said = [_deciders(frames["decided_work"], words), *_quality(quality, frames["held_out_votes"], words)]
    worst = frames["classifier_confusions"].sort_values(["texts", "category", "said"], ascending=[False, True, True])
    if len(worst):
        pairs = words("why.and").join(
            words("card.pair", category=names.get(row["category"], row["category"]),
                  said=names.get(row["said"], row["said"]), number=count(row["texts"]))
            for row in worst.head(MOST).to_dict("records")
        )  # fmt: skip
        said.append(words("card.confuses", pairs=pairs))
    rules = frames["rule_agreement"]
    if len(rules):
        labelled, confirmed = rules["labelled"].sum(), rules["confirmed"].sum()
        said.append(words("card.rules", labelled=count(labelled), confirmed=count(confirmed)))
    else:
        said.append(words("card.no_labels"))
    drifts = [_drift(rows, words) for _, rows in frames[DRIFT].groupby("team")]
    return said + (drifts or [words("card.no_drift")])


def scores_table(frames: Mapping[str, pd.DataFrame], names: Mapping[str, str]) -> pd.DataFrame:
    """`classifier_scores` with the categories' names and what people said of the rules, most held out first."""
    scores = frames["classifier_scores"].merge(frames["rule_agreement"], on="category", how="outer")
    counted = ["held_out", "said", "abstained", "said_right", "labelled", "confirmed"]
    scores[counted] = scores[counted].fillna(0).astype(int)
    scores["category_name"] = [names.get(str(one), str(one)) for one in scores["category"]]
    return scores.sort_values(["held_out", "category"], ascending=[False, True], ignore_index=True)


def calibration(rows: pd.DataFrame, words: Words) -> Picture:
    """`classifier_calibration`: how often it is right when it is so sure; on the line both are the same."""
    import altair as alt

    from toil.charts.picture import BUDGET, OTHER, Picture

    scale = alt.Scale(domain=[0, 1])
    x = alt.X("mean_confidence:Q", title=words("card.sure"), scale=scale, axis=alt.Axis(format="%", grid=False))
    y = alt.Y("right_share:Q", title=words("card.right"), scale=scale, axis=alt.Axis(format="%", grid=False))
    tooltip = [
        alt.Tooltip("texts:Q", title=words("card.texts")),
        alt.Tooltip("mean_confidence:Q", title=words("card.sure"), format=".0%"),
        alt.Tooltip("right_share:Q", title=words("card.right"), format=".0%"),
    ]
    ends = pd.DataFrame({"mean_confidence": [0.0, 1.0], "right_share": [0.0, 1.0]})
    ideal = alt.Chart(ends).mark_line(color=OTHER, strokeDash=[3, 4]).encode(x=x, y=y)
    points = alt.Chart(rows).encode(x=x, y=y)
    line = points.mark_line(color=BUDGET)
    dots = points.mark_circle(color=BUDGET, opacity=0.9).encode(
        size=alt.Size("texts:Q", legend=None, scale=alt.Scale(range=[30, 400])), tooltip=tooltip
    )
    return Picture(
        alt.layer(ideal, line, dots).properties(height=300), words("card.calibration"),
        words("describe.calibration", number=len(rows)), words("card.calibration_legend"), has_marks=len(rows) > 0,
    )  # fmt: skip


def _deciders(rows: pd.DataFrame, words: Words) -> str:
    every, unknown = int(rows["work_count"].sum()), rows["category"] == "UNK"

    def share(which: pd.Series[bool]) -> str:
        return percent(rows.loc[which, "work_count"].sum() / every if every else 0)

    rule, person, model = (rows["decided_by"] == name for name in ("rule", "person", "model"))
    return words("card.deciders", number=count(every), rule=share(rule), person=share(person),
                 model=share(model & ~unknown), none=share(unknown))  # fmt: skip


def _quality(quality: pd.Series[Any], votes: pd.DataFrame, words: Words) -> list[str]:
    if not quality["held_out"]:
        return [words("card.untrained", number=count(quality["trained_on"]))]
    judged = votes.loc[votes["is_judged"].astype(bool), "created_at"]
    said = [words("card.trained", number=count(quality["trained_on"]), held=count(quality["held_out"]),
                  first=f"{judged.min():%Y-%m-%d}", last=f"{judged.max():%Y-%m-%d}")]  # fmt: skip
    if quality["threshold"] > NEVER:
        return [*said, words("card.never")]
    return [*said, words("card.quality", told=percent(quality["coverage"]), abstained=percent(1 - quality["coverage"]),
                         right=percent(quality["precision"]), threshold=percent(quality["threshold"]),
                         error=f"{quality['calibration_error']:.3f}")]  # fmt: skip


def _drift(weeks: pd.DataFrame, words: Words) -> str:
    """How far the newest week of one team is from those before."""
    known = weeks[weeks["mix_change"].notna()].sort_values("week")
    if known.empty:
        return words("card.no_drift")
    row = known.iloc[-1]
    key = "card.drift" if not is_missing(row["usual_change"]) else "card.drift_first"
    return words(key, team=row["team"], week=week_label(str(row["week"]), words), change=percent(row["mix_change"]),
                 usual=percent(row["usual_change"]), sure=percent(row["mean_confidence"]))  # fmt: skip
