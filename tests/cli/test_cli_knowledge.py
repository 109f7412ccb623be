import json
from pathlib import Path

import pytest

from tests.cli.command_line import Run
from tests.exports.report_store import TITLE
from toil.commands.session import Session
from toil.store.journal import Journal
from toil.store.published import open_published


@pytest.mark.parametrize("name", ["OPS-1", "jira:example:10001", "w1"])
def test_a_decision_can_say_why(toil: Run, store: Path, name: str) -> None:
    """An item is explained by its key, its id or its work: category, how surely, who decided, on what evidence."""
    result = toil("classify", "--explain", name)
    assert result.out.splitlines() == [
        f"OPS-1: {TITLE}",
        "REQ.access: Accounts · 90% toil · decided by a rule, 95% sure. the title holds account",
        "Rules that fit, the strongest first:",
        "  INT.words[0] → INT: the title says “alert”; precedence 1100, 35% sure – the strongest rule",
        "The rules or the work have changed since this build: `toil build` would decide anew.",
        f"The 1 pieces of “{TITLE}” vote together: INT 1× (100% of the weight).",
        "The model was not asked: it decides only where no rule fits.",
        "2026-10-01: labelled Noise (journal event 3; applied). “as agreed” Others said something else.",
    ]


def test_a_decision_can_say_why_in_japanese(toil: Run, store: Path) -> None:
    """`--lang ja` tells the same in Japanese, `--json` as one document with each rule that fitted."""
    assert "まだ誰も分類していません。" in toil("classify", "--explain", "w2", "--lang", "ja").out
    Path("toil.toml").write_text('[[classify.rules]]\ncategory = "REQ.access"\nwords = ["証明書"]\n', "utf-8")
    document = json.loads(toil("classify", "--explain", "w2", "--json").out)
    first = document["rules"][0]
    assert (first["rule"], first["outcome"], document["is_stale"]) == ("classify.rules[1]", "won", True)


def test_a_rule_is_tried_without_writing(toil: Run, store: Path) -> None:
    """A rule, or a file of rules, says how much it would change; the build and the settings stay as they are."""
    files = {file: file.read_bytes() for file in store.iterdir()}
    rule = 'category = "REQ.access", words = ["証明書"]'
    document = json.loads(toil("classify", "--what-if", rule, "--json").out)
    assert [row["after"] for row in document["by_topic"] if row["before"] == "INT.noise"] == ["REQ.access"]
    Path("tried.toml").write_text(f"[[classify.rules]]\n{rule.replace(', words', chr(10) + 'words')}\n", "utf-8")
    assert json.loads(toil("classify", "--what-if", "tried.toml", "--json").out) == document
    assert "nothing was written" in toil("classify", "--what-if", rule).messages
    assert {file: file.read_bytes() for file in store.iterdir()} == files


@pytest.mark.parametrize("rule", ["no.toml", "category = ", 'words = ["a"]', 'category = "REQ", word = ["a"]'])
def test_what_is_no_rule_is_told(toil: Run, store: Path, rule: str) -> None:
    """What is neither a rule nor a file is a usage error that shows how one is written."""
    result = toil("classify", "--what-if", rule)
    assert result.code == 2
    assert 'category = "REQ.access", words = ["vpn"]' in result.messages


def test_titles_do_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Of a title with control characters neither data nor messages carry more than its text; tabs stay."""
    session = Session()
    session.line("OPS\x1b[2J\x07\tend")
    session.say("OPS\x1b]0;x\x07end")
    said = capsys.readouterr()
    assert said.out == "OPS[2J\tend\n"
    assert said.err.strip() == "OPS]0;xend"


def test_an_unknown_item_is_told(toil: Run, store: Path) -> None:
    """What is not in the build is a usage error that says what may be named."""
    result = toil("classify", "--explain", "OPS-999")
    assert result.code == 2
    assert "OPS-12" in result.messages


def test_the_classification_as_a_whole(toil: Run, store: Path) -> None:
    """The report counts all work once, by who decided and by category."""
    document = json.loads(toil("classify", "--report", "--json").out)
    assert document["works"] == 2
    assert [(one["decided_by"], one["works"]) for one in document["decided_by"]] == [("model", 1), ("rule", 1)]
    assert document["categories"] == {"INT.noise": 1, "REQ.access": 1}


@pytest.mark.parametrize(
    ("language", "sentences"),
    [("en", ("Noise (1×)", "people confirmed 2 of 3", "25% of the new work", "95% sure: right 75%")),
     ("ja", ("「権限」を「対応不要」と判定", "3 件のうち、2 件", "25% が、それまで", "確度 95%：正解率 75%"))],
)  # fmt: skip
def test_the_model_card(toil: Run, store: Path, language: str, sentences: tuple[str, ...]) -> None:
    """Scores, confusions, calibration on unseen work, what people confirmed and the drift, in either language."""
    told = toil("classify", "--report", "--lang", language).out
    assert [one for one in sentences if one not in told] == []
    document = json.loads(toil("classify", "--report", "--json").out)
    assert document["model"]["calibration_error"] == 0.12
    assert {len(document[name]) for name in ("scores", "calibration", "drift")} == {2}


def test_labels_go_out_and_in(toil: Run, store: Path) -> None:
    """Labels brought in stand in the journal with the taxonomy they mean, come out with the recurrence's name, and are
    not written twice.
    """
    Path("in.csv").write_text("subject,category,why\nr1,INT.noise,=seen\nw2,REQ.access,\n", "utf-8")
    assert json.loads(toil("label", "import", "in.csv", "--json").out) == {"read": 2, "written": 2}
    assert toil("label", "export", "out.csv").code == 0
    assert "'=seen" in Path("out.csv").read_text("utf-8-sig")
    assert json.loads(toil("label", "import", "out.csv", "--json").out) == {"read": 2, "written": 0}
    labels = json.loads(toil("label", "export", "--json").out)["labels"]
    assert [(label["subject"], label["name"]) for label in labels] == [("r1", TITLE), ("w2", "")]
    with open_published(store) as published:
        known = published.read("build_info")["taxonomy_version"].iloc[0]
    assert {event.body["taxonomy_version"] for event in Journal(store).events(kind="label")} == {known}


def test_a_trait_is_overruled_and_taken_back(toil: Run, store: Path) -> None:
    """A word on a property stands in the journal until it is taken back; what is no property or no score is told."""
    assert toil("label", "trait", "r1", "manual", "0.2", "--why", "a script").code == 0
    (event,) = Journal(store).events(kind="trait")
    assert (event.subject, dict(event.body)) == ("r1", {"trait": "manual", "score": 0.2, "why": "a script"})
    assert toil("label", "trait", "r1", "manual", "--undo").code == 0
    assert Journal(store).events(kind="trait") == []
    for wrong in (("r1", "shiny", "1"), ("r9", "manual", "1"), ("r1", "manual"), ("r1", "manual", "7")):
        assert toil("label", "trait", *wrong).code == 2


def test_a_wrong_label_stops_the_whole_file(toil: Run, store: Path) -> None:
    """One wrong line, and not even the right ones are written."""
    Path("in.csv").write_text("subject,category\nr1,INT.noise\nr9,INT.noise\n", "utf-8")
    result = toil("label", "import", "in.csv")
    assert result.code == 2
    assert "in.csv:3" in result.messages
    assert Journal(store).history() == []


def test_an_automation_is_registered(toil: Run, store: Path) -> None:
    """Its promise stands in the journal, and the list shows it with the verdict of the newest build."""
    said = ["--name", "Self-service accounts", "--shipped-on", "2026-09-07", "--promised", "2.5"]
    added = json.loads(toil("automation", "add", "r1", *said, "--json").out)
    assert added["automation_id"] == "a1"
    assert json.loads(toil("automation", "add", "r2", *said, "--json").out)["automation_id"] == "a2"
    listed = json.loads(toil("automation", "list", "--json").out)["automations"]
    assert [(one["automation_id"], one["verdict"]) for one in listed] == [("a1", "too_early"), ("a2", None)]
    (event, _) = Journal(store).events(kind="automation")
    assert dict(event.body) == {"recurrence_id": "r1", "name": "Self-service accounts", "shipped_on": "2026-09-07",
                                "promised_hours_per_week": 2.5, "metric": "count"}  # fmt: skip


@pytest.mark.parametrize(
    ("recurrence", "day", "promised"), [("r9", "2026-09-07", "1"), ("r1", "7.9.2026", "1"), ("r1", "2026-09-07", "-1")]
)
def test_a_wrong_automation_is_refused(toil: Run, store: Path, recurrence: str, day: str, promised: str) -> None:
    """An unknown recurrence, a date of another kind, or a negative promise is refused, and nothing is written."""
    said = ["--name", "x", "--shipped-on", day, "--promised", promised]
    assert toil("automation", "add", recurrence, *said).code == 2
    assert Journal(store).history() == []
