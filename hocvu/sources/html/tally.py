"""Counts what an HTML page holds with another parser than the one that reads it."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from hocvu.identifiers import nfc
from hocvu.lesson import Counts

_SILENT: Final = frozenset({"script", "style", "template", "head", "noscript", "title"})
# What stands in these is part of a form or of another medium.
_LOST: Final = frozenset({"select", "textarea", "button", "object", "iframe", "svg", "math"})
_INLINE: Final = frozenset({
    "a", "b", "strong", "i", "em", "u", "s", "strike", "del", "ins", "sub", "sup", "span", "font",
    "code", "tt", "kbd", "samp", "mark", "small", "big", "abbr", "cite", "dfn", "var", "q", "label",
    "o:p", "st1:place", "bdo", "wbr", "time",
})  # fmt: skip


def tally(markup: str) -> Counts:
    """Return the counts of a page; letters of a word may be parted by inline markup."""
    counter = _Counter()
    counter.feed(markup)
    counter.close()
    words = len(nfc("".join(counter.pieces)).split())
    return Counts(
        words=words, headings=counter.headings, tables=counter.tables, images=counter.images
    )


class _Counter(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.headings = self.tables = self.images = 0
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT | _LOST:
            self._within.append(tag)
        if self._within:
            return
        self.tables += tag == "table"
        self.images += tag == "img"
        self.headings += len(tag) == 2 and tag[0] == "h" and tag[1] in "123456"
        if tag not in _INLINE and ":" not in tag:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            del self._within[self._within.index(tag) :]
        elif tag not in _INLINE and ":" not in tag:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._within:
            self.pieces.append(data.replace("\u200b", "").replace("\ufeff", ""))
