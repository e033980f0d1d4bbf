"""Folds numbered and bulleted paragraphs into lists, which may hold lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from hocvu.lesson import Block, ListBlock, ListItem, Paragraph
from hocvu.sources.docx.numbering import Label

_DEEPEST: Final = 9
_DIGIT: Final = 1
_LETTER: Final = 2
_BULLET: Final = 3
_NUMBER: Final = re.compile(r"\d{1,9}(?!.*\d)")
_SAME_INDENT: Final = 100
"""Twentieths of a point by which the indents of two items at one level may differ."""


@dataclass(slots=True)
class _Open:
    """A list that still takes items."""

    label: Label
    indent: int
    items: list[tuple[str, list[Block]]] = field(default_factory=list)

    def close(self) -> ListBlock:
        """Return the list."""
        items = tuple(ListItem(label=text, children=tuple(blocks)) for text, blocks in self.items)
        first = self.items[0][1][0]
        origin = first.origin if isinstance(first, Paragraph) else None
        block = ListBlock(ordered=self.label.ordered, items=items)
        return block.model_copy(update={"origin": origin}) if origin else block


class ListBuilder:
    """Collects items and adds each finished list to the blocks around it."""

    def __init__(self, blocks: list[Block]) -> None:
        """Take the blocks that finished lists are added to."""
        self._blocks = blocks
        self._open: list[_Open] = []

    def add(self, label: Label, content: Paragraph, indent: int) -> None:
        """Add an item that is set in by `indent` twentieths of a point."""
        while self._open and not self._continues(label, indent):
            self._pop()
        if not self._open or self._is_deeper(label, indent):
            self._open.append(_Open(label, indent))
        self._open[-1].items.append((label.text, [content]))

    def close(self) -> None:
        """Finish every open list."""
        while self._open:
            self._pop()

    def _continues(self, label: Label, indent: int) -> bool:
        """Tell if an item belongs to the innermost list or to one inside its last item."""
        top = self._open[-1]
        if self._is_deeper(label, indent):
            return True
        if label.list_id == top.label.list_id:
            return label.level == top.label.level
        same = abs(indent - top.indent) <= _SAME_INDENT and label.level == top.label.level
        if label.ordered or top.label.ordered:
            return same and _follows(label.text, top.items[-1][0])
        return same

    def _is_deeper(self, label: Label, indent: int) -> bool:
        top = self._open[-1]
        if len(self._open) >= _DEEPEST:
            return False
        if label.list_id == top.label.list_id:
            return label.level > top.label.level
        if any(item.label.list_id == label.list_id for item in self._open):
            return False
        if indent > top.indent + _SAME_INDENT:
            return True
        # Many documents set every level in alike: then "a)" is inside "1." by custom.
        same = indent >= top.indent - _SAME_INDENT
        return same and _custom(top.label) < _custom(label) == _LETTER

    def _pop(self) -> None:
        block = self._open.pop().close()
        if self._open:
            self._open[-1].items[-1][1].append(block)
        else:
            self._blocks.append(block)


def _custom(label: Label) -> int:
    """Return how deep a label stands by Vietnamese custom: I. before 1. before a)."""
    first = label.text[:1]
    if not label.ordered:
        return _BULLET
    if first.isdigit():
        return _DIGIT
    return _LETTER if first.islower() else 0


def _follows(text: str, previous: str) -> bool:
    """Tell if the number `text` is the one after `previous` in the same style."""
    one, other = _NUMBER.search(text), _NUMBER.search(previous)
    if one and other:
        return int(one[0]) == int(other[0]) + 1
    if len(text) == len(previous) == 2 and text[1] == previous[1]:
        return ord(text[0]) == ord(previous[0]) + 1
    return False
