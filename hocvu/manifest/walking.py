"""Ways through what an author wrote, whatever shape it has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hocvu.written.tree import Step, Tree

Path = tuple[Step, ...]


def at(tree: Tree, *path: Step) -> Any:
    """Return the value at `path`, or None where the author wrote none."""
    value: Any = tree.value
    for step in path:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def word(tree: Tree, *path: Step) -> str:
    """Return the text at `path` without the white space around it; empty where there is none."""
    value = at(tree, *path)
    return value.strip() if isinstance(value, str) else ""


def items(tree: Tree, *path: Step) -> list[Any]:
    """Return the list at `path`; empty where there is none."""
    value = at(tree, *path)
    return value if isinstance(value, list) else []


def words(tree: Tree, *path: Step) -> Iterator[tuple[Path, str]]:
    """Yield path and text of each text in the list at `path`."""
    for index, item in enumerate(items(tree, *path)):
        if isinstance(item, str) and item.strip():
            yield (*path, index), item.strip()


def lessons(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the path and value of each lesson that was written, in order."""
    for path, part in mappings(("parts",), tree.value.get("parts")):
        if "parts" in part:
            yield from mappings((*path, "parts"), part["parts"])
        else:
            yield path, part


def parts(tree: Tree) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield the path and value of each section and lesson, a section before its lessons."""
    for path, part in mappings(("parts",), tree.value.get("parts")):
        yield path, part
        yield from mappings((*path, "parts"), part.get("parts"))


def mappings(path: Path, value: Any) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield path and value of each mapping in a list."""
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, dict):
            yield (*path, index), item


def texts(value: Any, apart: frozenset[str]) -> list[tuple[Path, str]]:
    """Return path and text of every scalar in `value` that is not below a key of `apart`."""
    found: list[tuple[Path, str]] = []
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, inside = waiting.pop()
        if isinstance(inside, str):
            found.append((path, inside))
        elif isinstance(inside, dict):
            waiting += [((*path, key), item) for key, item in inside.items() if key not in apart]
        elif isinstance(inside, list):
            waiting += [((*path, index), item) for index, item in enumerate(inside)]
    return found
