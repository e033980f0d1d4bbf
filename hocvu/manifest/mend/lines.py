"""Mends lines by themselves: indentation that is none, blanks at their ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from hocvu.manifest.mend.edits import Edit, Lines, line_end
from hocvu.manifest.reader import names
from hocvu.written.tree import Place

_TAB: Final = 2
_INDENT: Final = re.compile(
    r"^[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+(?=\S)", re.MULTILINE
)
_COLON: Final = re.compile(r"^ *(?:- +)?(?P<key>\w+)(?P<colon>[：﹕∶]) ?", re.MULTILINE)
_SPACE: Final = re.compile(r"^ *(?:- +)*(?P<key>[\w-]+)(?P<colon>:)(?=[^\s:/])", re.MULTILINE)
_TRAILING: Final = re.compile(r"[ \t]+(?=\r?$)", re.MULTILINE)


def unreadable(text: str) -> Iterator[Edit]:
    """Yield what makes a text readable that YAML refuses."""
    for found in _INDENT.finditer(text):
        spaces = "".join(" " * _TAB if c == "\t" else " " for c in found.group())
        if spaces != found.group():
            yield Edit(found.start(), found.end(), spaces)
    for form in (_COLON, _SPACE):
        for found in form.finditer(text):
            if found["key"] in names():
                yield Edit(found.start("colon"), found.end(), ": ")


def trailing(text: str, root: Place) -> Iterator[Edit]:
    """Yield the blanks at the ends of lines that are not inside a text of several lines."""
    lines, inside = Lines(text), set(_within(root))
    for number, line in enumerate(lines.lines, 1):
        if number not in inside and (found := _TRAILING.search(line)):
            start = lines.offset(number, found.start() + 1)
            yield Edit(start, start + len(found.group()), "")
    last = len(lines.lines)
    if lines.lines[-1].strip() and last not in inside:
        yield Edit(len(text), len(text), line_end(text))


def _within(place: Place) -> Iterator[int]:
    """Yield the lines of which more than one belongs to a scalar."""
    if not place.children and place.end[0] > place.line:
        yield from range(place.line, place.end[0] + 1)
    for child in place.children.values():
        yield from _within(child)
