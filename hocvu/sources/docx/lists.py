"""Folds numbered and bulleted paragraphs into lists, which may hold lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from hocvu.lesson import Block, ListBlock, ListItem, Paragraph
from hocvu.sources.docx.numbering import Label

_DEEPEST: Final = 9
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
        return same and label.ordered == top.label.ordered and not label.ordered

    def _is_deeper(self, label: Label, indent: int) -> bool:
        top = self._open[-1]
        if len(self._open) >= _DEEPEST:
            return False
        if label.list_id == top.label.list_id:
            return label.level > top.label.level
        if any(item.label.list_id == label.list_id for item in self._open):
            return False
        return indent > top.indent + _SAME_INDENT

    def _pop(self) -> None:
        block = self._open.pop().close()
        if self._open:
            self._open[-1].items[-1][1].append(block)
        else:
            self._blocks.append(block)
