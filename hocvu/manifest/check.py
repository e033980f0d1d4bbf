"""Checks manifests, one or a whole tree of them, and loads what is good."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin, Severity, Value
from hocvu.manifest.manifest import Manifest, assemble, course_slug
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.problems import InvalidManifest, Problem, in_order
from hocvu.manifest.reader import LARGEST, read_tree
from hocvu.manifest.rules import check_rules
from hocvu.manifest.structure import read_fields
from hocvu.manifest.tree import Tree

SUFFIXES: Final = (".yaml", ".yml", ".json")
_YAML_MARK: Final = re.compile(
    r"""^(?:\{[ \t]*)?["']?(id|code|title|parts)["']?[ \t]*:""", re.MULTILINE
)
_JSON_MARK: Final = re.compile(r'"(id|code|title|parts)"\s*:')

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


def is_manifest(path: PathLike) -> bool:
    """Tell if the file at `path` is meant as a manifest, good or bad.

    Only its beginning is looked at, and no syntax is asked for: a broken manifest is still one.
    """
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(LARGEST)
    except OSError:
        return False
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    json = path.suffix.lower() == ".json"
    marks = {found[1] for found in (_JSON_MARK if json else _YAML_MARK).finditer(text)}
    return len(marks) >= 2 and (not json or "parts" in marks)


def find_manifests(paths: PathLike | Iterable[PathLike]) -> tuple[Path, ...]:
    """Return the manifests that `paths` name, and those in the folders that they name.

    A file that is named is taken for a manifest; in folders, other YAML and JSON, hidden files and
    hidden folders are passed over. No file is returned twice; folders are walked in order of name.
    """
    found: dict[Path, None] = {}
    for path in map(Path, [paths] if isinstance(paths, str | os.PathLike) else paths):
        files = filter(is_manifest, _below(path)) if path.is_dir() else (path,)
        found.update(dict.fromkeys(files))
    return tuple(found)


def _examine(path: Path, name: str, for_publish: bool) -> tuple[Tree, ManifestFields | None]:
    tree = read_tree(path, name)
    if not tree.value:
        if not tree.problems:
            tree.report("manifest.empty_file")
        return tree, None
    fields = read_fields(tree)
    check_rules(tree, path.parent, for_publish)
    return tree, fields


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(root, name)


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
