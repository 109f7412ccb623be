"""Holds payloads to the vendors' OpenAPI descriptions, as far as those can be held to at all."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.sample_data.reading import ROOT

SPECS = ROOT.parent / "shared" / "specs"
JIRA = "jira-cloud-platform-v3.2025-12.json.gz"
PAGERDUTY = "pagerduty-REST.openapiv3.json.gz"


def problems(spec: str, schema: str, value: Any) -> list[str]:
    """What the named schema finds wrong with a value; skips the test where the descriptions are absent."""
    return [f"{error.json_path}: {error.message[:160]}" for error in _validator(spec, schema).iter_errors(value)]


@cache
def _validator(spec: str, schema: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/components/schemas/{schema}", "components": _components(spec)})


@cache
def _components(spec: str) -> dict[str, Any]:
    file = SPECS / spec
    if not file.exists():
        pytest.skip("needs ../shared/specs")
    found: dict[str, Any] = _as_json_schema(json.loads(gzip.decompress(file.read_bytes()))["components"])
    return found


def _as_json_schema(node: Any) -> Any:
    """`nullable` becomes a choice with null; `oneOf` becomes `anyOf`, as PagerDuty's alternatives overlap."""
    if isinstance(node, list):
        return [_as_json_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    mended = {
        "anyOf" if name == "oneOf" else name: _as_json_schema(value)
        for name, value in node.items()
        if name not in ("nullable", "example", "examples")
    }
    return {"anyOf": [mended, {"type": "null"}]} if node.get("nullable") is True else mended
