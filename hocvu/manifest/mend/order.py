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
    """Return the first of the lines above the field at `line` that belong to it.

    These are a heading with all below it, or else the comments right above. What stands at the
    head of the file belongs to the file.
    """
    above = line
    while above > 1 and (lines[above - 2].startswith("#") or not lines[above - 2].strip()):
        above -= 1
    headings = [n for n in range(above, line) if _HEADING.match(lines[n - 1])]
    if headings:
        return headings[0]
    first = line
    while first > 1 and lines[first - 2].startswith("#"):
        first -= 1
    return line if first == 1 else first


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
        bodies = [(name, *_parted(piece[head:])) for _, name, piece, head in inside]
        blanks = [blank for _, _, blank in bodies]  # which stay where they are
        bodies.sort(key=lambda body: rank.get(body[0], len(rank)))
        for (_, body, _), blank in zip(bodies, blanks, strict=True):
            made += [*body, *blank]
    return made


def _parted(piece: list[str]) -> tuple[list[str], list[str]]:
    """Return a field's lines and the blank lines after them."""
    end = len(piece)
    while end and not piece[end - 1].strip():
        end -= 1
    return piece[:end], piece[end:]


def _heading(piece: list[str]) -> int:
    """Return how many lines of a field's comments are a heading and what stands above it."""
    last = max((n for n, line in enumerate(piece, 1) if _HEADING.match(line)), default=0)
    while last and not piece[last].strip():
        last += 1
    return last
