"""Makes the lines and tables of a page from what was recognised in its picture."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hocvu.sources.base import Notices
from hocvu.sources.pages.labels import in_order, join_labels, mend_labels
from hocvu.sources.pages.lines import BULLETS, COLUMN_GAP, LABEL, LABEL_GAP, OUTSIDE, Line, Run
from hocvu.sources.pages.ruled import Grid, find_grids
from hocvu.sources.pages.sheet import Sheet
from hocvu.sources.syllables import share_of_syllables, with_lost_tone
from hocvu.tools import scans, tesseract
from hocvu.tools.pdfium import Box

MOST_PAGES: Final = 1000
if TYPE_CHECKING:
    from hocvu.tools.pictures import Bitmap

_BATCH: Final = 16
_SAME_SIZE: Final = 0.35
_BOLD: Final = 1.4
_NOISE: Final = 40
_BULLETS: Final = frozenset("°¢«»®©*")  # What a bullet is read as.
_UNSURE: Final = 80.0
_FEW_SYLLABLES: Final = 0.9
_SHOWN: Final = 40
_LONG: Final = 300  # Pixels.
_SHELF: Final = 64  # Pixels; words are looked up by the height at which they stand.

Page = tuple[Sheet, "Bitmap", int]
"""A page to be recognised: its sheet, its picture and the picture's dots per inch."""


@dataclass(slots=True)
class Recognition:
    """What became of the scanned pages: their numbers."""

    sure: dict[int, float] = field(default_factory=dict)
    doubtful: list[int] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)


def recognise_pages(
    pages: Iterable[Page], folder: Path, told: Callable[[int], None]
) -> Recognition:
    """Recognise the text of scanned `pages` and put it into their sheets."""
    found = Recognition()
    left = iter(pages)
    while batch := list(islice(left, _BATCH)):
        drawn = [(bitmap, dots) for _, bitmap, dots in batch]
        for (sheet, *_), page in zip(batch, tesseract.recognise(drawn, folder, told), strict=True):
            _take(found, sheet, page)
    return found


def _take(found: Recognition, sheet: Sheet, page: tesseract.Recognised) -> None:
    lines, grids = read_lines(page, sheet)
    letters = sum(len(run.text) for line in lines for run in line.runs)
    if page.failed:
        found.failed.append(sheet.number)
    elif not lines:
        found.empty.append(sheet.number)
    elif sheet.has_hidden_text or letters >= sheet.letters:
        if page.turn:
            found.turned.append(sheet.number)
        sheet.width = page.grey.width * 72 / page.dots
        sheet.height = page.grey.height * 72 / page.dots
        sheet.lines, sheet.grids, sheet.turned, sheet.letters = lines, grids, [], letters
        sheet.confidence, sheet.turn = page.confidence, page.turn
        sheet.has_hidden_text, sheet.broken, sheet.on_its_side = False, 0, False
        found.sure[sheet.number] = page.confidence
        share = share_of_syllables(line.text for line in lines)
        if page.confidence < _UNSURE or (share is not None and share < _FEW_SYLLABLES):
            found.doubtful.append(sheet.number)


def read_lines(page: tesseract.Recognised, sheet: Sheet) -> tuple[list[Line], list[Grid]]:
    """Return the lines of a recognised page in points, and its drawn tables."""
    scale = 72 / page.dots
    grids = find_grids(_rules(page, scale))
    lines = _lines(page, sheet.number, grids, scale)
    kept = [
        grid
        for index, grid in enumerate(grids)
        if grid.is_table(
            {line.place[1] for line in lines if line.place[0] == index}, sheet.width, sheet.height
        )
    ]
    if len(kept) < len(grids):
        lines = _lines(page, sheet.number, kept, scale)
    lines = in_order(join_labels(lines))
    mend_labels(lines)
    return lines, kept


def _rules(page: tesseract.Recognised, scale: float) -> Iterator[Box]:
    """Yield the drawn lines of a page; strokes of letters are none."""
    level = scans.turned(page.grey, page.skew) if page.skew else page.grey
    turn = _Levelled(page)
    words: dict[int, list[tuple[float, float, float, float]]] = defaultdict(list)
    for word in (word for line in page.lines for word in line.words):
        if any(c.isalnum() for c in word.text):
            (x0, y0), (x1, y1) = turn.point(*word.box[:2]), turn.point(*word.box[2:])
            for shelf in range(int(y0) // _SHELF, int(y1) // _SHELF + 1):
                words[shelf].append((x0, y0, x1, y1))
    for x0, y0, x1, y1 in scans.ruling_lines(level):
        x, y = (x0 + x1) / 2, (y0 + y1) / 2
        if x1 - x0 > y1 - y0:
            points = [(x0 + 1, y), (x, y), (x1 - 1, y)]
        else:
            points = [(x, y0 + 1), (x, y), (x, y1 - 1)]
        inside = (
            any(a <= px <= c and b <= py <= d for a, b, c, d in words[int(py) // _SHELF])
            for px, py in points
        )
        # A long stroke is drawn, though a word's box may reach over it.
        if max(x1 - x0, y1 - y0) >= _LONG or not any(inside):
            yield Box(x0 * scale, y0 * scale, x1 * scale, y1 * scale)


def _lines(page: tesseract.Recognised, number: int, grids: list[Grid], scale: float) -> list[Line]:
    """Return the lines, parted at wide gaps and at the edges of tables' cells."""
    turn = _Levelled(page)
    pieces: list[tuple[list[tesseract.Word], tesseract.Line, tuple[int, int]]] = []
    for line in page.lines:
        size = line.size
        for word in line.words:
            if _is_noise(word):
                continue
            place = _place(grids, turn.point(*_middle(word)), scale)
            last = pieces[-1] if pieces and pieces[-1][1] is line else None
            gap = word.box[0] - last[0][-1].box[2] if last else 0.0
            label = last is not None and LABEL.fullmatch(" ".join(w.text for w in last[0]))
            widest = (LABEL_GAP if label else COLUMN_GAP) * size
            if last is None or last[2] != place or gap > widest:
                pieces.append(([word], line, place))
            else:
                last[0].append(word)
    usual = _usual_size(page)
    weights = scans.weight(page.grey, [_around(words) for words, _, _ in pieces])
    middle = sorted(weights)[len(weights) // 2] if weights else 0.0
    made = []
    for order, ((words, line, place), weight) in enumerate(zip(pieces, weights, strict=True)):
        size = usual if abs(line.size - usual) <= _SAME_SIZE * usual else line.size
        bold = weight > _BOLD * middle
        x0, y0, x1, _ = _around(words)
        left, _ = turn.point(x0, y0)
        right, _ = turn.point(x1, y0)
        _, baseline = turn.point(line.words[0].box[0], line.baseline)
        made.append(
            Line(
                runs=[Run(_text(words), ("bold",) if bold else ())],
                x0=left * scale,
                x1=right * scale,
                baseline=baseline * scale,
                size=round(size * scale, 1),
                bold=bold,
                page=number,
                order=order,
                place=place,
            )
        )
    return made


class _Levelled:
    """Turns points of a page that stands a little askew as if it were level."""

    def __init__(self, page: tesseract.Recognised) -> None:
        angle = math.radians(page.skew)
        self._sin, self._cos = math.sin(angle), math.cos(angle)
        self._x, self._y = page.grey.width / 2, page.grey.height / 2

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point stands once the page is level."""
        x, y = x - self._x, y - self._y
        return (
            x * self._cos + y * self._sin + self._x,
            y * self._cos - x * self._sin + self._y,
        )


def _text(words: list[tesseract.Word]) -> str:
    texts = [with_lost_tone(word.text) for word in words]
    if len(texts) > 1 and texts[0] in _BULLETS:
        texts[0] = "•"
    return " ".join(texts)


def _is_noise(word: tesseract.Word) -> bool:
    """Tell specks and strokes of a stamp, which are read as signs."""
    signs = not any(c.isalnum() for c in word.text) and word.text not in BULLETS
    return signs and word.sure < _NOISE


def _middle(word: tesseract.Word) -> tuple[float, float]:
    x0, y0, x1, y1 = word.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _around(words: list[tesseract.Word]) -> tuple[int, int, int, int]:
    return (
        int(min(word.box[0] for word in words)),
        int(min(word.box[1] for word in words)),
        int(max(word.box[2] for word in words)),
        int(max(word.box[3] for word in words)),
    )


def _place(grids: list[Grid], point: tuple[float, float], scale: float) -> tuple[int, int]:
    for index, grid in enumerate(grids):
        cell = grid.cell_at(point[0] * scale, point[1] * scale)
        if cell is not None:
            return index, cell
    return OUTSIDE


def _usual_size(page: tesseract.Recognised) -> float:
    sizes: Counter[float] = Counter()
    for line in page.lines:
        sizes[line.size] += sum(len(word.text) for word in line.words)
    total, seen = sum(sizes.values()), 0
    for size in sorted(sizes):
        seen += sizes[size]
        if seen * 2 >= total:
            return size
    return 1.0


def tell_recognised(notices: Notices, found: Recognition) -> None:
    """Add the notices of recognised pages."""
    if found.sure:
        mean = sum(found.sure.values()) / len(found.sure)
        notices.add("ocr.recognised", "info", count=len(found.sure), confidence=round(mean))
    if found.doubtful:
        notices.add("ocr.doubtful", count=len(found.doubtful), pages=listed(found.doubtful))
    for page in found.failed:
        notices.at(notices.source.at(page=page), "ocr.failed")
    for page in found.empty:
        notices.at(notices.source.at(page=page), "ocr.no_text", "info")
    for page in found.turned:
        notices.at(notices.source.at(page=page), "ocr.turned", "info")


def tell_unread(notices: Notices, pages: list[int], *, wanted: bool) -> None:
    """Tell of scanned `pages` that stay pictures, `wanted` so or for want of tesseract."""
    if pages:
        code, severity = ("ocr.off", "info") if wanted else ("ocr.missing", "warning")
        notices.add(code, severity, count=len(pages), pages=listed(pages))  # type: ignore[arg-type]


def listed(pages: list[int]) -> str:
    """Return numbers of pages in words: ``1-3, 7``; very many are cut short."""
    ranges: list[list[int]] = []
    for page in sorted(pages):
        if ranges and ranges[-1][1] == page - 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    shown = [f"{a}-{b}" if b > a else str(a) for a, b in ranges]
    return ", ".join(shown[:_SHOWN]) + (" …" if len(shown) > _SHOWN else "")
