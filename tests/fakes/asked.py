"""A request to a fake service, as the tests look at it afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Query = dict[str, list[str]]


@dataclass(frozen=True)
class Asked:
    """A request as it arrived, and the answer to it."""

    method: str
    path: str
    query: Query
    body: Any
    status: int
    answer: Any
