"""Writes the right value in the place of a wrong one, in the quotes that it stands in."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from hocvu.identifiers import nfc
from hocvu.manifest.mend.edits import Edit, Lines
from hocvu.written.problems import Problem
from hocvu.written.tree import Place, Tree

BARE: Final = frozenset(
    {
        "manifest.number_quoted",
        "manifest.decimal_comma",
        "manifest.percent_sign",
        "manifest.truth_word",
    }
)
QUOTED: Final = frozenset(
    {"manifest.code_unquoted", "manifest.province_zero", "manifest.province_name"}
)
NOT: Final = frozenset({"approval.status_differs"})
"""Codes whose remedy is for people to choose."""

_PLAIN: Final = re.compile(r"[^\W_](?:[^\n#:,\[\]{}\"']|:(?=[^\s:,\]}]))*(?<![ :])")


def corrected(tree: Tree, text: str, problems: tuple[Problem, ...]) -> Iterator[Edit]:
    """Yield the remedy of each problem that has only one."""
    lines, places = Lines(text), {}
    for place in _scalars(tree.place):
        places[place.line, place.column] = place
    for problem in problems:
        instead = problem.params.get("instead")
        found = places.get((problem.line or 0, problem.column or 0))
        if found is None or not isinstance(instead, str) or problem.code in NOT:
            continue
        start, end = lines.offset(found.line, found.column), lines.offset(*found.end)
        raw = text[start:end].rstrip()
        if "\n" not in raw:
            yield Edit(start, start + len(raw), _written(instead, raw, problem.code))


def composed(tree: Tree, text: str) -> Iterator[Edit]:
    """Yield every scalar and key that is not in Unicode's composed form."""
    if unicodedata.is_normalized("NFC", text):
        return
    lines = Lines(text)
    for place in _scalars(tree.place):
        start, end = lines.offset(place.line, place.column), lines.offset(*place.end)
        if (piece := text[start:end]) != nfc(piece):
            yield Edit(start, end, nfc(piece))


def _written(instead: str, raw: str, code: str) -> str:
    """Return `instead` in the style of `raw`."""
    if code in BARE:
        return instead
    if raw[:1] == "'" and code not in QUOTED:
        return "'" + instead.replace("'", "''") + "'"
    if raw[:1] == '"' or code in QUOTED or not _PLAIN.fullmatch(instead):
        return json.dumps(instead, ensure_ascii=False)
    return instead


def _scalars(place: Place) -> Iterator[Place]:
    if not place.children:
        yield place
    for child in place.children.values():
        yield from _scalars(child)
