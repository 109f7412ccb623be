"""Freeze the newest complete week of every team, so that a later build cannot rewrite what people talked over."""

from __future__ import annotations

from toil.errors import UsageError
from toil.exports.cells import json_ready
from toil.exports.report_json import team_document
from toil.exports.week import read_week
from toil.settings import Settings
from toil.store.journal_place import journal_place
from toil.store.published import open_published
from toil.store.snapshots import Snapshots


def snapshot(settings: Settings) -> dict[str, str]:
    """The week that was frozen of each team; teams without a change since the last time are left out.

    Teams too small to be shown are not frozen either. A store without any work has nothing to freeze.
    """
    folder = settings.store.folder
    with open_published(folder) as store:
        try:
            seen = read_week(store, week=None, team=None, lang="en", min_group=settings.privacy.min_group)
        except UsageError:
            return {}
    kept = Snapshots(journal_place(settings))
    taxonomy = {"taxonomy_version": seen.build["taxonomy_version"]}
    as_of = f"{seen.build['as_of']:%Y-%m-%dT%H:%M:%SZ}"
    return {
        part.team: seen.week
        for part in seen.teams
        if part.facts is not None
        and kept.add(part.team, seen.week, json_ready(team_document(part) | taxonomy),
                                  build_id=str(seen.build["build_id"]), as_of=as_of)
    }  # fmt: skip
