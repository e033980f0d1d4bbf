"""Puts the lines of a plain text together to paragraphs, lists and code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from hocvu.lesson import Block, Code, ListBlock, ListItem, Paragraph, Text
from hocvu.sources.base import Source
from hocvu.sources.legal import annex_heading, legal_level, roman_heading

_BULLET: Final = re.compile(r"\s*[-–—+*•●▪]\s+(?=\S)")
_TABULAR: Final = re.compile(r"\S(?:\t+| {3,})\S")
_END: Final = re.compile(r"[.;:!?…”\"»)]\s*$")
_USUAL: Final = range(50, 110)  # Columns at which programs break lines.


def make_blocks(text: str, source: Source) -> Iterator[Block]:
    """Yield the blocks of `text`, whose lines end in line feeds."""
    lines = text.split("\n")
    width = _wrapped_at(lines)
    for start, piece in _pieces(lines):
        if sum(bool(_TABULAR.search(line.strip())) for line in piece) >= max(2, 0.7 * len(piece)):
            kept = "\n".join(line.expandtabs(4).rstrip() for line in piece)
            yield Code(text=kept, origin=source.at(line=start))
            continue
        yield from _paragraphs(piece, start, width, source)


def _wrapped_at(lines: Sequence[str]) -> int:
    """Return the column at which the text's lines are broken, 0 when each line is a paragraph."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    if len(lengths) < 4:
        return 0
    longest = sorted(lengths)[int(0.98 * (len(lengths) - 1))]
    return longest if longest in _USUAL else 0


def _pieces(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines between blank ones with the number of the first, from 1."""
    piece: list[str] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            piece.append(line)
        elif piece:
            yield number - len(piece), piece
            piece = []
    if piece:
        yield len(lines) - len(piece) + 1, piece


def _paragraphs(piece: Sequence[str], start: int, width: int, source: Source) -> Iterator[Block]:
    joined: list[tuple[int, str, bool]] = []
    before = ""
    for number, line in enumerate(piece, start):
        bullet = _BULLET.match(line)
        said = " ".join((line[bullet.end() :] if bullet else line).split())
        if joined and width and not bullet and _goes_on(before, line, width):
            first, text, listed = joined[-1]
            joined[-1] = first, f"{text} {said}", listed
        else:
            joined.append((number, said, bullet is not None))
        before = line
    index = 0
    while index < len(joined):
        number, text, listed = joined[index]
        if not listed:
            yield _paragraph(text, number, source)
            index += 1
            continue
        items = []
        while index < len(joined) and joined[index][2]:
            items.append(
                ListItem(children=(_paragraph(joined[index][1], joined[index][0], source),))
            )
            index += 1
        yield ListBlock(ordered=False, items=tuple(items), origin=source.at(line=number))


def _goes_on(before: str, line: str, width: int) -> bool:
    """Tell if `line` goes on with the paragraph whose last line is `before`."""
    text = line.strip()
    opens = legal_level(text) or roman_heading(text) or annex_heading(text)
    word = text.split(maxsplit=1)[0]
    had_room = len(before.rstrip()) + 1 + len(word) <= width
    indented = len(line) - len(line.lstrip()) > len(before) - len(before.lstrip())
    if opens or indented:
        return False
    return not had_room or (text[:1].islower() and not _END.search(before))


def _paragraph(text: str, number: int, source: Source) -> Paragraph:
    return Paragraph(children=(Text(text=text),), origin=source.at(line=number))
