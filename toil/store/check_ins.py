"""The weekly check-in in the journal: an answer's body, and the pseudonym that lets a second one replace the first."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

KIND = "check_in"
_PREFIX = "check-in:"


def subject_of(team: str, week: str) -> str:
    """What an answer is about."""
    return f"{team}/{week}"


def pseudonym(word: str, *, team: str, week: str) -> str:
    """The author of an answer: a fingerprint of the person's own word, another one for each team and week.

    It is slow to compute on purpose, because such words are short. It keeps colleagues from reading who said what; it
    does not keep a secret from somebody who guesses the word.
    """
    plain = " ".join(unicodedata.normalize("NFKC", word).casefold().split())
    salt = f"toil check-in {subject_of(team, week)}".encode()
    return _PREFIX + hashlib.scrypt(plain.encode(), salt=salt, n=2**13, r=8, p=1, dklen=10).hex()


def answer_body(
    *, team: str, week: str, toil_share: float, without_ticket: float, categories: Mapping[str, float]
) -> dict[str, Any]:
    """The body: shares of the author's week, by category too; `without_ticket` is a share of the toil."""
    return {
        "team": team,
        "week": week,
        "toil_share": toil_share,
        "without_ticket": without_ticket,
        "categories": [{"category": category, "share": share} for category, share in categories.items()],
    }
