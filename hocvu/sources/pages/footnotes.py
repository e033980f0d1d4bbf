"""Finds the footnotes of pages: small type at the foot, under a short line or a gap.

Only what is beyond doubt is taken out of the text: every note begins with a mark that the page
above it bears, and nothing else stands at the foot. All else stays where it is, and is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Final

from hocvu.sources.pages.lines import OUTSIDE, Line
from hocvu.sources.pages.marks import level_mark, raised_mark, refer, references, unmark
from hocvu.sources.pages.sheet import Sheet
from hocvu.tools.pdfium import Box

_SMALLER: Final = 0.93
_SHORT: Final = 0.4  # Share of the page's width of the line above notes that begin here.
_NEAR: Final = 3.2  # Sizes of letters, between that line and the first note.
_GAP: Final = 2.0  # Sizes of letters, above notes without a line.
_HIGHEST: Final = 0.35  # Share of the page's height above which no footnotes begin.


@dataclass(slots=True)
class Footnote:
    """A footnote: its id, its number in the document from 1, its lines without the mark."""

    id: str
    number: int
    lines: list[Line]


@dataclass(slots=True)
class Footnotes:
    """The footnotes of a document.

    Attributes:
        notes: In order.
        marks: How many words of the file were marks: at the notes, and free in the text.
        doubted: Pages whose foot looks like notes that nothing above refers to.
    """

    notes: list[Footnote] = field(default_factory=list)
    marks: int = 0
    doubted: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Foot:
    """What stands at a page's foot.

    Attributes:
        lines: Its lines.
        marks: The mark with which each begins as a note would, or nothing.
        rest: A line as wide as the text is drawn above, as above the rest of a note.
    """

    lines: list[Line]
    marks: list[str]
    rest: bool = False


def take_footnotes(sheets: Sequence[Sheet]) -> Footnotes:
    """Take the footnotes out of `sheets`; the text keeps references (`Run.note`) in their place."""
    found = Footnotes()
    before: list[Line] = []
    for sheet in sheets:
        foot = None if sheet.is_scan or sheet.confidence is not None else _foot(sheet)
        if foot is not None and not _take(sheet, foot, found, before):
            found.doubted.append(sheet.number)
        before = sheet.lines
    return found


def _foot(sheet: Sheet) -> _Foot | None:
    """Return what stands under the page's text, where it has the shape of notes."""
    body = _body_size(sheet)
    free = sorted(
        (line for line in sheet.lines if line.place == OUTSIDE), key=lambda one: one.baseline
    )
    for line in sorted(sheet.dividers, key=lambda box: -box.y1):
        below = [one for one in free if one.baseline - 0.5 * one.size > line.y1]
        if not (below and _stands_alone(sheet, below, line.y0, body) and _is_near(line, below)):
            continue
        if line.width <= _SHORT * sheet.width:
            return _Foot(below, [raised_mark(one) or level_mark(one) for one in below])
        if all(one.size <= _SMALLER * body for one in below):
            return _Foot(below, [raised_mark(one) for one in below], rest=True)
    small = list(takewhile(lambda line: line.size <= _SMALLER * body, reversed(free)))[::-1]
    if not 0 < len(small) < len(free) or not raised_mark(small[0]):
        return None
    first = small[0]
    apart = first.baseline - free[-len(small) - 1].baseline >= _GAP * first.size
    if not apart or not _stands_alone(sheet, small, first.baseline - first.size, body):
        return None
    return _Foot(small, [raised_mark(one) for one in small])


def _stands_alone(sheet: Sheet, lines: Sequence[Line], top: float, body: float) -> bool:
    """Tell if `lines` are in one column, low enough, with no table or picture among them."""
    boxes = [*(grid.box for grid in sheet.grids), *sheet.pictures]
    if top < _HIGHEST * sheet.height or any(box.y1 > top + 3 for box in boxes):
        return False
    return max(line.size for line in lines) <= 1.01 * body and not any(
        abs(one.baseline - other.baseline) < 0.4 * one.size for one, other in pairwise(lines)
    )


def _is_near(divider: Box, below: Sequence[Line]) -> bool:
    """Tell if a line is drawn where notes begin: at their left edge, just above."""
    left, first = min(line.x0 for line in below), below[0]
    near = first.baseline - divider.y1 <= _NEAR * first.size
    return near and abs(divider.x0 - left) <= _NEAR * first.size


def _take(sheet: Sheet, foot: _Foot, found: Footnotes, before: Sequence[Line]) -> bool:
    """Make notes of `foot`; leave it and return False where it only looks like notes."""
    gone = {id(line) for line in foot.lines}
    text = [line for line in sheet.lines if id(line) not in gone]
    referring, referred = _referring(text, before, {mark for mark in foot.marks if mark})
    marks = [mark if mark in referred else "" for mark in foot.marks]
    begun = Counter(mark for mark in marks if mark)
    start = next((index for index, mark in enumerate(marks) if mark), len(marks))
    goes_on = bool(found.notes) and found.notes[-1].lines[-1].page == sheet.number - 1
    unknown = [raised_mark(line) for line in foot.lines if raised_mark(line) not in referred]
    if not begun and not (foot.rest and goes_on):
        return not any(foot.marks)
    # A mark may begin several notes only where it stands as often in the text.
    if any(unknown) or any(count not in {1, referred[mark]} for mark, count in begun.items()):
        return False
    if start and not goes_on:
        return False
    if start:
        found.notes[-1].lines += foot.lines[:start]
    ids: dict[str, list[str]] = {}
    for line, mark in zip(foot.lines[start:], marks[start:], strict=True):
        if mark:
            found.marks += unmark(line, mark)
            number = len(found.notes) + 1
            found.notes.append(Footnote(f"footnote-{number}", number, []))
            ids.setdefault(mark, []).append(found.notes[-1].id)
        found.notes[-1].lines.append(line)
    found.marks += sum(refer(line, ids) for line in referring)
    sheet.lines = text
    return True


def _referring(
    text: Sequence[Line], before: Sequence[Line], wanted: set[str]
) -> tuple[list[Line], Counter[str]]:
    """Return the lines that refer to `wanted` marks, and how often each mark stands in them.

    What the page itself does not bear may stand at the end of the page `before`, whose foot had
    no room.
    """
    here = [line for line in text if any(references(line, wanted))]
    seen = Counter(mark for line in here for *_, mark in references(line, wanted))
    missing = wanted - set(seen)
    there = [line for line in before if any(references(line, missing))]
    seen.update(mark for line in there for *_, mark in references(line, missing))
    return [*there, *here], seen


def _body_size(sheet: Sheet) -> float:
    sizes: Counter[float] = Counter()
    for line in sheet.lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)
