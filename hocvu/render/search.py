"""The text of all lessons, for a search that leads from one lesson to the others."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from typing import Final

from hocvu.lesson import DocumentBody, Lesson, SlidesBody, VideoBody
from hocvu.render.content import Content
from hocvu.render.markup import names

_BLOCKS: Final = names("h2 h3 h4 h5 h6 p li td th figcaption caption pre summary")
"""The same as in the player, which finds a place again by the text of its innermost block."""
_OPEN: Final = (DocumentBody, SlidesBody, VideoBody)
"""Kinds whose text may be seen before its time: questions and scenes are not."""


def pieces(lesson: Lesson, content: Content) -> list[list[str]]:
    """Return the pieces of text of each page; those outside pages stand with the last one."""
    found = _Pieces(len(content.pages))
    if isinstance(lesson.body, _OPEN):
        found.feed(content.html)
        found.close()
    if not isinstance(lesson.body, DocumentBody):
        found.pages[0].insert(0, lesson.title)
    return found.pages


class _Pieces(HTMLParser):
    def __init__(self, pages: int) -> None:
        super().__init__()
        self.pages: list[list[str]] = [[] for _ in range(max(pages, 1))]
        self._page = -1
        # For each open block its text, None once it holds another block.
        self._open: list[list[str] | None] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = dict(attrs).get("class") or ""
        if tag == "section" and "page" in classes.split():
            self._page += 1
        if tag in _BLOCKS:
            self._open = [None for _ in self._open]
            self._open.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag not in _BLOCKS:
            return
        block = self._open.pop()
        text = " ".join(unicodedata.normalize("NFC", "".join(block or ())).split())
        if text:
            self.pages[self._page].append(text)

    def handle_data(self, data: str) -> None:
        if self._open and (block := self._open[-1]) is not None:
            block.append(data)
