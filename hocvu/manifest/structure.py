"""Checks each value by itself, with pydantic, and tells of each in the catalogue's codes."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hocvu.errors import Value
from hocvu.identifiers import slug
from hocvu.manifest import models
from hocvu.manifest.profile import GENERATED
from hocvu.manifest.tree import Step, Tree, dotted
from hocvu.manifest.values import shown

_CODES: Final = {
    "missing": "manifest.missing",
    "model_type": "manifest.not_group",
    "model_attributes_type": "manifest.not_group",
    "dict_type": "manifest.not_group",
    "tuple_type": "manifest.not_list",
    "list_type": "manifest.not_list",
    "greater_than_equal": "manifest.too_small",
    "less_than_equal": "manifest.too_big",
}
_KNOWN_FIELDS: Final[dict[str, type[models.Written]]] = {
    "publisher": models.Organisation,
    "compilers": models.Organisation,
    "appraiser": models.Organisation,
    "approval": models.Approval,
    "assessment": models.Assessment,
    "coverage": models.Coverage,
    "field": models.Concept,
    "job_position": models.Concept,
    "legal_basis": models.Citation,
    "quality": models.Quality,
    "record": models.RecordInfo,
    "revision": models.Revision,
}


def read_fields(tree: Tree) -> models.ManifestFields | None:
    """Return the fields of `tree`, or None after its problems were reported to it."""
    try:
        return models.ManifestFields.model_validate(tree.value)
    except ValidationError as error:
        # Unknown fields first: a misspelt one is not told of again as missing.
        for detail in sorted(error.errors(include_url=False), key=lambda d: d["type"] == "missing"):
            _report(tree, detail)
        return None


def _report(tree: Tree, detail: ErrorDetails) -> None:
    path = tree.trim(detail["loc"])
    kind = detail["type"]
    name = str(detail["loc"][-1])
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        _report_unknown(tree, path, name)
    elif kind == "missing":
        if _misspelt(tree, path, name):
            return
        if not path or path[-1] != name:
            path = (*path, name)
        tree.report("manifest.missing_inside", path, params={"name": name})
    elif kind.startswith("manifest."):
        params = {key: value for key, value in context.items() if key != "code"}
        at_key = detail["loc"][-1] == "[key]"
        tree.report(kind, path, at_key=at_key, params=params)
    else:
        limit = context.get("ge", context.get("le", 0))
        code = _CODES.get(kind, "manifest.not_accepted")
        tree.report(code, path, params={"value": shown(detail["input"]), "limit": limit})


def _report_unknown(tree: Tree, path: tuple[Step, ...], name: str) -> None:
    if len(path) == 1 and name in GENERATED:
        tree.report("manifest.generated", path, "error", at_key=True, params={"name": name})
        return
    near = get_close_matches(slug(name), {slug(n): n for n in _siblings(tree, path)}, 1, 0.7)
    code = "manifest.field_misspelt" if near else "manifest.field_unknown"
    params: dict[str, Value] = {"name": shown(name)}
    if near:
        params["near"] = near[0].replace("-", "_")
    tree.report(code, path, at_key=True, params=params)


def _siblings(tree: Tree, path: tuple[Step, ...]) -> list[str]:
    around = [step for step in path[:-1] if isinstance(step, str)]
    if not around:
        return list(models.ManifestFields.model_fields)
    if around[-1] == "parts":
        return [*models.LessonPart.model_fields, "parts"]
    model = _KNOWN_FIELDS.get(around[-1])
    return list(model.model_fields) if model else []


def _misspelt(tree: Tree, path: tuple[Step, ...], name: str) -> bool:
    around = dotted(path)
    return any(
        problem.code == "manifest.field_misspelt"
        and problem.params["near"] == name
        and (problem.field or "").rpartition(".")[0] == around
        for problem in tree.problems
    )
