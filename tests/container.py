"""The Containerfile as instructions: what the ordinary tests look at, and what `make check-container` carries out."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT


@dataclass(frozen=True)
class Step:
    """One instruction of the Containerfile."""

    name: str
    text: str

    @property
    def words(self) -> list[str]:
        """Its arguments, in the JSON form or split like a shell does; flags are left out."""
        text = self.text
        while text.startswith("--"):
            text = text.split(" ", 1)[1].lstrip()
        text = text.removeprefix("CMD ")
        return json.loads(text) if text.startswith("[") else shlex.split(text)

    def flag(self, name: str) -> str:
        """The value of `--name=value`; empty where it is not there."""
        found = [word for word in self.text.split() if word.startswith(f"--{name}=")]
        return found[0].partition("=")[2] if found else ""


def stages(file: Path = ROOT / "Containerfile") -> list[list[Step]]:
    """The instructions of each stage, FROM first; comments left out, continued lines joined."""
    lines = [line for line in file.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    found: list[list[Step]] = []
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, text = line.strip().partition(" ")
        step = Step(name.upper(), " ".join(text.split()) if name.upper() != "RUN" else text.strip())
        if step.name == "FROM":
            found.append([])
        found[-1].append(step)
    return found


def environment(stage: list[Step]) -> dict[str, str]:
    """What the ENV instructions of a stage set."""
    return dict(pair.split("=", 1) for step in stage if step.name == "ENV" for pair in step.words)
