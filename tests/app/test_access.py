from __future__ import annotations

import pytest

from toil.pages._access import is_same_machine

HERE = {"Host": "localhost:8501"}


@pytest.mark.parametrize(
    ("ip", "headers", "expected"),
    [
        (None, HERE, True),
        ("127.0.0.1", {"Host": "127.0.0.1:8501"}, True),
        (None, {"host": "[::1]:8501"}, True),
        ("203.0.113.7", HERE, False),
        (None, {"Host": "toil.example.com"}, False),
        (None, {"Host": "localhost.evil.example"}, False),
        (None, {**HERE, "X-Forwarded-For": "203.0.113.7"}, False),
        (None, {}, False),
        ("not an address", HERE, False),
    ],
)
def test_only_the_same_machine_may_write(ip: str | None, headers: dict[str, str], expected: bool) -> None:
    """A loopback address, a loopback name and no proxy in between: all three, or the reader only reads."""
    assert is_same_machine(ip, headers) is expected
