"""Everything also works from an installed wheel, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout, unpacked as an installer would; its dependencies are this environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "PYTHONPATH": str(installed), "TOIL_STORE": str(folder / "store")}
    program = (
        "import toil, sys; assert sys.argv.pop(1) in toil.__file__, toil.__file__; from toil.cli import main; main()"
    )
    command = [sys.executable, "-c", program, str(installed), *arguments]
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_the_demo_runs_from_a_wheel(installed: Path, tmp_path: Path) -> None:
    """`toil demo` extracts, builds and prints the candidates with nothing but the wheel's own files."""
    done = run(installed, tmp_path, "demo", "--no-serve", "--folder", str(tmp_path / "store"))
    assert done.returncode == 0, done.stderr
    listed = run(installed, tmp_path, "candidates", "--format", "csv")
    assert listed.returncode == 0, listed.stderr
    assert len(listed.stdout.splitlines()) > 5


def test_the_app_is_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    """The frame, its pages and its settings are found inside the package."""
    program = (
        "from toil.resources import app_path; from streamlit.testing.v1 import AppTest\n"
        "at = AppTest.from_file(str(app_path()), default_timeout=60).run(); print(app_path(), len(at.exception))"
    )
    environ = {**os.environ, "PYTHONPATH": str(installed), "TOIL_STORE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(installed / "toil/bundled/app.py"), "0"]
