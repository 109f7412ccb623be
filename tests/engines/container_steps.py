"""Carries the Containerfile out without Docker: its steps in a scratch folder, then its command, checked as it says.

Run `python -m tests.engines.container_steps SCRATCH` as root. Folders of the image (/src, /opt, /data) lie in SCRATCH;
everything after USER runs as that user, with the image's environment alone and its root read-only to it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.conftest import ROOT
from tests.container import Step, environment, stages

_PLACES = re.compile(r"(?<![\w./])/(src|opt|data)\b")


def main(scratch: Path) -> None:
    """Every stage, then the app until it is healthy, a run, and what may not be."""
    scratch.chmod(0o755)
    build, image = stages()
    user = next(step.text for step in image if step.name == "USER")
    (scratch / "bin").mkdir()
    (scratch / "bin" / "python").symlink_to(base_python(user))
    for step in build:
        carry_out(scratch, step, inside=scratch / "src")
    for step in image:
        carry_out(scratch, step, inside=scratch / "data")
    variables = {name: moved(scratch, value) for name, value in environment(image).items()}
    variables["PATH"] = variables["PATH"].replace("$PATH", "/usr/bin:/bin")
    (scratch / "tmp").mkdir(mode=0o1777)
    (scratch / "tmp").chmod(0o1777)
    variables["HOME"] = variables["TMPDIR"] = str(scratch / "tmp")
    command = next(step.words for step in image if step.name == "CMD")
    health = next(step.words for step in image if step.name == "HEALTHCHECK")
    owned = scratch / "data"

    def as_user(words: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*become(user), *words], cwd=owned, env=variables)

    size = sum(file.stat().st_size for file in (scratch / "opt").rglob("*") if file.is_file() and not file.is_symlink())
    print(f"installed: {size / 1e6:,.0f} MB beside the base image", flush=True)
    expect(as_user(["toil", "--no-input", "demo", "--no-serve", "--folder", str(owned)]).wait() == 0, "the demo runs")
    expect(as_user(["toil", "--no-input", "run", "--log", "json"]).wait() == 0, "a run builds")
    expect((owned / "toil.duckdb").stat().st_uid == int(user.split(":")[0]), "the stores belong to the user")
    expect(as_user(["sh", "-c", f"! touch {scratch}/opt/toil/x 2>/dev/null"]).wait() == 0, "the image is not writable")
    app = as_user(command)
    try:
        expect(healthy(as_user, health), "the health check finds the app")
    finally:
        app.terminate()
        app.wait()
    expect(as_user(health).wait() != 0, "the health check fails without the app")


def become(user: str) -> list[str]:
    """What makes a command run as this user and group; the shell between drops the last rights of root."""
    uid, gid = user.split(":")
    order = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--no-new-privs"]
    return [*order, "sh", "-c", 'exec "$@"', "sh"]


def base_python(user: str) -> str:
    """The base image's Python: one of this machine's that the image's user may run; root's own home is closed to it."""
    for python in (sys.executable, "/usr/local/bin/python3", "/usr/bin/python3"):
        if subprocess.run([*become(user), python, "-c", "import venv, ensurepip"], capture_output=True).returncode == 0:
            return str(Path(python).resolve())
    raise SystemExit("there is no Python here that another user than root may run")


def carry_out(scratch: Path, step: Step, *, inside: Path) -> None:
    """One step: COPY from the checkout or the earlier stage, RUN in a shell; others say nothing to do now."""
    if step.name == "COPY" and not step.flag("from"):
        *sources, target = step.words
        for source in sources:
            copy(ROOT / source, inside / (Path(source).name if target == "./" else target))
    elif step.name == "RUN":
        inside.mkdir(parents=True, exist_ok=True)
        print(f"RUN {step.text}", flush=True)
        subprocess.run(["sh", "-euc", moved(scratch, step.text)], cwd=inside, check=True, env=clean(scratch))


def copy(source: Path, target: Path) -> None:
    """A file or a folder, without what .dockerignore leaves out everywhere."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "secrets.toml"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def moved(scratch: Path, text: str) -> str:
    """The text with the image's folders where they lie here."""
    return _PLACES.sub(lambda found: f"{scratch}/{found[1]}", text)


def clean(scratch: Path) -> dict[str, str]:
    """This environment without what only this checkout needs, and with the base image's Python."""
    ours = ("PYTHON", "TOIL", "JIRA", "PAGERDUTY")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PATH": f"{scratch}/bin:{kept['PATH']}"}


def healthy(as_user: Callable[[list[str]], subprocess.Popen[bytes]], health: list[str]) -> bool:
    """Whether the health check succeeds within its start period."""
    for _ in range(60):
        if as_user(health).wait() == 0:
            return True
        time.sleep(1)
    return False


def expect(holds: bool, what: str) -> None:
    """Say it, or end with it."""
    print(f"{'ok' if holds else 'NOT'}: {what}", flush=True)
    if not holds:
        raise SystemExit(1)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
