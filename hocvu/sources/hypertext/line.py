"""Inline nodes as they come in, with the white space of HTML made single."""

from __future__ import annotations

import re
from typing import Final

from hocvu.identifiers import nfc
from hocvu.lesson import Inline, LineBreak, Link, Mark, Text

_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff]")


class Line:
    """The inline nodes of one paragraph in the making."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._nodes: list[Inline] = []
        self._links: list[tuple[str | None, list[Inline]]] = []

    def text(self, text: str, marks: tuple[Mark, ...]) -> None:
        """Add text, joined to the text before it where both look the same."""
        text = _SPACE.sub(" ", _CONTROL.sub("", text))
        if text.startswith(" ") and self._ends_with_space():
            text = text[1:]
        if not text:
            return
        last = self._nodes[-1] if self._nodes else None
        if isinstance(last, Text) and last.marks == marks:
            self._nodes[-1] = Text(text=nfc(last.text + text), marks=marks)
        else:
            self._nodes.append(Text(text=nfc(text), marks=marks))

    def add(self, node: Inline) -> None:
        """Add a node that is no text."""
        self._nodes.append(node)

    def open(self, href: str | None) -> None:
        """Begin a link; one that leads nowhere keeps its text."""
        self._links.append((href, self._nodes))
        self._nodes = []

    def close(self) -> None:
        """End the link that was begun last."""
        if not self._links:  # the paragraph ended inside the link
            return
        href, before = self._links.pop()
        inner, self._nodes = self._nodes, before
        if href and inner:
            self._nodes.append(Link(href=href, children=tuple(inner)))
        else:
            self._nodes.extend(inner)

    def take(self) -> tuple[Inline, ...]:
        """Return the paragraph without white space around it, and begin another."""
        while self._links:
            self.close()
        nodes, self._nodes = self._nodes, []
        while nodes and (isinstance(nodes[0], LineBreak) or _blank(nodes[0])):
            nodes.pop(0)
        while nodes and (isinstance(nodes[-1], LineBreak) or _blank(nodes[-1])):
            nodes.pop()
        if nodes and isinstance(nodes[0], Text):
            nodes[0] = nodes[0].model_copy(update={"text": nodes[0].text.lstrip(" ")})
        if nodes and isinstance(nodes[-1], Text):
            nodes[-1] = nodes[-1].model_copy(update={"text": nodes[-1].text.rstrip(" ")})
        return tuple(nodes)

    def _ends_with_space(self) -> bool:
        last = self._nodes[-1] if self._nodes else None
        if last is None:
            return not self._links
        return isinstance(last, LineBreak) or (isinstance(last, Text) and last.text.endswith(" "))


def _blank(node: Inline) -> bool:
    return isinstance(node, Text) and not node.text.strip()
