"""Bookmarks that links of the document lead to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from hocvu.identifiers import key_for
from hocvu.sources.docx.fields import link_of
from hocvu.sources.docx.names import W

_P: Final = f"{W}p"
_START: Final = f"{W}bookmarkStart"


class Anchors:
    """Which paragraph each bookmark names; only those that something links to."""

    def __init__(self, root: etree._Element) -> None:
        """Look through the whole document once."""
        wanted = set(_targets(root))
        self._of_name: dict[str, str] = {}
        self._of_paragraph: dict[etree._Element, str] = {}
        waiting: list[str] = []
        if not wanted:
            return
        for item in root.iter(_P, _START):
            if item.tag == _START:
                name = item.get(f"{W}name", "")
                if name not in wanted:
                    continue
                host = next(item.iterancestors(_P), None)
                if host is None:
                    waiting.append(name)
                else:
                    self._set(host, name)
            else:
                for name in waiting:
                    self._set(item, name)
                waiting.clear()

    def _set(self, paragraph: etree._Element, name: str) -> None:
        key = self._of_paragraph.setdefault(paragraph, key_for(name))
        self._of_name.setdefault(name, key)

    def of(self, paragraph: etree._Element) -> str | None:
        """Return the key of `paragraph`, None where nothing links to it."""
        return self._of_paragraph.get(paragraph)

    def to(self, name: str) -> str | None:
        """Return the key of the paragraph that the bookmark `name` is in."""
        return self._of_name.get(name)


def _targets(root: etree._Element) -> Iterator[str]:
    for item in root.iter(f"{W}hyperlink"):
        if anchor := item.get(f"{W}anchor"):
            yield anchor
    instructions: list[str] = []
    for item in root.iter(f"{W}fldSimple", f"{W}instrText", f"{W}fldChar"):
        if item.tag == f"{W}instrText":
            instructions.append(item.text or "")
            continue
        link = link_of(item.get(f"{W}instr") or "".join(instructions))
        instructions.clear()
        if link and "#" in link:
            yield link.partition("#")[2]
