"""Finds manifests among other files, by what their first bytes say."""

from __future__ import annotations

import os
import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Final

from hocvu.written.problems import Problem
from hocvu.written.reader import LARGEST, read_tree

SUFFIXES: Final = (".yaml", ".yml", ".json")
_KEY: Final = re.compile(r"""^(?:\{[ \t]*)?["']?([A-Za-z_]+)["']?[ \t]*:""", re.MULTILINE)
_JSON_KEY: Final = re.compile(r'"([A-Za-z_]+)"\s*:')
_MARKS: Final = frozenset({"id", "code", "title", "parts"})
_OTHERS: Final = frozenset({"topics", "scenes"})
"""Keys of other files that authors write: of a programme, of a situation."""

_BROKEN: Final = frozenset(
    f"manifest.{name}"
    for name in (
        *("bracket_open", "colon", "colon_missing", "colon_space", "conflict", "control_character"),
        *("encoding", "escape", "indentation", "quote_inside", "quote_open", "reserved_character"),
        *("syntax", "tab"),
    )
)
"""What is told of text that is no YAML, and not only no manifest."""

_SKIPPED: Final = frozenset({"node_modules", "__pycache__"})

PathLike = str | os.PathLike[str]


def is_manifest(path: PathLike) -> bool:
    """Tell if the file at `path` is meant as a manifest, good or bad.

    Only its beginning is looked at, and no syntax is asked for: a broken manifest is still one.
    """
    keys = written_keys(Path(path))
    json = Path(path).suffix.lower() == ".json"
    return len(keys & _MARKS) >= 2 and not keys & _OTHERS and (not json or "parts" in keys)


def written_keys(path: Path) -> set[str]:
    """Return the keys that seem to stand at the top of a YAML file, or anywhere in a JSON one.

    Other files, and those that cannot be read, have none.
    """
    if path.suffix.lower() not in SUFFIXES or not path.is_file():
        return set()
    try:
        with path.open("rb") as stream:
            head = stream.read(LARGEST)
    except OSError:
        return set()
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = head.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    keys = _JSON_KEY if path.suffix.lower() == ".json" else _KEY
    return {found[1] for found in keys.finditer(text)}


def find_manifests(paths: PathLike | Iterable[PathLike]) -> tuple[Path, ...]:
    """Return the manifests that `paths` name, and those in the folders that they name.

    A file that is named is taken for a manifest; in folders, other YAML and JSON, hidden files and
    hidden folders are passed over. No file is returned twice; folders are walked in order of name.
    """
    found: dict[Path, None] = {}
    for path in map(Path, [paths] if isinstance(paths, str | os.PathLike) else paths):
        files = filter(is_manifest, walk(path)) if path.is_dir() else (path,)
        found.update(dict.fromkeys(files))
    return tuple(found)


def find_unread(paths: PathLike | Iterable[PathLike], known: Container[str]) -> tuple[Problem, ...]:
    """Return what is to be told of YAML in the folders that `paths` name, but of `known` files.

    One that is empty or broken may have been meant as a manifest, though it shows no sign of it:
    it would be missing in silence. YAML that is plainly something else is passed over.
    """
    found: dict[Path, Problem] = {}
    for path in map(Path, [paths] if isinstance(paths, str | os.PathLike) else paths):
        for file in walk(path) if path.is_dir() else ():
            if str(file) not in known and file.suffix.lower() != ".json" and file not in found:
                found.update((file, problem) for problem in _unread(file))
    return tuple(found.values())


def _unread(file: Path) -> Iterator[Problem]:
    """Yield what keeps a YAML file from being understood as anything."""
    tree = read_tree(file, str(file))
    if tree.value:
        return
    for problem in tree.problems:
        if problem.code == "manifest.empty_file":
            yield Problem(problem.code, "warning", problem.origin, problem.params)
        elif problem.code in _BROKEN:
            yield problem
            return


def walk(folder: Path) -> Iterator[Path]:
    """Yield the YAML and JSON files below `folder` in order of name."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith(".") and f not in _SKIPPED)
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith("."):
                yield Path(root, name)
