"""Puts the fields in the profile's order, each with the comments above it."""

from __future__ import annotations

import re
from itertools import accumulate, groupby
from typing import Final

from hocvu.manifest.profile import fields
from hocvu.written.tree import Tree

_KEY: Final = re.compile(r"""["']?(?P<key>\w+)["']?\s*:(?:\s|$)""")
_HEADING: Final = re.compile(r"#\s*[-=─═*]{2,}")
_UNSAFE: Final = re.compile(r"^(?:---|\.\.\.|%)|[&*][\w-]+(?:\s|$)|\r", re.MULTILINE)
"""Where order matters (anchors, documents), or lines end in a way of their own."""

_LAST: Final = "parts"
"""The field that may also stand at the end, where it is easiest to read."""


def ordered(text: str, tree: Tree) -> str:
    """Return `text` with its fields in the profile's order, or as it is where that is not safe.

    Headings (``# --- …``) stay where they are, and fields stay under theirs.
    """
    keys = sorted(place.key for place in tree.place.children.values())
    starts = [line for line, _ in keys]
    lines = text.splitlines(keepends=True)
    if not keys or not text.endswith("\n") or _UNSAFE.search(text):
        return text
    if any(column != 1 for _, column in keys) or len(set(starts)) < len(starts):
        return text
    names = [found["key"] for line in starts if (found := _KEY.match(lines[line - 1]))]
    if len(names) < len(starts):
        return text
    firsts = [_first(lines, line) for line in starts]
    ends = [*firsts[1:], len(lines) + 1]
    pieces = [lines[a - 1 : b - 1] for a, b in zip(firsts, ends, strict=True)]
    return "".join([*lines[: firsts[0] - 1], *_sorted(names, pieces)])


def _first(lines: list[str], line: int) -> int:
    """Return the first of the comment lines that belong to the field at `line`.

    What stands at the head of the file belongs to the file.
    """
    first = line
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    head = first == 1 and not any(map(_HEADING.match, lines[: line - 1]))
    return line if head else first


def _sorted(names: list[str], pieces: list[list[str]]) -> list[str]:
    """Return the lines of `pieces`, sorted by the names of their fields under each heading."""
    order = [name for name in fields() if name != _LAST or names[-1] != _LAST]
    rank = {name: index for index, name in enumerate(order)}
    heads = [_heading(piece) for piece in pieces]
    sections = accumulate(bool(head) for head in heads)
    entries = list(zip(sections, names, pieces, heads, strict=True))
    made: list[str] = []
    for _, group in groupby(entries, key=lambda entry: entry[0]):
        inside = list(group)
        made += inside[0][2][: inside[0][3]]
        bodies = [(name, piece[head:]) for _, name, piece, head in inside]
        bodies.sort(key=lambda body: rank.get(body[0], len(rank)))
        made += [line for _, body in bodies for line in body]
    return made


def _heading(piece: list[str]) -> int:
    """Return how many lines of a field's comments are a heading and what stands above it."""
    return max((n for n, line in enumerate(piece, 1) if _HEADING.match(line)), default=0)
