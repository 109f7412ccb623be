"""Fields: what a table can tell of a piece of work, and the headers under which well-known exports tell it."""

from __future__ import annotations

TIME_FIELDS = ("created_at", "started_at", "resolved_at", "updated_at")
TEXT_FIELDS = ("id", "key", "url", "title", "description", "type", "status", "resolution", "priority", "urgency",
               "team", "service", "project", "parent")  # fmt: skip
PERSON_FIELDS = ("requester", "assignee")
EFFORT_SECONDS = {"effort_hours": 3600, "effort_minutes": 60, "effort_seconds": 1}
OTHER_FIELDS = ("labels", "planned", "worklog")
FIELDS = (*TEXT_FIELDS, *TIME_FIELDS, *PERSON_FIELDS, *OTHER_FIELDS, *EFFORT_SECONDS)
REQUIRED = ("created_at", "title")

# Headers as `plain_header` writes them, the surest first. They are those of ServiceNow (labels and column names),
# Redmine and Jira (English and Japanese), Backlog, GitHub, and what people call such columns by hand. A planned
# start ("Start date", 開始日) is not when work began, and an elapsed duration is no effort: neither is guessed.
HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("sys id", "issue id", "id", "#", "ticket id", "incident id", "課題id", "チケットid"),
    "key": ("issue key", "key", "number", "ticket number", "ticket", "incident number", "iid", "課題キー", "キー",
            "チケット番号", "管理番号", "番号"),
    "url": ("html url", "web url", "url", "link", "リンク"),
    "title": ("summary", "short description", "subject", "title", "name", "件名", "題名", "タイトル", "要約", "概要",
              "表題"),
    "description": ("description", "body", "details", "説明", "詳細", "本文", "内容"),
    "type": ("issue type", "issuetype", "tracker", "ticket type", "type", "sys class name", "task type", "課題タイプ",
             "トラッカー", "種別", "種類", "category", "カテゴリ", "カテゴリー"),
    "status": ("status", "state", "incident state", "issue state", "ステータス", "状態", "状況"),
    "resolution": ("resolution", "resolution code", "close code", "解決状況", "完了理由"),
    "priority": ("priority", "severity", "優先度", "重要度"),
    "urgency": ("urgency", "緊急度"),
    "created_at": ("created at", "created on", "created", "opened at", "opened", "sys created on", "created date",
                   "creation date", "date created", "open date", "作成日時", "作成日", "登録日時", "登録日", "起票日時",
                   "起票日", "受付日時", "受付日", "発生日時", "発生日", "date", "timestamp", "日時", "日付"),
    "started_at": ("started at", "started", "work start", "actual start", "actual start date", "着手日時", "着手日",
                   "対応開始日時", "作業開始日時"),
    "resolved_at": ("resolved at", "resolved", "resolution date", "resolutiondate", "closed at", "closed on", "closed",
                    "completed at", "completed", "close date", "解決日時", "解決日", "完了日時", "完了日", "終了日時",
                    "終了日", "クローズ日時", "クローズ日", "対応完了日時"),
    "updated_at": ("updated at", "updated on", "updated", "last updated", "sys updated on", "last modified", "modified",
                   "更新日時", "更新日", "最終更新日時", "最終更新日"),
    "requester": ("reporter", "caller", "caller id", "requester", "requested by", "requested for", "opened by",
                  "author", "creator", "created by", "報告者", "依頼者", "申請者", "起票者", "作成者", "登録者"),
    "assignee": ("assignee", "assigned to", "assignees", "owner", "担当者", "担当"),
    "team": ("assignment group", "team", "support group", "group", "担当チーム", "担当グループ", "チーム", "グループ",
             "部署"),
    "service": ("business service", "service", "configuration item", "cmdb ci", "component s", "components",
                "component", "サービス", "対象システム", "システム", "コンポーネント"),
    "project": ("project key", "project", "project name", "repository", "repo", "プロジェクト"),
    "labels": ("labels", "tags", "label", "tag", "keywords", "ラベル", "タグ"),
    "planned": ("planned", "is planned", "計画 突発", "計画作業", "計画"),
    "effort_hours": ("effort hours", "spent time", "spent hours", "actual hours", "time spent hours", "hours",
                     "作業時間", "作業時間 時間", "実績工数", "実績時間", "実工数", "作業工数", "工数"),
    "effort_minutes": ("effort minutes", "time spent minutes", "minutes", "作業時間 分", "工数 分", "対応時間 分"),
    "effort_seconds": ("effort seconds", "time spent", "time worked", "seconds", "作業時間 秒"),
    "parent": ("parent id", "parent", "parent task", "parent key", "parent issue", "親課題", "親チケット",
               "親タスク"),
    "worklog": ("log work", "作業ログ"),
}  # fmt: skip
