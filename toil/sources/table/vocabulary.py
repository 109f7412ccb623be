"""Vocabulary: the words, English and Japanese, that exports write for statuses, yes and no, and nothing."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    """The words of a text that bars divide."""
    return frozenset(word.strip() for word in text.split("|"))


# Work that waits is nobody's effort: "on hold" and "pending" are to do, not in progress.
_TODO = _words(
    "open|new|to do|todo|backlog|reopened|re-opened|triage|assigned|pending|on hold|hold|waiting|queued|planned|"
    "scheduled|awaiting approval|requested|draft|feedback|blocked|selected for development|not started|authorize|"
    "waiting for customer|waiting for support|awaiting user info|assess|新規|未着手|未対応|未処理|受付|受付済|受付済み|"
    "保留|待ち|承認待ち|回答待ち|オープン|起票|再オープン|フィードバック|差し戻し"
)
_IN_PROGRESS = _words(
    "in progress|work in progress|wip|doing|active|started|investigating|under investigation|in review|review|"
    "testing|in testing|implementing|implement|acknowledged|in development|ongoing|open pr|pull request|進行中|"
    "対応中|作業中|着手|着手中|処理中|調査中|レビュー中|確認中|検証中|実施中"
)
_DONE = _words(
    "done|closed|resolved|complete|completed|fixed|finished|merged|verified|released|closed complete|"
    "closed successful|solved|deployed|完了|解決|解決済|解決済み|終了|クローズ|対応済|対応済み|対応完了|処理済|"
    "処理済み|済|済み"
)
_CANCELLED = _words(
    "cancelled|canceled|rejected|won't fix|wont fix|wontfix|won't do|won't done|duplicate|abandoned|withdrawn|"
    "invalid|declined|not planned|closed incomplete|closed skipped|closed unsuccessful|cannot reproduce|obsolete|"
    "not a bug|works as designed|won't implement|却下|中止|取り下げ|取下げ|キャンセル|対応しない|対応不要|重複|"
    "再現不可|見送り"
)
STATUS_KINDS = ("todo", "in_progress", "done", "cancelled")
STATUS_WORDS = {
    word: status
    for status, words in zip(STATUS_KINDS, (_TODO, _IN_PROGRESS, _DONE, _CANCELLED), strict=True)
    for word in words
}
YES = _words("yes|y|true|t|1|on|planned|scheduled|standard|normal|はい|有|あり|計画|計画的|計画作業|予定|定期|○|◯|✓")
NO = _words("no|n|false|f|0|off|unplanned|unscheduled|emergency|ad hoc|いいえ|無|突発|緊急|計画外|予定外|臨時|×|x")
NOTHING = _words("|-|--|n/a|na|null|none|nan|nat|nil|(empty)|(none)|未定|未設定|該当なし")
