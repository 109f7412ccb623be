"""The candidates' document is what docs/candidates.schema.json says, and the schema can tell when it is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

from tests.app.small_store import frames
from tests.conftest import ROOT
from toil.exports.candidates import to_json
from toil.exports.evidence import build_facts
from toil.settings import Settings
from toil.store.published import open_published


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    """The published schema, itself held to the draft that it names."""
    schema = json.loads((ROOT / "docs" / "candidates.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def document() -> dict[str, Any]:
    """A document of three candidates, one of them with a hostile name."""
    small = frames("b1")
    found: dict[str, Any] = json.loads(to_json(small["automation_candidates"], build=build_facts(small["build_info"])))
    return found


def test_the_samples_export_is_valid(validator: Draft202012Validator, sample: Settings) -> None:
    """A real build's document, of dozens of candidates, fits the schema."""
    with open_published(sample.store.folder) as store:
        text = to_json(store.read("automation_candidates"), build=build_facts(store.read("build_info")))
    found = json.loads(text)
    assert len(found["candidates"]) > 30
    assert [error.message for error in validator.iter_errors(found)] == []


def test_what_cannot_pay_back_is_valid(validator: Draft202012Validator, document: dict[str, Any]) -> None:
    """Null stands where the relation may be null; a document without candidates is one, too."""
    document["candidates"][0]["payback_weeks"] = None
    assert validator.is_valid(document)
    assert validator.is_valid(document | {"candidates": []})
    assert validator.is_valid(document | {"added": [1]})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.pop("schema"),
        lambda one: one.update(schema="toil.candidates/2"),
        lambda one: one["build"].pop("as_of"),
        lambda one: one["candidates"][0].pop("hours_per_year"),
        lambda one: one["candidates"][0].update(hours_per_year="240"),
        lambda one: one["candidates"][0].update(hours_per_year=None),
        lambda one: one["candidates"][0].update(remedy="magic"),
        lambda one: one["candidates"][0].update(payback_probability=90),
        lambda one: one["candidates"][0].update(rank=0),
    ],
)
def test_another_document_is_not(
    validator: Draft202012Validator, document: dict[str, Any], spoil: Callable[[dict[str, Any]], object]
) -> None:
    """A missing part, another version, a text for a number or a share beyond 1 is found."""
    assert validator.is_valid(document)
    spoil(document)
    assert not validator.is_valid(document)


def test_every_column_is_there_and_comes_back(document: dict[str, Any]) -> None:
    """Read into a frame again, the document has every figure of the relation to the last digit."""
    before = frames("b1")["automation_candidates"]
    again = pd.DataFrame(document["candidates"])[list(before.columns)]
    pd.testing.assert_frame_equal(again, before, check_dtype=False)
