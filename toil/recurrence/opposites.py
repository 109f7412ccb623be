"""Opposites: words that turn a job into its reverse; "create X" and "remove X" are two jobs however alike they look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

# Stems as `words.english_stem` makes them.
_GIVING = """
add creat grant enabl start open install onboard issu join increas rais scal
追加 作成 付与 発行 有効 開始 登録 構築 増設 新規 入社
"""
_TAKING = """
remov delet revok disabl stop clos uninstall offboard decommission retir drop reduc lower
削除 剥奪 無効 停止 解除 廃止 撤去 退職
"""
_GIVES, _TAKES = frozenset(_GIVING.split()), frozenset(_TAKING.split())


def are_opposed(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether one only gives and the other only takes."""
    return _direction(first) * _direction(second) < 0


def directions(vectors: Any, words: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """1 for rows of word vectors that only give, -1 for those that only take, 0 for the rest."""
    import numpy as np

    sides = np.array([[word in _GIVES for word in words], [word in _TAKES for word in words]], dtype=np.int64)
    held = np.asarray((vectors != 0) @ sides.T)
    found: np.ndarray[tuple[int, ...], np.dtype[np.int64]] = np.sign(held[:, 0]) - np.sign(held[:, 1])
    return found


def turning(words: Sequence[str]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which of these words give or take."""
    import numpy as np

    return np.array([word in _GIVES or word in _TAKES for word in words], dtype=bool)


def _direction(words: Iterable[str]) -> int:
    held = set(words)
    return bool(held & _GIVES) - bool(held & _TAKES)
