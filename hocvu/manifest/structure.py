"""Checks each value by itself, with pydantic, and tells of each in the catalogue's codes."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from hocvu.errors import Value
from hocvu.identifiers import slug
from hocvu.manifest import models
from hocvu.manifest.profile import GENERATED
from hocvu.manifest.values import shown
from hocvu.written.tree import Step, Tree, dotted

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
Model = TypeVar("Model", bound=models.Written)


def read_fields(tree: Tree, model: type[Model]) -> Model | None:
    """Return the fields of `tree`, or None after its problems were reported to it."""
    try:
        return model.model_validate(tree.value)
    except ValidationError as error:
        # Unknown fields first: a misspelt one is not told of again as missing.
        for detail in sorted(error.errors(include_url=False), key=lambda d: d["type"] == "missing"):
            _report(tree, detail, model)
        return None


def _report(tree: Tree, detail: ErrorDetails, model: type[models.Written]) -> None:
    path = tree.trim(detail["loc"])
    kind = detail["type"]
    name = str(detail["loc"][-1])
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        _report_unknown(tree, path, name, _siblings(path, model))
    elif kind == "missing":
        if _misspelt(tree, path, name):
            return
        if not path or path[-1] != name:
            path = (*path, name)
        tree.report("manifest.missing_inside", path, params={"name": name})
    elif kind.startswith(("manifest.", "approval.")):
        params = {key: value for key, value in context.items() if key != "code"}
        at_key = detail["loc"][-1] == "[key]"
        tree.report(kind, path, at_key=at_key, params=params)
    else:
        limit = context.get("ge", context.get("le", 0))
        code = _CODES.get(kind, "manifest.not_accepted")
        tree.report(code, path, params={"value": shown(detail["input"]), "limit": limit})


def _report_unknown(tree: Tree, path: tuple[Step, ...], name: str, known: set[str]) -> None:
    if len(path) == 1 and name in GENERATED:
        tree.report("manifest.generated", path, "error", at_key=True, params={"name": name})
        return
    near = get_close_matches(slug(name), {slug(n): n for n in sorted(known)}, 1, 0.7)
    code = "manifest.field_misspelt" if near else "manifest.field_unknown"
    params: dict[str, Value] = {"name": shown(name)}
    if near:
        params["near"] = near[0].replace("-", "_")
    tree.report(code, path, at_key=True, params=params)


def _siblings(path: tuple[Step, ...], model: type[models.Written]) -> set[str]:
    """Return the names that fields beside the one at `path` may have."""
    inside = {model}
    for step in path[:-1]:
        if isinstance(step, str):
            fields = [one.model_fields[step] for one in inside if step in one.model_fields]
            inside = {found for field in fields for found in _models(field.annotation)}
    return {name for one in inside for name in one.model_fields}


def _models(annotation: Any) -> Iterator[type[models.Written]]:
    """Yield the models that a type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, models.Written):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)


def _misspelt(tree: Tree, path: tuple[Step, ...], name: str) -> bool:
    around = dotted(path)
    return any(
        problem.code == "manifest.field_misspelt"
        and problem.params["near"] == name
        and (problem.field or "").rpartition(".")[0] == around
        for problem in tree.problems
    )
