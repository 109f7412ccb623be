"""Where app.py and the sample data are: in a checkout beside the package, in a wheel inside it."""

from __future__ import annotations

from pathlib import Path

from toil.errors import ToilError

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """The path of a file or folder that lies at the top of the repository; raises ToilError where it is missing."""
    for place in (_PACKAGE / "bundled" / name, _PACKAGE.parent / name):
        if place.exists():
            return place
    raise ToilError(
        f"this installation of toil lacks {name}", do="install it again: pip install --force-reinstall toil"
    )


def app_path() -> Path:
    """The Streamlit script."""
    return resource("app.py")


def sample_data_path() -> Path:
    """The folder of the sample data."""
    return resource("sample_data")
