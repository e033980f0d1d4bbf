"""Gathers the text of one paragraph into as few runs as its looks allow."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby

from hocvu.identifiers import nfc
from hocvu.lesson import Inline, Link, Mark, Text
from hocvu.sources.docx.styles import RunProperties


@dataclass(slots=True)
class _Item:
    link: str | None
    marks: tuple[Mark, ...]
    text: str
    node: Inline | None = None


@dataclass(slots=True)
class Runs:
    """The inline content of a paragraph, as it grows."""

    items: list[_Item] = field(default_factory=list)
    letters: int = 0
    bold_letters: int = 0
    capitals: bool = True
    size: int = 0

    def text(
        self, text: str, look: RunProperties, marks: tuple[Mark, ...], link: str | None
    ) -> None:
        """Add text."""
        if not text:
            return
        self._look(text, look)
        last = self.items[-1] if self.items else None
        # A combining mark belongs to the letter before it, whatever run it was typed in.
        joins = last is not None and last.node is None
        if (
            last
            and joins
            and ((last.marks == marks and last.link == link) or unicodedata.combining(text[0]))
        ):
            last.text += text
        else:
            self.items.append(_Item(link, marks, text))

    def node(self, node: Inline, link: str | None) -> None:
        """Add what is not text."""
        self.items.append(_Item(link, (), "", node))

    def finish(self, keep_spaces: bool = False) -> tuple[Inline, ...]:
        """Return the content; without `keep_spaces`, none is left at either end."""
        items = self.items if keep_spaces else _trim(self.items)
        nodes: list[Inline] = []
        for link, group in groupby(items, key=lambda item: item.link):
            inner = [_node(item, link is not None) for item in group]
            nodes.extend([Link(href=link, children=tuple(inner))] if link else inner)
        return tuple(nodes)

    def _look(self, text: str, look: RunProperties) -> None:
        letters = sum(c.isalpha() for c in text)
        if not letters:
            return
        self.letters += letters
        self.bold_letters += letters if look.bold else 0
        self.capitals = self.capitals and (bool(look.caps) or text == text.upper())
        self.size = max(self.size, look.size or 0)


def _node(item: _Item, linked: bool) -> Inline:
    if item.node is not None:
        return item.node
    # A link is underlined by being one.
    marks = tuple(mark for mark in item.marks if not (linked and mark == "underline"))
    return Text(text=nfc(item.text), marks=marks)


def _trim(items: list[_Item]) -> list[_Item]:
    """Return `items` without white space and line breaks at either end."""
    kept = list(items)
    while kept and _is_space(kept[0]):
        kept.pop(0)
    while kept and _is_space(kept[-1]):
        kept.pop()
    if kept and kept[0].node is None:
        kept[0].text = kept[0].text.lstrip()
    if kept and kept[-1].node is None:
        kept[-1].text = kept[-1].text.rstrip()
    return kept


def _is_space(item: _Item) -> bool:
    if item.node is None:
        return not item.text.strip()
    return item.node.kind == "break"
