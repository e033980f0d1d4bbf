"""Reads manifests into values with places, knowing the names of their fields."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hocvu import written
from hocvu.manifest.profile import fields, groups
from hocvu.written import Tree


def read_tree(path: Path, name: str) -> Tree:
    """Read the manifest at `path`, called `name` in messages.

    Returns:
        The tree. Where its problems tell of an error of syntax, its value is what was read before.
    """
    return written.read_tree(path, name, names())


def parse(data: bytes, name: str) -> Tree:
    """Read a manifest from its bytes, UTF-8 or UTF-16."""
    return written.parse(data, name, Tree(name, names()))


@cache
def names() -> frozenset[str]:
    """Return the names of fields on every level, and the usual languages."""
    inside = (name for group in groups().values() for name in group)
    return frozenset({*fields(), *inside, "vi", "en"} - {""})
