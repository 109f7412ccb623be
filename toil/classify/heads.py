"""What a title's head says is done: engineering, whatever the rest of the title says it is done to.

English titles of work are orders: their first word is the verb (*Design* alerts for failed backups). Japanese ones are
nouns: the last word is what is done (バックアップ失敗アラートの*設計*); what follows in brackets is a remark. The lists
are the verbs by which roadmaps and design documents are commonly headed; weak ones are said of chores, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from toil.classify.taxonomy import folded

if TYPE_CHECKING:
    import numpy as np

    Codes = np.ndarray[tuple[int, ...], np.dtype[np.int16]]

NO_HEAD, WEAK, STRONG = 0, 1, 2
_STRONG_FIRST = re.compile(
    r"adopt|architect|automate|benchmark|build|consolidate|containerize|decouple|design|develop|evaluate|extend|extract"
    r"|generali[sz]e|harden|implement|improve|instrument|integrate|introduce|investigate|load-test|moderni[sz]e|optimi[sz]e"
    r"|paralleli[sz]e|pilot|poc|prototype|re-architect|redesign|reduce|refactor|research|rethink|rework|rewrite|simplify"
    r"|spike|split|standardi[sz]e|streamline|trial|unify"
)
_WEAK_FIRST = re.compile(r"deprecate|document|enable|explore|migrate|phase|remove|replace|retire|roll|upgrade")
_STRONG_LAST = re.compile(
    r"(アーキテクチャ検討|プロトタイプ|プロトタイピング|リファクタリング|リファクタ|poc|内製化|分割|刷新|試作|実装|導入"
    r"|廃止計画|移行計画|段階的展開|検証|検討|標準化|共通化|自動化|技術調査|再設計|設計|評価|開発|改善|見直し"
    r"|高速化|最適化|冗長化|二重化|多重化|統合|集約|基盤整備|ドキュメント整備)$"
)
_REMARK = re.compile(r"\s*[(（\[［【][^()（）\[\]［］【】]*[)）\]］】]\s*$")
_FIRST = re.compile(r"^(?:\[[^\]]*\]\s*)?\W*([a-z]+(?:-[a-z]+)?)\b")


def heads(titles: Sequence[str]) -> Codes:
    """For each title whether its head is engineering: STRONG, WEAK or NO_HEAD."""
    import numpy as np

    return np.array([_head(folded(title[:300])) for title in titles], dtype=np.int16)


def _head(title: str) -> int:
    bare = _without_remarks(title)
    if _STRONG_LAST.search(bare):
        return STRONG
    first = _FIRST.match(bare)
    if first is None:
        return NO_HEAD
    if _STRONG_FIRST.fullmatch(first[1]):
        return STRONG
    return WEAK if _WEAK_FIRST.fullmatch(first[1]) else NO_HEAD


def _without_remarks(title: str) -> str:
    while (shorter := _REMARK.sub("", title)) != title:
        title = shorter
    return title.rstrip(" 。.!！")
