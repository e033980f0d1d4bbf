"""Puts right what recognition gets wrong of lines: their order, and labels of clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from hocvu.sources.pages.lines import LABEL, Line

_REACH: Final = 4.0  # Sizes of letters from a label to its text.
_LEVEL: Final = 0.45
_POINT: Final = re.compile(r"([a-eghiklmđ]|[0-9©®¢])\)(?=\s|$)")
_ORDER: Final = "abcdđeghiklm"
_LIKE: Final = {"a": "843", "b": "86", "c": "©®¢", "d": "4", "đ": "4", "e": "©®6¢"}
"""What the labels of clauses are misread as."""


def in_order(lines: Sequence[Line]) -> list[Line]:
    """Put lines of one column in order from the top; columns keep the order that they have."""
    ordered = list(lines)
    for last in range(len(ordered) - 1, 0, -1):
        swapped = False
        for place in range(last):
            one, after = ordered[place], ordered[place + 1]
            shared = min(one.x1, after.x1) - max(one.x0, after.x0)
            under = one.baseline - after.baseline > 0.5 * min(one.size, after.size)
            if under and shared > 0.3 * min(one.x1 - one.x0, after.x1 - after.x0):
                ordered[place], ordered[place + 1] = after, one
                swapped = True
        if not swapped:
            break
    for order, line in enumerate(ordered):
        line.order = order
    return ordered


def join_labels(lines: Sequence[Line]) -> list[Line]:
    """Join labels that stand apart, ``a)`` or ``1.``, with the line to their right."""
    starts = {id(line): line for line in lines if _is_label(line)}
    taken: dict[int, Line] = {}
    for label in starts.values():
        beside = [
            line
            for line in lines
            if line.place == label.place
            and id(line) not in starts
            and id(line) not in taken
            and abs(line.baseline - label.baseline) <= _LEVEL * line.size
            and 0 <= line.x0 - label.x1 <= _REACH * line.size
        ]
        if beside:
            taken[id(min(beside, key=lambda line: line.x0))] = label
    gone = {id(label) for label in taken.values()}
    for line in lines:
        if label_of_line := taken.get(id(line)):
            line.runs[0].text = f"{label_of_line.text} {line.runs[0].text}"
            line.x0 = label_of_line.x0
    return [line for line in lines if id(line) not in gone]


def mend_labels(lines: Sequence[Line]) -> None:
    """Put misread labels right where those before and after leave no doubt: ``8)`` before ``b)``.

    The points of a clause run in the order of the Vietnamese alphabet, đ after d.
    """
    labelled = [(line, found[1]) for line in lines if (found := _POINT.match(line.text))]
    for place, (line, read) in enumerate(labelled):
        before = labelled[place - 1][1] if place else ""
        after = labelled[place + 1][1] if place + 1 < len(labelled) else ""
        for right, alike in _LIKE.items():
            at = _ORDER.index(right)
            follows = at == 0 or before == _ORDER[at - 1]
            if follows and read in alike and after == _ORDER[at + 1]:
                line.runs[0].text = right + line.runs[0].text[1:]
                labelled[place] = line, right


def _is_label(line: Line) -> bool:
    return len(line.text) <= 5 and LABEL.fullmatch(line.text) is not None
