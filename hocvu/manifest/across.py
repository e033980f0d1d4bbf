"""What is wrong between the manifests of a tree: names that two courses share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Self

from hocvu.errors import Origin, Severity, Value
from hocvu.identifiers import course_slug
from hocvu.manifest.walking import word
from hocvu.written.problems import Problem
from hocvu.written.tree import Tree


@dataclass(frozen=True, slots=True)
class Identity:
    """What other manifests must know of one: its names with their lines and columns.

    Attributes:
        file: The manifest.
        id: The course's identifier; empty where there is none.
        code: Its code.
        status: Its status.
        replaces: The identifier of the course that it replaces.
        places: Line and column of `id`, `code` and `status`.
    """

    file: str
    id: str
    code: str
    status: str
    replaces: str
    places: tuple[tuple[int, int], ...]

    def packed(self) -> list[Any]:
        """Return this as JSON can hold it, without the file."""
        return [self.id, self.code, self.status, self.replaces, [list(p) for p in self.places]]

    @classmethod
    def unpacked(cls, file: str, packed: list[Any]) -> Self:
        """Return what `packed` made, for `file`."""
        key, code, status, replaces, places = packed
        return cls(file, key, code, status, replaces, tuple((a, b) for a, b in places))


def identity(tree: Tree) -> Identity:
    """Return what other manifests must know of `tree`."""
    names = ("id", "code", "status")
    places = tuple((tree.at((name,)).line, tree.at((name,)).column) for name in names)
    replaced = word(tree, "revision", "of") if word(tree, "revision", "kind") == "thay_the" else ""
    key, code, status = (word(tree, name) for name in names)
    return Identity(tree.file, key, code, status, replaced, places)


def check_across(found: Iterable[Identity]) -> Iterator[Problem]:
    """Yield what is wrong between manifests, in the order in which they are given."""
    every = list(found)
    first: dict[tuple[str, str], Identity] = {}
    for one in every:
        if one.id:
            yield from _shared(one, first.setdefault(("id", one.id), one), "id", "error")
        if one.code:
            # Slugs name the packages' files, so codes that share one are the same code.
            other = first.setdefault(("code", course_slug(one.code)), one)
            yield from _shared(one, other, "code", "warning")
    in_force = {one.id: one for one in every if one.status == "ban_hanh"}
    for one in every:
        old = in_force.get(one.replaces)
        if old and old is not one and one.status == "ban_hanh":
            where = Origin(old.file, *old.places[2], "status")
            params: dict[str, Value] = {"file": one.file, "value": one.id}
            yield Problem("manifest.replaced_in_force", "warning", where, params)


def _shared(one: Identity, other: Identity, name: str, severity: Severity) -> Iterator[Problem]:
    if other.file == one.file:
        return
    index = ("id", "code").index(name)
    params: dict[str, Value] = {
        "value": one.id if name == "id" else one.code,
        "file": other.file,
        "line": other.places[index][0],
    }
    code = "manifest.id_twice" if name == "id" else "manifest.code_twice"
    yield Problem(code, severity, Origin(one.file, *one.places[index], name), params)
