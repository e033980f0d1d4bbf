"""Checks manifests, one or a whole tree of them, and loads what is good."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from hocvu.manifest.across import Identity, check_across, identity
from hocvu.manifest.disk import Sign, sign
from hocvu.manifest.find import PathLike, find_manifests
from hocvu.manifest.manifest import Manifest, assemble
from hocvu.manifest.models import ManifestFields
from hocvu.manifest.problems import InvalidManifest
from hocvu.manifest.profile import vocabularies
from hocvu.manifest.reader import read_tree
from hocvu.manifest.rules import check_rules
from hocvu.manifest.sequencing import check_sequencing
from hocvu.manifest.setting import Checks, Setting
from hocvu.manifest.structure import read_fields
from hocvu.manifest.tables import find_tables
from hocvu.written.problems import Problem, in_order
from hocvu.written.tree import Tree


@dataclass(frozen=True, slots=True)
class Examined:
    """One manifest's problems, what others must know of it, and the files all this depends on.

    Attributes:
        problems: Everything that is to be told of it alone.
        identity: Its names.
        signs: The sign of each file and folder that was looked at.
    """

    problems: tuple[Problem, ...]
    identity: Identity
    signs: tuple[tuple[str, Sign | None], ...]


def load(path: PathLike) -> Manifest:
    """Read a manifest.

    Raises:
        InvalidManifest: It has errors; they are all in `problems`.
        ManifestError: The organisation's ``hocvu.toml`` is faulty.
    """
    tree, setting = _examine(Path(path), os.fspath(path), Checks())
    problems = in_order(tree.problems)
    if setting.fields is None or any(problem.severity == "error" for problem in problems):
        raise InvalidManifest(problems)
    manifest = assemble(tree, setting.fields, Path(path))
    return replace(manifest, problems=problems)


def check(
    path: PathLike, for_publish: bool = False, checks: Checks | None = None
) -> tuple[Problem, ...]:
    """Return everything that is to be told of one manifest, in order of place.

    Args:
        path: The manifest.
        for_publish: Ask for all that publishing asks for.
        checks: What else is asked.
    """
    return in_order(examine(Path(path), _asked(for_publish, checks)).problems)


def validate(
    paths: PathLike | Iterable[PathLike], for_publish: bool = False, checks: Checks | None = None
) -> tuple[Problem, ...]:
    """Return everything that is to be told of manifests, in files and in folders.

    In a folder, files that are not manifests are passed over. Works that share an `id` or
    a `code` are told of, also when they stand in different folders.

    Args:
        paths: Files and folders.
        for_publish: Ask for all that publishing asks for.
        checks: What else is asked.
    """
    asked = _asked(for_publish, checks)
    found = [examine(path, asked) for path in find_manifests(paths)]
    across = check_across(one.identity for one in found)
    return in_order([*(problem for one in found for problem in one.problems), *across])


def examine(path: Path, checks: Checks) -> Examined:
    """Examine one manifest by itself.

    Raises:
        ManifestError: The organisation's ``hocvu.toml`` is faulty.
    """
    known = sign(os.fspath(path))
    tree, setting = _examine(path, str(path), checks)
    signs = {os.fspath(path): known, **dict(setting.tables.sources), **setting.disk.signs}
    return Examined(tuple(tree.problems), identity(tree), tuple(signs.items()))


def examine_tree(tree: Tree, folder: Path, checks: Checks) -> tuple[Problem, ...]:
    """Return what is to be told of a manifest that was read, and stands in `folder`.

    Raises:
        ManifestError: The organisation's ``hocvu.toml`` is faulty.
    """
    _check(tree, folder, checks)
    return tuple(tree.problems)


def _examine(path: Path, name: str, checks: Checks) -> tuple[Tree, Setting]:
    tree = read_tree(path, name)
    return tree, _check(tree, path.parent, checks)


def _check(tree: Tree, folder: Path, checks: Checks) -> Setting:
    setting = Setting(folder, "du_thao", checks, checks.tables or find_tables(folder))
    if not tree.value:
        if not tree.problems:
            tree.report("manifest.empty_file")
        return setting
    status = str(tree.value.get("status", "")).strip()
    if status in vocabularies()["status"]:
        setting.status = status  # of any other it was told; the rest is not blamed for it
    setting.fields = read_fields(tree, ManifestFields)
    check_rules(tree, setting)
    check_sequencing(tree)
    return setting


def _asked(for_publish: bool, checks: Checks | None) -> Checks:
    return replace(
        checks or Checks(), for_publish=for_publish or bool(checks and checks.for_publish)
    )
