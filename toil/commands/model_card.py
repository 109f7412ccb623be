"""`toil classify --report`: who decided how much, and how far that can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toil.locales.numbers import count, percent

if TYPE_CHECKING:
    import pandas as pd

    from toil.commands.session import Session
    from toil.locales import Words
    from toil.store.published import Published


def show_report(session: Session, store: Published, lang: str) -> None:
    """The model card: sentences, the score of each category, the calibration, and how many pieces each one has."""
    from toil.charts.facts import category_names
    from toil.charts.model_card import card_frames, card_sentences, scores_table
    from toil.locales import words

    frames = card_frames(store.read)
    counts = frames["decided_work"].groupby("category")["work_count"].sum().sort_values(ascending=False)
    if session.json:
        session.emit(_document(frames, counts, store.read("classifications")))
        return
    spoken, names = words(lang), category_names(store.read("categories"), lang)
    for line in card_sentences(frames, spoken, names):
        session.line(line)
    scores = scores_table(frames, names)
    if len(scores):
        session.line(spoken("card.scores"))
    for row in scores.to_dict("records"):
        session.line(f"  {_score(row, spoken)}")
    if len(frames["classifier_calibration"]):
        session.line(spoken("card.calibration"))
    for row in frames["classifier_calibration"].sort_values("bin").to_dict("records"):
        session.line("  " + spoken("card.bin", sure=percent(row["mean_confidence"]), right=percent(row["right_share"]),
                                   texts=count(row["texts"])))  # fmt: skip
    session.line(spoken("card.counts"))
    for category, number in counts.items():
        session.line(f"  {category} {names.get(str(category), '')}: {number:,}")


def _score(row: dict[Any, Any], spoken: Words) -> str:
    told = spoken(
        "card.score", category=row["category_name"], precision=percent(row["precision"]), recall=percent(row["recall"]),
        **{name: count(row[name]) for name in ("held_out", "said", "abstained")},
    )  # fmt: skip
    rules = {name: count(row[name]) for name in ("labelled", "confirmed")}
    return told + (spoken("card.score_rules", **rules) if row["labelled"] else "")


def _document(frames: dict[str, pd.DataFrame], counts: pd.Series[int], rows: pd.DataFrame) -> dict[str, Any]:
    deciders = [
        {"decided_by": str(name), "works": len(part), "share": len(part) / len(rows),
         "mean_confidence": float(part["confidence"].mean())}
        for name, part in rows.groupby("decided_by", sort=True)
    ]  # fmt: skip
    tables = {"scores": "classifier_scores", "confusions": "classifier_confusions",
              "calibration": "classifier_calibration", "rules": "rule_agreement", "drift": "classification_drift",
              "model": "classifier_quality"}  # fmt: skip
    card: dict[str, Any] = {key: frames[name].to_dict("records") for key, name in tables.items()}
    card["model"] = card["model"][0]
    return {"works": len(rows), "decided_by": deciders, "categories": counts.to_dict(), **card}
