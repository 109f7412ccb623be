"""The image: nobody's root, without secrets, with a health check and a volume; `make check-container` runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.command_words import check_command
from tests.conftest import ROOT
from tests.container import Step, environment, stages

BUILD, IMAGE = stages()
SECRETS = re.compile(r"token|password|secret|api_?key|webhook", re.IGNORECASE)


def one(stage: list[Step], name: str) -> Step:
    (found,) = [step for step in stage if step.name == name]
    return found


def test_a_linter_finds_nothing() -> None:
    """hadolint reads the Containerfile, and the shell in it, and has no word to say."""
    linter = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([linter, ROOT / "Containerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_as_nobody_in_particular() -> None:
    """A numeric user that is not root, which Kubernetes can check, owns the folder of the stores and nothing else."""
    user, group = one(IMAGE, "USER").text.split(":")
    assert (int(user) > 0, int(group) > 0) == (True, True)
    (folder,) = one(IMAGE, "VOLUME").words
    assert environment(IMAGE)["TOIL_STORE"] == folder
    assert f"-o {user} -g {group} " in one(IMAGE, "RUN").text
    order = [step.name for step in IMAGE]
    assert order.index("RUN") < order.index("USER") < order.index("VOLUME")


def test_no_secret_is_in_it() -> None:
    """Nothing that is set or asked for while building has a secret's name, and only what is listed can be copied."""
    for step in [*BUILD, *IMAGE]:
        assert step.name != "ARG"
        assert not (step.name == "ENV" and SECRETS.search(step.text))
    rules = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] not in ("#", "")]
    assert rules[0] == "*"
    allowed = [rule[1:] for rule in rules if rule[0] == "!"]
    assert not [name for name in allowed if SECRETS.search(name) or not (ROOT / name).exists()]
    assert any(fnmatch(".streamlit/secrets.toml", rule) for rule in rules if rule[0] != "!")


@pytest.mark.parametrize("step", [step for step in BUILD if step.name == "COPY"], ids=lambda step: step.text)
def test_what_is_copied_is_there_and_let_in(step: Step) -> None:
    """Every source of a COPY exists and is in the list of what may go in."""
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"]
    for source in step.words[:-1]:
        assert (ROOT / source).exists(), source
        assert any(name == source or name.startswith(f"{source}/") for name in allowed), source


def test_it_says_whether_it_is_well() -> None:
    """The health check asks the port that is served, and the command that serves it is one of ours."""
    command, port = one(IMAGE, "CMD").words, one(IMAGE, "EXPOSE").text
    check_command(command)
    assert command[command.index("--port") + 1] == port
    assert f"127.0.0.1:{port}/_stcore/health" in one(IMAGE, "HEALTHCHECK").words[-1]


def test_all_that_the_wheel_takes_in_is_copied() -> None:
    """What pyproject.toml packs is in the build's folder, or the image would lack it."""
    import tomllib

    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*packed["packages"], *packed["force-include"]}
    copied = {source for step in BUILD if step.name == "COPY" for source in step.words[:-1]}
    assert not {name for name in needed if not any(name == one or name.startswith(f"{one}/") for one in copied)}
