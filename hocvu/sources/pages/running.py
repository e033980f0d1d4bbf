"""Finds what repeats at the edges of pages: running heads, feet and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.sources.pages.lines import OUTSIDE, Line
from hocvu.sources.pages.sheet import Sheet
from hocvu.sources.wording import MOTTO, NATION
from hocvu.tools.pdfium import Box

_BAND: Final = 0.13  # Share of the page's height at each edge.
_DEEPEST: Final = 4  # Rows at each edge that may run.
_NUMBER: Final = re.compile(
    r"(?:(?:trang|page)\s*)?[-–—\s]*(\d{1,4})[-–—\s]*(?:(?:/|of)\s*\d+)?", re.I
)
_DIGITS: Final = re.compile(r"\d{1,6}")


@dataclass(frozen=True, slots=True)
class Running:
    """Something that repeats: an example of it and the number of pages that bear it."""

    text: str
    pages: int
    words: int


def leave_out_running(sheets: Sequence[Sheet]) -> list[Running]:
    """Take running heads, feet and page numbers out of `sheets` and return what they were.

    A line runs when the same text, numbers aside, stands at the same height of the same edge on
    three pages or more, or when it is a number that counts the pages.
    """
    found: list[Running] = []
    least = min(3, max(2, len(sheets)))
    for edge in (-1, 1):
        for _ in range(_DEEPEST):
            rows = {sheet.number: row for sheet in sheets if (row := _outermost(sheet, edge))}
            running = _running(rows, least, _turned_keys(sheets))
            if not running:
                break
            for lines in running:
                found.append(_told(lines))
                gone = {id(line) for line in lines}
                for sheet in sheets:
                    sheet.lines = [line for line in sheet.lines if id(line) not in gone]
    found += _turned_running(sheets)
    return [one for one in found if one.words]


def leave_out_repeated_pictures(sheets: Sequence[Sheet]) -> tuple[int, int]:
    """Take pictures that stand at the same place on three pages or more out of `sheets`.

    Returns:
        How many different pictures they were, and how often they stood on a page.
    """
    places: dict[tuple[int, ...], list[tuple[Sheet, Box]]] = defaultdict(list)
    for sheet in sheets:
        for box in sheet.pictures:
            key = tuple(round(edge / 3) for edge in (box.x0, box.y0, box.x1, box.y1))
            places[key].append((sheet, box))
    repeated = [found for found in places.values() if len(found) >= 3]
    for found in repeated:
        for sheet, box in found:
            sheet.pictures.remove(box)
    return len(repeated), sum(map(len, repeated))


def _turned_running(sheets: Sequence[Sheet]) -> Iterable[Running]:
    """Take out what runs along the side of pages that are printed across."""
    for _, lines in sorted(_turned_keys(sheets).items()):
        if len({line.page for line in lines}) >= 3:
            for sheet in sheets:
                sheet.turned = [line for line in sheet.turned if line not in lines]
            yield _told(lines)


def _turned_keys(sheets: Sequence[Sheet]) -> dict[str, list[Line]]:
    """Return the lines that stand on their side by what stays the same from page to page."""
    texts: dict[str, list[Line]] = defaultdict(list)
    offset = _offset({sheet.number: sheet.turned for sheet in sheets}, 3)
    for sheet in sheets:
        for line in sheet.turned:
            texts[_without_page(line.text, sheet.number, offset)].append(line)
    return texts


def _offset(rows: dict[int, list[Line]], least: int) -> int | None:
    """Return by how much printed page numbers differ from the count of pages, if they stand."""
    seen: Counter[int] = Counter()
    for number, row in rows.items():
        numbers = {int(found) for line in row for found in _DIGITS.findall(line.text)[:20]}
        seen.update(found - number for found in numbers)
    best = max(seen, key=lambda offset: (seen[offset], -abs(offset)), default=0)
    return best if seen[best] >= least else None


def _without_page(text: str, number: int, offset: int | None) -> str:
    """Return what stays the same from page to page; left and right pages swap the ends.

    Only the page's own number is left out: ``Mẫu số 02`` and ``Mẫu số 03`` do not repeat.
    """
    page = "" if offset is None else str(number + offset)
    return "\0".join(sorted(word for word in text.split() if word.strip("-–—|") != page))


def _outermost(sheet: Sheet, edge: int) -> list[Line]:
    """Return the lines of the row nearest to an edge (-1 top, 1 bottom), if it is near enough."""
    free = [line for line in sheet.lines if line.place == OUTSIDE]
    if not free:
        return []
    last = max(line.baseline * edge for line in free) * edge
    deep = last if edge < 0 else sheet.height - last
    if deep > _BAND * sheet.height:
        return []
    return [line for line in free if abs(line.baseline - last) <= 3]


def _running(
    rows: dict[int, list[Line]], least: int, turned: dict[str, list[Line]]
) -> list[list[Line]]:
    """Return the sets of lines that run, each set once.

    Args:
        rows: The outermost lines of each page, by its number.
        least: On how many pages a line must stand to run.
        turned: Lines of pages printed across, by what stays the same on them.
    """
    texts: dict[tuple[str, int], list[Line]] = defaultdict(list)
    offset = _offset(rows, least)
    counters: dict[int, list[Line]] = defaultdict(list)
    numbered: set[str] = set()
    for number, row in rows.items():
        for line in row:
            text = " ".join(line.text.split())
            page_number = _NUMBER.fullmatch(text)
            if page_number:
                counters[int(page_number.group(1)) - number].append(line)
            elif len(text) <= 200:
                key = _without_page(text, number, offset)
                # The page's number stands in it, or on its own beside it.
                if len(key.split("\0")) < len(text.split()) or _has_number(row):
                    numbered.add(key)
                texts[key, round(line.baseline / 6)].append(line)
    found = []
    for (key, height), lines in sorted(texts.items()):
        # Neighbouring heights are one: a line may stand a point lower on some pages.
        near = lines + texts.get((key, height + 1), [])
        # On two pages only what counts them runs; a title may stand twice by chance.
        enough = len(near) >= (least if key in numbered else 3)
        if key and near and (enough or len(turned.get(key, ())) >= 3) and _is_dense(near):
            found.append(near)
            texts[key, height + 1] = []
    return found + [lines for _, lines in sorted(counters.items()) if len(lines) >= 2]


def _is_dense(lines: list[Line]) -> bool:
    """Tell a running head, on every page or every other, from the same head of many forms."""
    pages = {line.page for line in lines}
    repeated = MOTTO.match(lines[0].text) or NATION.search(lines[0].text)
    return not repeated and len(pages) >= 0.45 * (max(pages) - min(pages) + 1)


def _has_number(row: list[Line]) -> bool:
    return any(_NUMBER.fullmatch(" ".join(line.text.split())) for line in row)


def _told(lines: list[Line]) -> Running:
    pages = len({line.page for line in lines})
    words = sum(len(line.text.split()) for line in lines)
    return Running(" ".join(lines[0].text.split()), pages, words)
