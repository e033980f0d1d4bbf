"""Writes single fields into a manifest and leaves the rest of its text as it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hocvu.errors import ManifestError, Origin
from hocvu.manifest.emit import entry, item
from hocvu.manifest.mend.edits import line_end
from hocvu.manifest.profile import fields
from hocvu.written.tree import Tree


def with_field(text: str, tree: Tree, name: str, value: Any) -> str:
    """Return `text` with a field set, in the profile's order where it is new.

    A comment after the old value on its line stays; comments inside an old group go with it.

    Raises:
        ManifestError: The manifest is not written with one field to a line.
    """
    lines = _lines(text, tree)
    end = line_end(text)
    new = [line + end for line in entry(name, value)]
    if name not in tree.place.children:
        at = _place_for(lines, tree, name)
        return "".join([*lines[:at], *new, *lines[at:]])
    place = tree.place.children[name]
    first, last = place.key[0] - 1, _end(lines, tree, name)
    if not place.children and place.end[0] == place.line:
        rest = lines[place.end[0] - 1][place.end[1] - 1 :]
        new = [new[-1].rstrip("\r\n") + (rest if rest.strip() else end)] if len(new) == 1 else new
    return "".join([*lines[:first], *new, *lines[last:]])


def with_item(text: str, tree: Tree, name: str, value: Mapping[str, Any]) -> str:
    """Return `text` with a group added to the end of a list, which is made where there is none.

    Raises:
        ManifestError: The list is not written with one item to a line.
    """
    place = tree.place.children.get(name)
    if place is None or not place.children:
        return with_field(text, tree, name, [dict(value)])
    lines = _lines(text, tree)
    first = next(iter(place.children.values()))
    before = lines[first.line - 1][: first.column - 1]
    if before.strip() != "-" or place.line == place.key[0]:
        raise ManifestError("approval.not_editable", origin=Origin(tree.file, place.line))
    indent = before.index("-")
    end = line_end(text)
    new = [" " * indent + line + end for line in item(dict(value), 0)]
    at = _end(lines, tree, name)
    return "".join([*lines[:at], *new, *lines[at:]])


def _lines(text: str, tree: Tree) -> list[str]:
    starts = [place.key for place in tree.place.children.values()]
    if any(column != 1 for _, column in starts) or "\r" in text.replace("\r\n", ""):
        raise ManifestError("approval.not_editable", origin=Origin(tree.file, 1))
    if not text.endswith("\n"):
        text += line_end(text)
    return [f"{line}\n" for line in text[:-1].split("\n")]


def _end(lines: list[str], tree: Tree, name: str) -> int:
    """Return the number of the line after a field, before what belongs to the next."""
    start = tree.place.children[name].key[0]
    later = [place.key[0] for place in tree.place.children.values() if place.key[0] > start]
    end = min(later) - 1 if later else len(lines)
    while end > start and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _place_for(lines: list[str], tree: Tree, name: str) -> int:
    """Return the number of lines after which a new field stands."""
    order = list(fields())
    earlier = order[: order.index(name)]
    for before in reversed(earlier):
        # A list of parts may stand last; what comes after it in the profile is not put there.
        if before in tree.place.children and before != "parts":
            return _end(lines, tree, before)
    return min((place.key[0] for place in tree.place.children.values()), default=1) - 1
