"""The tutorial is followed word by word, as by somebody who has nothing but the repository."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.cli.command_line import OURS
from tests.conftest import ROOT
from tests.docs.own_services import services
from toil.locales import words
from toil.pages import _access
from toil.settings import Settings, load_settings
from toil.store.journal import Journal
from toil.store.published import open_published

SERVING = ("make demo", ".venv/bin/toil app")
LABELLED = "MNT.clean"


def commands(language: str) -> list[str]:
    """Every line of the tutorial's shell blocks, in order."""
    name = "tutorial.md" if language == "en" else f"tutorial.{language}.md"
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / name).read_text("utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_both_languages_give_the_same_commands() -> None:
    """Whoever reads Japanese types what whoever reads English types, so that following one follows both."""
    assert commands("en") == commands("ja")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_tutorial_names_buttons_as_the_app_does(language: str) -> None:
    """What is printed in bold is the label of a button in that language."""
    name = "tutorial.md" if language == "en" else f"tutorial.{language}.md"
    bold = re.findall(r"\*\*(.+?)\*\*", (ROOT / "docs" / name).read_text("utf-8").replace("\n", " "))
    assert len(bold) == 3
    assert sorted(bold) == sorted(words(language)(key) for key in ("judge.save", "decision.save", "minutes.download"))


def test_the_tutorial_ends_with_a_retrospective(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Settings
) -> None:
    """The demo, one's own Jira and PagerDuty, a label and a decision, minutes, and a report.

    Three things are given: what `make` would install from the package index is taken from this environment, the
    services are fakes on this machine that hold six weeks of the sample, and the demo was there once before, so that
    its build takes over what it would make again (from nothing it runs in `tests/house/test_wheel.py`).
    """
    shutil.copytree(sample.store.folder, tmp_path / ".toil" / "demo", symlinks=True)
    reader = Reader(tmp_path)
    retrospective = partial(hold_the_retrospective, tmp_path, monkeypatch)
    with services() as given:
        reader.environment["PAGERDUTY_API_HOST"] = given["pagerduty"]
        for line in commands("en"):
            for written, here in given.items():
                line = re.sub(rf"(?<=[= ]){re.escape(written)}(?=\s|$)", here, line)
            if line.startswith("export "):
                reader.environment.update(part.split("=", 1) for part in shlex.split(line)[1:])
            elif line in SERVING:
                reader.serve(line, (lambda: None) if "demo" in line else retrospective)
            else:
                reader.type(line)
    report = (tmp_path / "retrospective.html").read_text("utf-8")
    assert re.search(r"Toil took \d+% of capacity in week 47 of 2026", report)
    assert LABELLED in (tmp_path / "labels.csv").read_text("utf-8-sig")
    with open_published(tmp_path / ".toil") as store:
        decided = store.read("classifications", decided_by="person")
        assert len(decided) > 1
        assert set(decided["category"]) == {LABELLED}


def hold_the_retrospective(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Correct one topic, note one decision, and read both in the minutes."""
    t = words("en")
    monkeypatch.setattr(_access, "request_origin", lambda: (None, {"Host": "localhost:8501"}))
    monkeypatch.setenv("TOIL_STORE", str(folder / ".toil"))
    monkeypatch.setenv("TOIL_CONFIG", str(folder / "toil.toml"))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.run().switch_page(str(ROOT / "toil" / "pages" / "retro.py")).run()
    assert app.title[0].value == "Retrospective"
    first = next(box for box in app.selectbox if box.label == t("judge.category"))
    first.select(LABELLED)
    next(one for one in app.button if one.label == t("judge.save")).click().run()
    next(one for one in app.text_input if one.label == t("decision.text")).set_value("Clean up by itself")
    next(one for one in app.text_input if one.label == t("decision.owner")).set_value("platform")
    next(one for one in app.button if one.label == t("decision.save")).click().run()
    assert not app.exception
    minutes = app.code[0].value
    assert "Clean up by itself" in minutes
    journal = Journal(load_settings(folder / "toil.toml", environ={"TOIL_STORE": str(folder / ".toil")}).store.folder)
    assert [event.kind for event in journal.events()] == ["label", "decision"]


class Reader:
    """Somebody at a terminal in the repository's folder, without credentials or settings."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, ""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = {**kept, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "BROWSER": "true"}
        for name in ("Makefile", "pyproject.toml"):
            (folder / name).symlink_to(ROOT / name)
        ready = folder / ".venv" / "bin"
        ready.mkdir(parents=True)
        (ready / "toil").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m toil "$@"\n', "utf-8")
        (ready / "toil").chmod(0o755)
        (ready / ".ready").touch()

    def type(self, line: str) -> None:
        """A command that ends by itself, and well."""
        done = subprocess.run(line, shell=True, cwd=self.folder, env=self.environment, text=True, timeout=300,
                              capture_output=True, stdin=subprocess.DEVNULL, check=False)  # fmt: skip
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        self.said += done.stdout

    def serve(self, line: str, meanwhile: Callable[[], None]) -> None:
        """A command that serves the app: wait for its address, do something meanwhile, end it with Ctrl-C."""
        told = ""
        with subprocess.Popen(line, shell=True, cwd=self.folder, env=self.environment, text=True,
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
                              start_new_session=True) as process:  # fmt: skip
            try:
                for told_line in process.stderr or ():
                    told += told_line
                    if found := re.search(r"the app is at (http://\S+)", told_line):
                        break
                else:
                    raise AssertionError(f"{line} ended without an address:\n{told}")
                meanwhile()
                answers(found[1])
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGINT)
                process.communicate(timeout=30)


def answers(address: str) -> None:
    """The app is there: asked until it has started, at most a minute."""
    request = ["curl", "--silent", "--fail", "--retry", "120", "--retry-connrefused", "--retry-delay", "1",
               f"{address}/_stcore/health"]  # fmt: skip
    subprocess.run(request, check=True, capture_output=True, timeout=60)
    urllib.request.urlopen(address, timeout=10).close()
