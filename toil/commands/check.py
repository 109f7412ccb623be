"""One finding of `toil doctor`."""

from __future__ import annotations

from dataclasses import dataclass

from toil.errors import ToilError


@dataclass(frozen=True)
class Check:
    """One finding: `ok`, `warning`, `missing` or `error`; `code` is the exit code that an error asks for."""

    name: str
    status: str
    message: str
    do: str = ""
    code: int = 0


def of_error(name: str, error: ToilError) -> Check:
    """What cannot be done at all, as a finding."""
    what = error.what + (f" ({error.where})" if error.where else "")
    return Check(name, "error", what, error.do, error.exit_code)
