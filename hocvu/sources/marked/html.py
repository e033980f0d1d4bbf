"""Reads the text out of raw HTML; none of the markup reaches a lesson."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

_TAG: Final = re.compile(r"<\s*(/?)\s*([A-Za-z][A-Za-z0-9-]*)")
_SILENT: Final = frozenset({"script", "style", "template", "noscript"})
_APART: Final = frozenset(
    {"p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul"}
)


def tag_of(markup: str) -> tuple[str, bool]:
    """Return the name of a tag in lower case, and whether it closes."""
    found = _TAG.match(markup)
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def text_of(markup: str) -> str:
    """Return the text of `markup`, a line for each block, without scripts and styles."""
    reader = _TextReader()
    reader.feed(markup)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _APART:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT and self._silent:
            self._silent -= 1
        if tag in _APART:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
