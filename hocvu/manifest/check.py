"""Checks manifests, one or a whole tree of them, and loads what is good."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from hocvu.errors import Origin, Severity, Value
from hocvu.manifest.find import PathLike, find_manifests
from hocvu.manifest.manifest import Manifest, assemble, course_slug
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.problems import InvalidManifest, Problem, in_order
from hocvu.manifest.reader import read_tree
from hocvu.manifest.rules import check_rules
from hocvu.manifest.sequencing import check_sequencing
from hocvu.manifest.structure import read_fields
from hocvu.manifest.tree import Tree


def load(path: PathLike) -> Manifest:
    """Read a manifest.

    Raises:
        InvalidManifest: It has errors; they are all in `problems`.
    """
    tree, fields = _examine(Path(path), os.fspath(path), for_publish=False)
    problems = in_order(tree.problems)
    if fields is None or any(problem.severity == "error" for problem in problems):
        raise InvalidManifest(problems)
    manifest = assemble(tree, fields, Path(path))
    return replace(manifest, problems=problems)


def check(path: PathLike, for_publish: bool = False) -> tuple[Problem, ...]:
    """Return everything that is to be told of one manifest, in order of place.

    Args:
        path: The manifest.
        for_publish: Ask for all that publishing asks for.
    """
    return in_order(_examine(Path(path), os.fspath(path), for_publish)[0].problems)


def validate(
    paths: PathLike | Iterable[PathLike], for_publish: bool = False
) -> tuple[Problem, ...]:
    """Return everything that is to be told of manifests, in files and in folders.

    In a folder, files that are not manifests are passed over. Works that share an `id` or
    a `code` are told of, also when they stand in different folders.

    Args:
        paths: Files and folders.
        for_publish: Ask for all that publishing asks for.
    """
    problems: list[Problem] = []
    first: dict[str, Origin] = {}
    for path in find_manifests(paths):
        tree, _ = _examine(path, str(path), for_publish)
        _unique(tree, "id", "error", first)
        _unique(tree, "code", "warning", first)
        problems.extend(tree.problems)
    return in_order(problems)


def _examine(path: Path, name: str, for_publish: bool) -> tuple[Tree, ManifestFields | None]:
    tree = read_tree(path, name)
    if not tree.value:
        if not tree.problems:
            tree.report("manifest.empty_file")
        return tree, None
    fields = read_fields(tree, ManifestFields)
    check_rules(tree, path.parent, for_publish)
    check_sequencing(tree)
    return tree, fields


def _unique(tree: Tree, name: str, severity: Severity, first: dict[str, Origin]) -> None:
    value = tree.value.get(name)
    if not isinstance(value, str):
        return
    # Slugs name the packages' files, so codes that share one are the same code.
    key = value.strip() if name == "id" else course_slug(value.strip())
    origin = first.setdefault(f"{name} {key}", Origin(tree.file, tree.at((name,)).line))
    if origin.file != tree.file:
        params: dict[str, Value] = {
            "value": value,
            "file": origin.file or "",
            "line": origin.line or 0,
        }
        code = "manifest.id_twice" if name == "id" else "manifest.code_twice"
        tree.report(code, (name,), severity, params=params)
