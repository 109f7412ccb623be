"""Samples of any seed and size, written by the real generator and put through the real load and build."""

from __future__ import annotations

import shutil
from pathlib import Path

from pipelines.build import build
from pipelines.demo import load_sample
from sample_data.generator.output import write_all
from sample_data.generator.world import play
from toil.settings import load_settings

WEEKS = 26


def built(seed: int, scale: int, folder: Path) -> Path:
    """The folder of a sample of `scale` teams of nine over 26 weeks, with its truth, and its store freshly built.

    Files that are there already are not written again; the store always is. Where there are more teams than one, their
    work is all one team's, as the sample's toil.toml says. Raises ToilError where the build fails.
    """
    place = folder / f"seed{seed}x{scale}"
    if not (place / "truth" / "dirty.csv").exists():
        write_all(play(weeks=WEEKS, scale=scale, seed=seed), place)
    shutil.rmtree(place / "store", ignore_errors=True)
    settings = load_settings(place / "toil.toml", environ={"TOIL_STORE": str(place / "store")})
    load_sample(settings, folder=place)
    build(settings)
    return place
