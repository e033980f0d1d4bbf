"""Checks manifests, one or a whole tree of them, and loads what is good."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.manifest.manifest import Manifest, assemble
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.problems import InvalidManifest, Problem, in_order
from hocvu.manifest.reader import read_tree
from hocvu.manifest.rules import check_rules
from hocvu.manifest.structure import read_fields
from hocvu.manifest.tree import Tree

SUFFIXES: Final = (".yaml", ".yml", ".json")
_MARKS: Final = frozenset({"id", "code", "title", "parts"})
_SKIPPED: Final = frozenset({"node_modules", "__pycache__"})

PathLike = str | os.PathLike[str]


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
    return Manifest(manifest.path, manifest.record, manifest.parts, problems)


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

    In a folder, files that are not manifests are passed over. Works that share an `id` are told of,
    also when they stand in different folders.

    Args:
        paths: Files and folders.
        for_publish: Ask for all that publishing asks for.
    """
    problems: list[Problem] = []
    first: dict[str, Origin] = {}
    for path, found in _manifests([paths] if isinstance(paths, str | os.PathLike) else paths):
        tree = _tree(path)
        if found and not _looks_like_manifest(tree):
            continue
        _finish(tree, path, for_publish)
        _same_id(tree, first)
        problems.extend(tree.problems)
    return in_order(problems)


def is_manifest(path: PathLike) -> bool:
    """Tell if the file at `path` is meant as a manifest, good or bad."""
    path = Path(path)
    return path.suffix.lower() in SUFFIXES and path.is_file() and _looks_like_manifest(_tree(path))


def find_manifests(paths: PathLike | Iterable[PathLike]) -> tuple[Path, ...]:
    """Return the manifests that `validate` checks when it is given `paths`."""
    given = [paths] if isinstance(paths, str | os.PathLike) else paths
    return tuple(path for path, found in _manifests(given) if not found or is_manifest(path))


def _tree(path: Path) -> Tree:
    return read_tree(path, str(path))


def _examine(path: Path, name: str, for_publish: bool) -> tuple[Tree, ManifestFields | None]:
    tree = read_tree(path, name)
    return tree, _finish(tree, path, for_publish)


def _finish(tree: Tree, path: Path, for_publish: bool) -> ManifestFields | None:
    if not tree.value:
        if not tree.problems:
            tree.report("manifest.empty_file")
        return None
    fields = read_fields(tree)
    check_rules(tree, path.parent, for_publish)
    return fields


def _manifests(paths: Iterable[PathLike]) -> Iterator[tuple[Path, bool]]:
    """Yield each file once, and whether it was found in a folder rather than named."""
    seen: set[Path] = set()
    for path in map(Path, paths):
        files = [(path, False)] if not path.is_dir() else [(f, True) for f in _below(path)]
        for file, found in files:
            if file not in seen:
                seen.add(file)
                yield file, found


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(root, name)


def _looks_like_manifest(tree: Tree) -> bool:
    """Tell a manifest from other YAML and JSON; a file that cannot be parsed is taken for one."""
    if not tree.value:
        return bool(tree.problems)
    return len(_MARKS & tree.place.children.keys()) >= 2


def _same_id(tree: Tree, first: dict[str, Origin]) -> None:
    work = tree.value.get("id")
    if not isinstance(work, str):
        return
    place = tree.at(("id",))
    origin = first.setdefault(work, Origin(tree.file, place.line))
    if origin.file != tree.file:
        params = {"id": work, "file": origin.file or "", "line": origin.line or 0}
        tree.report("manifest.id_twice", ("id",), params=params)
