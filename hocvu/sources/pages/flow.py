"""Puts lines together to paragraphs, as the author wrote them."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from hocvu.sources.legal import legal_level, roman_heading
from hocvu.sources.pages.lines import BULLETS, Line
from hocvu.sources.wording import MOTTO, SIGNED

_BULLET: Final = re.compile(rf"[{re.escape(BULLETS)}]\s")
_DASH: Final = re.compile(r"[-–—+]\s")
_NUMBERED: Final = re.compile(
    r"\(?\d{1,3}(?:\.\d{1,3})*[.)]\s|\(\d{1,3}\)\s|\d{1,2}(?:\.\d{1,2})+\s"
)
_LEADER: Final = re.compile(r"(?:\.{4,}|…{2,}|_{4,})\W*$")  # A line to be filled in.
_FREE: Final = (-math.inf, math.inf)
_CLOSED: Final = re.compile(r"[.;:!?…”\"»)]\s*$")
_SENTENCE_END: Final = re.compile(r"[.;:!?…]\W*$")


@dataclass(slots=True)
class Para:
    """A paragraph: its lines, and the edges of the column that it stands in, in points."""

    lines: list[Line]
    left: float
    right: float
    centred: bool = False

    @property
    def text(self) -> str:
        """The paragraph without marks."""
        return join_texts([line.text for line in self.lines])

    @property
    def size(self) -> float:
        """Size of most of its letters in points."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[line.size] += len(line.text)
        return max(sizes, key=lambda value: (sizes[value], value))

    @property
    def bold(self) -> bool:
        """Tell if every letter is bold."""
        return all(line.bold for line in self.lines)

    @property
    def page(self) -> int:
        """Page on which it begins, from 1."""
        return self.lines[0].page


@dataclass(slots=True)
class Stretch:
    """Lines that follow one another down one column.

    Attributes:
        lines: The lines.
        beside: Something stands beside it.
        low: The right edge of what stands to its left, in points.
        high: The left edge of what stands to its right.
    """

    lines: list[Line] = field(default_factory=list)
    beside: bool = False
    low: float = -math.inf
    high: float = math.inf

    @property
    def left(self) -> float:
        """Its left edge in points."""
        return min(line.x0 for line in self.lines)

    @property
    def right(self) -> float:
        """Its right edge in points."""
        return max(line.x1 for line in self.lines)

    def takes(self, line: Line, low: float, high: float) -> bool:
        """Tell if `line`, whose column lies between `low` and `high`, goes on down this one."""
        last = self.lines[-1]
        if line.baseline < last.baseline - 0.5 * max(line.size, last.size):
            return False
        # A heading over two columns belongs to neither.
        if line.x1 > self.high or line.x0 < self.low or self.right > high or self.left < low:
            return False
        return line.x0 <= self.right + line.size and line.x1 >= self.left - line.size


@dataclass(slots=True)
class Measure:
    """Measures of a document: right edges by width of page, pitches of lines by size of letters."""

    rights: dict[int, float]
    pitches: dict[float, float]

    def right(self, width: float) -> float:
        """Return the right edge of text on pages of this `width`, in points."""
        return self.rights.get(round(width), 0)

    def pitch(self, size: float) -> float:
        """Return the usual distance of lines of letters of `size`, in points."""
        return self.pitches.get(size, 1.3 * size)


def stretches(lines: Sequence[Line]) -> list[Stretch]:
    """Return the columns that `lines`, in the file's order, run down."""
    limits = _limits(lines)
    found: list[Stretch] = []
    for line in lines:
        low, high = limits.get(id(line), _FREE)
        if not found or not found[-1].takes(line, low, high):
            found.append(Stretch())
        column = found[-1]
        column.lines.append(line)
        column.beside = column.beside or id(line) in limits
        column.low, column.high = max(column.low, low), min(column.high, high)
    return found


def _limits(lines: Sequence[Line]) -> dict[int, tuple[float, float]]:
    """Return, for each line with another beside it, between which edges its column lies."""
    limits: dict[int, tuple[float, float]] = {}
    level = sorted(lines, key=lambda line: line.baseline)
    for index, line in enumerate(level):
        for other in level[index + 1 :]:
            if other.baseline - line.baseline > 0.7 * max(line.size, other.size):
                break
            first, second = (line, other) if line.x0 <= other.x0 else (other, line)
            if first.x1 <= second.x0 + 1:
                low, high = limits.get(id(first), _FREE)
                limits[id(first)] = low, min(high, second.x0 + 1)
                low, high = limits.get(id(second), _FREE)
                limits[id(second)] = max(low, first.x1 - 1), high
    return limits


def measure(pages: Iterable[tuple[float, Sequence[Stretch]]]) -> Measure:
    """Return the measures of a document from the widths and the columns of its pages."""
    rights: dict[int, list[float]] = defaultdict(list)
    gaps: dict[float, Counter[float]] = defaultdict(Counter)
    for width, page in pages:
        for stretch in page:
            right = stretch.right
            for line, after in pairwise(stretch.lines):
                gap = round((after.baseline - line.baseline) * 2) / 2
                full = line.x1 > right - 3 * line.size
                if full and line.size == after.size and 0.8 * line.size < gap < 2.5 * line.size:
                    gaps[line.size][gap] += 1
            if not stretch.beside:
                edges = [line.x1 for line in stretch.lines if len(line.text) > 40]
                rights[round(width)] += edges
    return Measure(
        # Not the furthest: a line or two may stick out.
        rights={
            width: sorted(edges)[int(0.97 * (len(edges) - 1))]
            for width, edges in rights.items()
            if edges
        },
        pitches={
            size: max(found, key=lambda gap: (found[gap], -gap)) for size, found in gaps.items()
        },
    )


def paragraphs(lines: Sequence[Line], left: float, right: float, measures: Measure) -> list[Para]:
    """Return the paragraphs of lines that run down one column from `left` to `right`."""
    found: list[Para] = []
    for line in lines:
        if found and not _breaks(found[-1], line, measures):
            found[-1].lines.append(line)
        else:
            found.append(Para([line], left, right))
        found[-1].centred = not _is_marked(found[-1].lines[0].text) and all(
            _is_centred(one, left, right) for one in found[-1].lines
        )
    return found


def _breaks(para: Para, line: Line, measures: Measure) -> bool:
    last = para.lines[-1]
    size = max(last.size, line.size)
    gap = line.baseline - last.baseline
    if gap <= 0.3 * size:
        return line.x0 < last.x1 - size  # The same line goes on after a wide gap.
    if abs(last.size - line.size) > 0.12 * size:
        return True
    usual = measures.pitch(size)
    if len(para.lines) > 1:
        usual = max(usual, last.baseline - para.lines[-2].baseline)
    if gap > 1.4 * usual:
        return True
    if _weight_changes(para, line) and not line.text[:1].islower():
        return True
    return _opens(para, line) or (_was_last(para, line) and not _title_goes_on(para, line))


def _weight_changes(para: Para, line: Line) -> bool:
    """Tell if a paragraph all in bold ends here, or one begins."""
    bold = [one.bold for one in para.lines]
    starts_bold = "bold" in line.runs[0].marks
    return (all(bold) and not starts_bold) or (line.bold and not any(map(_some_bold, para.lines)))


def _some_bold(line: Line) -> bool:
    return any("bold" in run.marks for run in line.runs)


def _opens(para: Para, line: Line) -> bool:
    """Tell if `line` begins with what begins a paragraph: a mark, a number, an indent."""
    text = line.text.lstrip()
    last = para.lines[-1]
    if _BULLET.match(text) or MOTTO.match(text) or SIGNED.match(text):
        return True
    if _LEADER.search(last.text):
        return True
    rest = para.lines[1].x0 if len(para.lines) > 1 else None
    if _is_marked(text):
        closed = _CLOSED.search(last.text) is not None
        shifted = rest is not None and abs(line.x0 - rest) > 0.5 * line.size
        return closed or shifted or _was_last(para, line)
    if para.centred or rest is None:
        return False
    indent = line.x0 - rest
    return abs(indent) > 0.8 * line.size and not _is_centred(line, para.left, para.right)


def _is_marked(text: str) -> bool:
    """Tell if `text` begins with a number or a dash."""
    return bool(
        _DASH.match(text) or _NUMBERED.match(text) or legal_level(text) or roman_heading(text)
    )


def _was_last(para: Para, line: Line) -> bool:
    """Tell if the first word of `line` would have stood on the line before, had it gone on."""
    last = para.lines[-1]
    if not gap_between(last.text, line.text):
        return False  # A word broken at its hyphen.
    words = line.text.split()
    text = line.text.strip()
    first = (line.x1 - line.x0) * len(words[0]) / max(1, len(text)) if words else 0.0
    room = para.right - last.x1
    if para.centred:
        room = (para.right - para.left) - (last.x1 - last.x0)
    if text[:1].islower() and not _SENTENCE_END.search(last.text):
        first += 2 * line.size  # In the middle of a sentence; its author may break a line early.
    return room > first + 0.9 * line.size


def _title_goes_on(para: Para, line: Line) -> bool:
    """Tell if a centred title goes on: authors break its lines by hand."""
    start = line.text.lstrip()[:1]
    centred = _is_centred(line, para.left, para.right) and para.centred
    return centred and start.islower() and not _SENTENCE_END.search(para.lines[-1].text)


def _is_centred(line: Line, left: float, right: float) -> bool:
    before, after = line.x0 - left, right - line.x1
    return before > 2 * line.size and abs(before - after) <= 0.6 * line.size


def goes_on(para: Para, after: Para) -> bool:
    """Tell if `after`, on the next page or column, goes on with the paragraph `para`."""
    text = after.text
    same = abs(para.size - after.size) <= 0.12 * para.size and para.bold == after.bold
    if not same or para.centred or _BULLET.match(text) or _is_marked(text):
        return False
    if not _SENTENCE_END.search(para.lines[-1].text) and text[:1].islower():
        return True
    rest = para.lines[-1].x0
    indented = len(para.lines) > 1 and after.lines[0].x0 - rest > 0.8 * para.size
    return not indented and not _was_last(para, after.lines[0]) and not after.centred


def join_texts(texts: Sequence[str]) -> str:
    """Return lines as one text: a space between words, none after a hyphen inside a word."""
    joined = ""
    for text in texts:
        joined += gap_between(joined, text) + text
    return joined


def gap_between(before: str, after: str) -> str:
    """Return what stands between the end of a line and the next: a space or nothing.

    ``QĐ-`` and ``TTg``, or ``HĐND/`` and ``UBND``, are one word; a hyphen after a space is a dash.
    """
    if not before or not after or before[-1].isspace() or after[0].isspace():
        return ""
    inside = len(before) > 1 and before[-1] in "-/" and before[-2].isalnum()
    return "" if inside and after[0].isalnum() else " "
