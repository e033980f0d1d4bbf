"""The JSON Schema accepts what the checks accept, and refuses what any editor can see."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from hocvu.manifest import schema
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.profile import GENERATED, fields, vocabularies
from hocvu.manifest.reader import read_tree
from hocvu.manifest.values import free


@pytest.fixture(scope="module")
def value() -> dict[str, Any]:
    path = Path(__file__).parent / "data" / "good.yaml"
    plain: dict[str, Any] = free(read_tree(path, "good.yaml").value)
    return plain


def valid(value: dict[str, Any]) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid(value)


def test_the_schema_is_a_schema_and_always_the_same() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.dumps(schema()) == json.dumps(schema())


def test_the_good_manifest_is_valid(value: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema()).validate(value)


@pytest.mark.parametrize(
    "change",
    [
        {"descripton": "x"},
        {"kind": "xyz"},
        {"issued": "20/03/2026"},
        {"title": {"en": "One"}},
        {"version": "1"},
        {"duration": "90 phút"},
        {"parts": []},
        {"parts": [{"title": "không có nguồn"}]},
        {"assessment": {"description": "x", "pass_score": 101}},
        {"publisher": {"id": "H01"}},
        {"keywords": "một"},
        {"id": "một cửa"},
    ],
)
def test_mistakes_are_invalid(value: dict[str, Any], change: dict[str, Any]) -> None:
    assert valid(value)
    assert not valid(value | change)


def test_every_field_has_vietnamese_help() -> None:
    properties = schema()["properties"]
    assert list(properties) == list(fields())
    for name, info in fields().items():
        assert properties[name]["title"] == info.vi
        assert properties[name]["description"].startswith(info.help_vi)
    for group in schema()["$defs"].values():
        assert group["description"]
        assert all(inside["description"] for inside in group["properties"].values())


def test_data_and_models_agree() -> None:
    assert set(fields()) == set(ManifestFields.model_fields)
    assert not set(GENERATED) & set(fields())
    assert schema()["properties"]["kind"]["enum"] == list(vocabularies()["kind"])
    assert schema()["properties"]["status"]["enumDescriptions"][0] == "Dự thảo"
    for terms in vocabularies().values():
        assert all(labels["vi"] and labels["en"] for labels in terms.values())
