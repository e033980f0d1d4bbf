"""The manifest's JSON Schema, for editors and for checks outside the project."""

from __future__ import annotations

from typing import Any, Final

from hocvu.manifest.models import ManifestFields
from hocvu.manifest.profile import fields, groups, label, vocabularies

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TITLE: Final = "Tệp mô tả khóa học"
_OBLIGATIONS: Final = {
    "M": "Bắt buộc; bản dự thảo có thể chưa có.",
    "M@publish": "Bắt buộc khi phát hành.",
    "R": "Nên có.",
    "O": "Tùy chọn.",
}
_NULL: Final = {"type": "null"}

Schema = dict[str, Any]


def schema() -> Schema:
    """Return the schema of what authors write, in JSON Schema 2020-12.

    Titles and descriptions are Vietnamese, and so is what each term of a vocabulary means. The
    schema is one for every status: it asks for what a draft must have, and the checks of
    `hocvu.manifest` tell what a later status asks for.
    """
    made = ManifestFields.model_json_schema()
    written = made["properties"]
    return {
        "$schema": DIALECT,
        "title": _TITLE,
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, info in fields().items() if info.draft],
        "properties": {name: _field(name, written[name]) for name in fields()},
        "$defs": {name: _group(name, made["$defs"][name]) for name in sorted(made["$defs"])},
    }


def _field(name: str, made: Schema) -> Schema:
    info = fields()[name]
    inside = _plain(made)
    if name == "parts":
        inside["minItems"] = 1
    if name in ("title", "description"):
        inside = _in_vietnamese(inside)
    if name == "accessibility":
        terms = {"enum": list(vocabularies()[name])}
        inside["items"] = {"anyOf": [_explained(terms), {"type": "string"}]}
    needed = "Bắt buộc." if info.draft else _OBLIGATIONS[info.obligation]
    return {"title": info.vi, "description": f"{info.help_vi} {needed}", **inside}


def _group(name: str, made: Schema) -> Schema:
    labels = groups()[name]
    properties = {
        field: {"description": labels[field], **_plain(inside)}
        for field, inside in made["properties"].items()
    }
    if name == "SectionPart":
        properties["parts"]["minItems"] = 1
    return {
        "description": labels[""],
        "type": "object",
        "additionalProperties": False,
        "required": made.get("required", []),
        "properties": properties,
    }


def _plain(made: Schema) -> Schema:
    """Return `made` without the titles and nulls that come of Python's types."""
    inside = {key: value for key, value in made.items() if key not in ("title", "default")}
    if "items" in inside:
        inside["items"] = _plain(inside["items"])
    if choices := [_plain(choice) for choice in inside.get("anyOf", ()) if choice != _NULL]:
        inside["anyOf"] = choices
        if len(choices) == 1:
            del inside["anyOf"]
            inside |= choices[0]
    return _explained(inside)


def _in_vietnamese(inside: Schema) -> Schema:
    """Return `inside`, where it takes texts by language, with Vietnamese among them."""
    choices = [
        choice if choice.get("type") != "object" else {**choice, "required": ["vi"]}
        for choice in inside["anyOf"]
    ]
    return {**inside, "anyOf": choices}


def _explained(inside: Schema) -> Schema:
    """Return `inside` with the meaning of each term of its vocabulary, as editors show it."""
    terms = inside.get("enum")
    for name, vocabulary in vocabularies().items():
        if terms and set(terms) == set(vocabulary):
            return {**inside, "enumDescriptions": [label(name, term) for term in terms]}
    return inside
