"""Decisions: the category of each piece of work, from people, rules and the model, in that order."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from toil.classify.evidence import TEAM_RULE, rule_votes
from toil.classify.facts import each_once, with_facts, with_sentences
from toil.classify.features import texts_of
from toil.classify.labels import Label, deciding_labels, stored_labels
from toil.classify.model import Examples, Model, can_learn, examples, is_taught
from toil.classify.prior import recurs, with_circumstances, with_one_offs
from toil.classify.quality import held_out_votes, quality_row
from toil.classify.taxonomy import UNKNOWN, Taxonomy
from toil.classify.team_taxonomy import Taxonomies, taxonomies
from toil.classify.together import voted_together
from toil.errors import SettingsError
from toil.learning import is_kept, learning
from toil.locales.evidence import told
from toil.recurrence.flags import are_among, is_true

if TYPE_CHECKING:
    import pandas as pd

    from toil.relations import Frames
    from toil.settings import Settings

PERSON_SURE = 1.0
_FIELDS = ["work_id", "team", "title", "item_type", "labels", "service", "project", "is_machine_made", "is_planned"]
_READ = [*_FIELDS, "is_project_work", "urgency"]
_LEARNT = [*_FIELDS, "is_deleted", "created_at"]


def rule_vote_rows(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What the rules say of each piece of work; reads work, recurring_work, work_circumstances, untouched_work.

    Each team's work goes by that team's taxonomy. Raises SettingsError where a team's own rule names no
    category, or a team of requesters that there is not.
    """
    import pandas as pd

    known = taxonomies(settings)
    names = {one.category for one in known.categories}
    for number, rule in enumerate(settings.classify.rules, start=1):
        if rule.category not in names:
            raise SettingsError(f"there is no category {rule.category!r}", where=f"classify.rules[{number}]",
                                do=f"known are {', '.join(sorted(names))}")  # fmt: skip
        for team in rule.requester_teams:
            if team.casefold() not in {name.casefold() for name in settings.teams}:
                raise SettingsError(f"there is no team {team!r}", where=f"classify.rules[{number}]",
                                    do=f"known are {', '.join(sorted(settings.teams)) or 'none'}")  # fmt: skip
    work = with_circumstances(frames["work"][_READ], frames)
    parts = [_votes(work[rows], taxonomy, frames, settings) for taxonomy, rows in known.parts(work["team"])]
    if len(parts) > 1:
        return pd.concat(parts).reindex(work.index)
    return parts[0] if parts else _votes(work, known.house, frames, settings)


def _votes(work: pd.DataFrame, taxonomy: Taxonomy, frames: Frames, settings: Settings) -> pd.DataFrame:
    import pandas as pd

    votes = rule_votes(work, taxonomy, settings.classify.rules)
    distinct = pd.DataFrame(votes.distinct, columns=["category", "rule", "confidence", "evidence", "facts"])
    fixed = distinct["rule"].str.startswith(TEAM_RULE).to_numpy(dtype=bool)[votes.codes]
    single = each_once(distinct, votes.codes).set_axis(work.index).assign(work_id=work["work_id"])
    alerts = work.loc[is_true(work["is_machine_made"]), ["work_id", "urgency"]]
    alerts = alerts.assign(is_untouched=are_among(alerts["work_id"], frames["untouched_work"]["work_id"]))
    return voted_together(single, frames["recurring_work"], alerts, taxonomy, fixed=fixed)


def classifier_learning(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row: when the model last learned, and from how many pieces of work that rules were sure of.

    Reads rule_votes, labelled_work and build_info, and of the earlier build last_classifier_learning. A label is rare
    and dear: any that came, went or changed is learned from at once.
    """
    import pandas as pd

    votes = frames["rule_votes"]
    count = int(is_taught(votes).sum())
    told = frames["labelled_work"][["event_id", "category"]].drop_duplicates().sort_values("event_id")
    said = hashlib.sha256(told.to_csv(index=False).encode()).hexdigest()[:32] if len(told) else ""
    return learning(frames["last_classifier_learning"], count, pd.Timestamp(frames["build_info"]["as_of"].iloc[0]),
                    said=said)  # fmt: skip


def model_examples(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What the model learns from; reads work, rule_votes, labelled_work and classifier_learning.

    Texts that an earlier build had chosen stay (last_classifier_learning, last_model_examples): the same texts make the
    same model.
    """
    last = frames["last_model_examples"]
    if not last.empty and is_kept(frames["classifier_learning"], frames["last_classifier_learning"]):
        return last
    return chosen_examples(frames, settings)


def chosen_examples(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What the model learns from when it learns anew; reads work, rule_votes and labelled_work."""
    import pandas as pd

    known = examples(_decided(frames), taxonomies(settings))
    return pd.DataFrame(known._asdict()).rename_axis("text_number").reset_index()


def classifier_quality(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The model's score in one row; reads held_out_votes and model_examples."""
    import pandas as pd

    return pd.DataFrame([quality_row(frames["held_out_votes"], len(frames["model_examples"]))])


def held_out_rows(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What the model says of work that it has not seen; reads model_examples."""
    return held_out_votes(_known(frames), minimum_precision=settings.classify.minimum_precision)


def labelled_work(frames: Frames, settings: Settings) -> pd.DataFrame:
    """The label that decides each labelled piece of work; reads the labels' relations."""
    import pandas as pd

    rows = [
        (work_id, label.event_id, label.category, label.on_recurrence, label.toil_probability, label.why)
        for work_id, label in deciding_labels(frames, settings).items()
    ]
    columns = ["work_id", "event_id", "category", "on_recurrence", "toil_probability", "why"]
    return pd.DataFrame(rows, columns=columns)


def model_votes(frames: Frames, settings: Settings) -> pd.DataFrame:
    """What the model says of work that neither people nor rules decided.

    Reads work, rule_votes, labelled_work, model_examples and classifier_quality.
    """
    import pandas as pd

    known, quality = _known(frames), frames["classifier_quality"].iloc[0]
    undecided = frames["rule_votes"].loc[frames["rule_votes"]["category"] == UNKNOWN, "work_id"]
    work = frames["work"][are_among(frames["work"]["work_id"], undecided)]
    open_work = work[~are_among(work["work_id"], _said(frames).index) & ~is_true(work["is_deleted"])]
    columns = ["work_id", "category", "confidence", "toil_probability", "abstained"]
    if open_work.empty or not can_learn(known) or quality["threshold"] > 1:
        return pd.DataFrame(columns=columns)
    model = Model(known, temperature=float(quality["temperature"]))
    parts = [_model_rows(model, open_work[mine], own) for own, mine in taxonomies(settings).parts(open_work["team"])]
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(abstained=rows["confidence"] < quality["threshold"])[columns]


def _model_rows(model: Model, work: pd.DataFrame, taxonomy: Taxonomy) -> pd.DataFrame:
    """work_id, category, confidence, toil_probability of work whose team has this taxonomy; each text is read once."""
    import pandas as pd

    texts = pd.Series(texts_of(work, work["title"].fillna("").astype(str).tolist()))
    distinct = sorted(texts.unique())
    votes = model.votes(distinct, taxonomy)
    voted = pd.DataFrame({"category": votes.categories, "confidence": votes.confidence,
                          "toil_probability": votes.toil_probability}, index=distinct)  # fmt: skip
    return voted.loc[texts.tolist()].set_index(work["work_id"]).rename_axis("work_id").reset_index()


def classifications(frames: Frames, settings: Settings) -> pd.DataFrame:
    """One row a piece of work: category, toil_probability, confidence, decided_by, evidence, facts."""
    known = taxonomies(settings)
    rules = frames["rule_votes"].set_index("work_id")
    table = rules[["category", "confidence"]].assign(decided_by="rule", toil_probability=0.0)
    table["category"] = table["category"].astype(str)
    table["facts"] = rules["facts"].astype("category")  # a million sentences are some thousand, each kept once
    teams = frames["work"].set_index("work_id")["team"].reindex(table.index)
    for taxonomy, rows in known.parts(teams):
        priors = {one.category: one.toil_probability for one in taxonomy.categories}
        table.loc[rows, "toil_probability"] = table.loc[rows, "category"].map(priors)
    table = _with_model(
        table, frames["model_votes"].set_index("work_id"), float(frames["classifier_quality"]["threshold"].iloc[0])
    )
    decided = stored_labels(frames["labelled_work"])
    table = _with_labels(table, decided, teams, known)
    stated = {work_id for work_id, label in decided.items() if label.toil_probability is not None}
    once = ~recurs(frames).set_axis(frames["work"]["work_id"]).reindex(table.index)
    table = with_one_offs(table, once & ~are_among(table.index, stated))
    return with_sentences(table, rules).reset_index()


def _known(frames: Frames) -> Examples:
    """The examples as the model reads them, in their order."""
    rows = frames["model_examples"].sort_values("text_number")
    return Examples(*(rows[name].tolist() for name in Examples._fields))


def _said(frames: Frames) -> pd.Series[str]:
    """The category that people gave, by work_id, where they named one."""
    labelled = frames["labelled_work"]
    return labelled[labelled["category"].notna()].set_index("work_id")["category"]


def _decided(frames: Frames) -> pd.DataFrame:
    """`work` with the category that rules and people gave it, and how sure that is."""
    work = frames["work"][_LEARNT].merge(frames["rule_votes"][["work_id", "category", "confidence"]], on="work_id")
    work["category"] = work["category"].astype(str)
    said = _said(frames)
    spoken = are_among(work["work_id"], said.index)
    work.loc[spoken, "category"] = work.loc[spoken, "work_id"].map(said)
    work.loc[spoken, "confidence"] = PERSON_SURE
    return work[~is_true(work["is_deleted"])]


def _with_model(table: pd.DataFrame, votes: pd.DataFrame, threshold: float) -> pd.DataFrame:
    """Where no rule decided: the model's vote, or an abstention that says what it would have guessed."""
    taken = votes[~votes["abstained"].astype(bool)]
    table.loc[votes.index, "decided_by"] = "model"
    table.loc[votes.index, "confidence"] = votes["confidence"].astype(float)
    table.loc[taken.index, "category"] = taken["category"]
    table.loc[taken.index, "toil_probability"] = taken["toil_probability"].astype(float)
    said = [
        told("abstained", category=category, sure=round(float(sure), 2), needed=threshold)
        if abstained
        else told("model", category=category, sure=round(float(sure), 2))
        for category, sure, abstained in zip(votes["category"], votes["confidence"], votes["abstained"], strict=True)
    ]
    return with_facts(table, votes.index, [facts for _, facts in said])


def _with_labels(
    table: pd.DataFrame, decided: dict[str, Label], teams: pd.Series[str], known: Taxonomies
) -> pd.DataFrame:
    """Where people decided: their category and share of toil, each where they named one."""
    rows = table.index[are_among(table.index, decided)]
    said = [decided[str(work_id)] for work_id in rows]
    categories = [one.category or now for one, now in zip(said, table.loc[rows, "category"], strict=True)]
    table.loc[rows, "category"] = categories
    table.loc[rows, "toil_probability"] = [
        known.of(team)[category].toil_probability if one.toil_probability is None else one.toil_probability
        for one, category, team in zip(said, categories, teams[rows], strict=True)
    ]
    table.loc[rows, "confidence"] = PERSON_SURE
    table.loc[rows, "decided_by"] = "person"
    facts = [
        told("label_recurrence" if one.on_recurrence else "label_work", event=str(one.event_id), why=one.why)[1]
        for one in said
    ]
    return with_facts(table, rows, facts)
