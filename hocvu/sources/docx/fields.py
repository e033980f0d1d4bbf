"""Fields: which of their text is shown, and where their links lead (ECMA-376-1, 17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.sources.docx.names import MC, W

_STORIES: Final = frozenset({f"{W}txbxContent", f"{W}footnote", f"{W}endnote"})
_APART: Final = frozenset({f"{MC}Fallback", f"{W}del", f"{W}moveFrom"})
_WORDS: Final = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


@dataclass(slots=True)
class Field:
    """A field that is open: its instruction so far, and whether its result has begun."""

    instruction: str = ""
    result: bool = False


class Fields:
    """The fields that are open at one place of a story.

    A field that is never closed would hide all that follows, so such a beginning is not heeded.
    """

    def __init__(self, story: etree._Element) -> None:
        """Find the beginnings in `story` that have their end."""
        self._open: list[Field] = []
        self._matched = _matched(story)

    def mark(self, item: etree._Element) -> None:
        """Take a ``fldChar``."""
        if item not in self._matched:
            return
        kind = item.get(f"{W}fldCharType")
        if kind == "begin":
            self._open.append(Field())
        elif kind == "separate" and self._open:
            self._open[-1].result = True
        elif kind == "end" and self._open:
            self._open.pop()

    def instruct(self, text: str) -> None:
        """Take a piece of a field's instruction."""
        if self._open and not self._open[-1].result:
            self._open[-1].instruction += text

    @property
    def shown(self) -> bool:
        """Text at this place is shown, not part of an instruction."""
        return all(item.result for item in self._open)

    @property
    def link(self) -> str | None:
        """Where the innermost link leads at this place."""
        found = (link_of(item.instruction) for item in reversed(self._open) if item.result)
        return next((link for link in found if link), None)


def link_of(instruction: str) -> str | None:
    """Return the address of a HYPERLINK, or ``#bookmark`` of a REF with a link, else None."""
    words = [a or b for a, b in _WORDS.findall(instruction)]
    if not words:
        return None
    kind, rest = words[0].upper(), words[1:]
    if kind in {"REF", "PAGEREF"} and rest and "\\h" in rest:
        return f"#{rest[0]}"
    if kind != "HYPERLINK":
        return None
    address = anchor = ""
    skip = False
    for index, word in enumerate(rest):
        if skip:
            skip = False
        elif word in {"\\l", "\\s"}:
            anchor = rest[index + 1] if index + 1 < len(rest) else ""
            skip = True
        elif word in {"\\o", "\\t"}:
            skip = True
        elif not word.startswith("\\"):
            address = address or word.replace("\\\\", "\\")
    if anchor:
        return f"{address}#{anchor}"
    return address or None


def _matched(story: etree._Element) -> frozenset[etree._Element]:
    """Return every ``fldChar`` of `story`, not of a story inside it, that belongs to a whole."""
    matched: set[etree._Element] = set()
    waiting: list[list[etree._Element]] = []
    for item in story.iter(f"{W}fldChar"):
        if _apart(item, story):
            continue
        kind = item.get(f"{W}fldCharType")
        if kind == "begin":
            waiting.append([item])
        elif waiting:
            waiting[-1].append(item)
            if kind == "end":
                matched.update(waiting.pop())
    return frozenset(matched)


def _apart(item: etree._Element, story: etree._Element) -> bool:
    for above in item.iterancestors():
        if above is story:
            return False
        if above.tag in _STORIES or above.tag in _APART:
            return True
    return False
