"""Counts what a Markdown document holds by a plain scan of its lines, apart from the parser."""

from __future__ import annotations

import re
from typing import Final

from hocvu.lesson import Counts
from hocvu.sources.marked.html import text_of

_FRONT: Final = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\s*\n", re.DOTALL)
_FENCE: Final = re.compile(r"^\s*(?:>\s*)*(`{3,}|~{3,})")
_DEFINITION: Final = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:\s+\S+.*$")
_NOTE: Final = re.compile(r"^ {0,3}\[\^[^\]]+\]:")
_LEADING: Final = re.compile(r"^\s*(?:>\s?|[-*+]\s+|\d{1,9}[.)]\s+)")
_RULE: Final = re.compile(
    r"^\s*(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,}|=+\s*|[|:\s-]*-[|:\s-]*)$"
)
_PICTURE: Final = re.compile(r"!\[([^\]]*)\](?:\((?:[^()]|\([^)]*\))*\)|\[[^\]]*\])")
_LINK: Final = re.compile(r"\[([^\]]*)\](?:\((?:[^()]|\([^)]*\))*\)|\[[^\]]*\])")
_REFERENCE: Final = re.compile(r"\[\^[^\]]+\]")
_HEADING: Final = re.compile(r"^ {0,3}#{1,6}(?:\s|$)")
_MARKUP: Final = re.compile(r"\\(?=[^\w\s])|[*`|]|~~|(?<!\w)_+|_+(?!\w)|\s#+\s*$")
_TABLE: Final = re.compile(r"^[\s|:]*-[|:\s-]*$")


def tally(text: str) -> Counts:
    """Return the counts of a document; words of pictures' descriptions are none of it."""
    lines = _FRONT.sub("", text).split("\n")
    words = headings = tables = pictures = notes = 0
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
            else:
                words += len(line.split())
            continue
        if mark:
            fence = mark[1]
            continue
        if _TABLE.match(line) and "|" in line:
            tables += 1
        headings += bool(_HEADING.match(line))
        notes += bool(_NOTE.match(line))
        pictures += len(_PICTURE.findall(line))
        words += _words(line)
    return Counts(words=words, headings=headings, tables=tables, images=pictures, notes=notes)


def _words(line: str) -> int:
    if _DEFINITION.match(line) or _RULE.match(line):
        return 0
    line = _NOTE.sub("", line)
    while not _HEADING.match(line) and (shorter := _LEADING.sub("", line, count=1)) != line:
        line = shorter
    line = _HEADING.sub("", line)
    line = _REFERENCE.sub("", _LINK.sub(r"\1", _PICTURE.sub("", line)))
    cells = line.split("|") if line.lstrip().startswith("|") else [line]
    return sum(len(_MARKUP.sub("", text_of(cell)).split()) for cell in cells)
