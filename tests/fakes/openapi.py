"""Holds what goes over the wire to a vendor's OpenAPI description; used by the fakes of all services."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

SPECS = Path(__file__).parents[2].parent / "shared" / "specs"


class Spec:
    """One OpenAPI 3.0 description; `prefix` is what its server address adds before its paths."""

    def __init__(self, document: dict[str, Any], *, prefix: str = "") -> None:
        self.prefix = prefix
        self.document = _mended(document)
        self.routes = [(_pattern(prefix + path), item) for path, item in self.document["paths"].items()]

    def request_problems(
        self, method: str, path: str, query: Mapping[str, Sequence[str]], body: Any = None
    ) -> list[str]:
        """What is wrong with a request: unknown or mistyped parameters, or a body unlike its schema."""
        operation = self._operation(method, path)
        if operation is None:
            return [f"{method} {path} is not described"]
        declared = {
            one["name"]: one for one in map(self._resolved, operation.get("parameters", [])) if one["in"] == "query"
        }
        problems = [f"{method} {path}: no parameter {name!r}" for name in query if name not in declared]
        for name, parameter in declared.items():
            if name in query:
                problems += self._problems(_typed(query[name], parameter.get("schema", {})), parameter["schema"])
            elif parameter.get("required"):
                problems.append(f"{method} {path}: parameter {name!r} is missing")
        content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        if body is not None:
            problems += self._problems(body, content.get("schema", False))
        return problems

    def response_problems(self, method: str, path: str, status: int, body: Any) -> list[str]:
        """What is wrong with an answer; statuses that the description leaves out are not judged.

        Data Center's description gives a list's element where the answer is the list, so each is held to it.
        """
        operation = self._operation(method, path)
        if operation is None:
            return [f"{method} {path} is not described"]
        answer = self._resolved(operation["responses"].get(str(status), {}))
        schema = answer.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return []
        schema = self._resolved(schema)
        if isinstance(body, list) and schema.get("type") != "array":
            return [problem for one in body for problem in self._problems(one, schema)]
        return self._problems(body, schema)

    def _operation(self, method: str, path: str) -> dict[str, Any] | None:
        for pattern, item in sorted(self.routes, key=lambda route: route[0].pattern.count("[^/]+")):
            if pattern.fullmatch(path) and method.lower() in item:
                operation: dict[str, Any] = item[method.lower()]
                return {**operation, "parameters": [*item.get("parameters", []), *operation.get("parameters", [])]}
        return None

    def _resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            target: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def _problems(self, value: Any, schema: Any) -> list[str]:
        if schema is False:
            return ["a body where none is described"]
        whole = {**schema, "components": self.document.get("components", {})}
        errors = Draft202012Validator(whole).iter_errors(_without_nulls(value))
        return [f"{error.json_path}: {error.message[:300]}" for error in errors]


@cache
def load_spec(name: str, *, prefix: str = "") -> Spec | None:
    """The description in `../shared/specs`; None where that folder is absent."""
    file = SPECS / name
    if not file.exists():
        return None
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        return Spec(json.load(stream), prefix=prefix)


def _mended(node: Any) -> Any:
    """The description as JSON Schema: `nullable` allows null, and a bare `type: object` allows anything.

    The latter is how Atlassian's and PagerDuty's generators write "any value".
    """
    if isinstance(node, list):
        return [_mended(one) for one in node]
    if not isinstance(node, dict):
        return node
    mended = {key: _mended(value) for key, value in node.items() if key not in {"example", "examples", "nullable"}}
    if mended.get("type") == "object" and not mended.keys() & {"properties", "additionalProperties", "allOf"}:
        del mended["type"]
    if node.get("nullable") is True:
        return {"anyOf": [mended, {"type": "null"}]}
    return mended


def _without_nulls(value: Any) -> Any:
    """The value without null members: vendors send null for what their description calls absent."""
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None}
    return [_without_nulls(one) for one in value] if isinstance(value, list) else value


def _typed(values: Sequence[str], schema: Mapping[str, Any]) -> Any:
    """A query parameter's text as its schema's type; what cannot be read stays text and fails there."""
    wanted = schema.get("type")
    if wanted == "array":
        return [_typed([one], schema.get("items", {})) for value in values for one in value.split(",")]
    text = values[0]
    if wanted == "integer" and re.fullmatch(r"-?\d+", text):
        return int(text)
    if wanted == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile("".join("[^/]+" if part.startswith("{") else re.escape(part)
                              for part in re.split(r"(\{[^}]+\})", path)))  # fmt: skip
