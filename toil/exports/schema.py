"""The JSON schema of the candidates' document, from the relation's own columns; docs/candidates.schema.json is this."""

from __future__ import annotations

from typing import Any

from toil.candidates import RELATIONS
from toil.candidates.quadrant import QUADRANTS
from toil.candidates.remedy import REMEDIES
from toil.exports.candidates import SCHEMA
from toil.exports.words import heading
from toil.locales import words

_KINDS = {"varchar": "string", "double": "number", "integer": "integer", "bigint": "integer"}
# RFC 3339, which the format "date-time" means, would want an offset.
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?$",
           "description": "UTC, without an offset: 2026-05-04T02:00:00."}  # fmt: skip
_SHARES = ("payback_probability", "coverage", "noise_share", "toil_probability")
_BOUNDS: dict[str, dict[str, Any]] = {
    "rank": {"minimum": 1},
    "per_week": {"exclusiveMinimum": 0},
    **{weeks: {"minimum": 0} for weeks in ("low_payback_weeks", "payback_weeks", "high_payback_weeks")},
    "remedy": {"enum": sorted(REMEDIES)},
    "quadrant": {"enum": sorted(QUADRANTS.values())},
    **{share: {"minimum": 0, "maximum": 1} for share in _SHARES},
}


def candidates_schema() -> dict[str, Any]:
    """Draft 2020-12. Within a version columns are added, and none is taken away or given another meaning."""
    (relation,) = (one for one in RELATIONS if one.name == "automation_candidates")
    never_null = {*relation.grain, *relation.not_null}
    columns = {name: _column(name, kind, name not in never_null) for name, kind in relation.columns.items()}
    build = {"build_id": {"type": "string"}, "as_of": _MOMENT, "toil_version": {"type": "string"},
             "taxonomy_version": {"type": "string"}}  # fmt: skip
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        "description": "What `toil candidates --format json` writes. Columns may be added, so readers ignore others.",
        "type": "object",
        "required": ["schema", "build", "candidates"],
        "properties": {
            "schema": {"const": SCHEMA},
            "build": {"type": "object", "required": list(build), "properties": build},
            "candidates": {
                "type": "array", "description": "Best first.",
                "items": {"type": "object", "required": list(columns), "properties": columns},
            },
        },
    }  # fmt: skip


def _column(name: str, kind: str, may_be_null: bool) -> dict[str, Any]:
    spoken = words("en")
    told = ". ".join(filter(None, (heading(name, "en"), spoken.or_else(f"meaning.{name}", ""))))
    json_kind = _KINDS[kind]
    about = {"description": told} if told != name else {}
    return {"type": [json_kind, "null"] if may_be_null else json_kind, **about, **_BOUNDS.get(name, {})}
