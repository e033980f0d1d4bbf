"""Finds tables without lines: text in columns that stand exactly under one another.

Only what is unmistakable becomes a table: three rows or more, columns that share an edge, figures
in one of them. Letterheads, signatures, two columns of prose and lists of contents stay text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from hocvu.sources.pages.lines import OUTSIDE, Line
from hocvu.sources.pages.ruled import Grid, plain_grid
from hocvu.sources.pages.sheet import Sheet
from hocvu.sources.wording import MOTTO, NATION, SIGN_HERE, SIGNED
from hocvu.tools.pdfium import Box

_ROWS: Final = 3
_LEVEL: Final = 0.3  # Sizes of letters within which baselines are one.
_WRAPPED: Final = 1.4  # Sizes of letters to the next line of the same cell.
_FURTHEST: Final = 3.5  # Sizes of letters to the next row.
_EDGE: Final = 0.4  # Sizes of letters within which edges are one.
_ALIGNED: Final = 0.85  # Share of a column's texts that share an edge.
_FIGURES: Final = 0.7  # Share of a column's texts that are figures.
_SAME: Final = 4.0  # Points within which lines are of the same width.
_LONGEST: Final = 12  # Words of a cell, most of the time.
_SENTENCE: Final = 5  # Words of a line of prose.
_DIGITS: Final = 0.4  # Share of digits in the letters of what counts as a figure.
_LEADER: Final = re.compile(r"\.{4,}|…{2,}|_{4,}")


@dataclass(slots=True)
class _Row:
    """Lines of one level, then those on which their texts go on."""

    lines: list[Line]
    rest: list[Line]

    @property
    def last(self) -> float:
        return max(line.baseline for line in (*self.lines, *self.rest))


def find_aligned(sheet: Sheet) -> int:
    """Make tables of text in columns on `sheet`; return how many were found."""
    if sheet.is_scan or sheet.confidence is not None:
        return 0
    found = 0
    for lines, ruled in _areas(sheet):
        for rows in _blocks(lines):
            columns = _columns(rows)
            if _is_table(rows, columns, ruled):
                _make(sheet, rows, columns)
                found += 1
    return found


def _areas(sheet: Sheet) -> Iterator[tuple[list[Line], bool]]:
    """Yield what stands between three level lines of the same width, then the page's other text.

    So tables are set in journals: a line above the head, one under it, one at the end.
    """
    groups: list[list[Box]] = []
    for rule in sorted(sheet.dividers, key=lambda box: box.y0):
        alike = (g for g in groups if abs(g[0].x0 - rule.x0) + abs(g[0].x1 - rule.x1) <= _SAME)
        if group := next(alike, None):
            group.append(rule)
        else:
            groups.append([rule])
    for group in groups:
        for top, _, bottom in zip(group, group[1:], group[2:], strict=False):
            box = Box(top.x0 - _SAME, top.y0, top.x1 + _SAME, bottom.y1)
            yield [line for line in _free(sheet) if _inside(line, box)], True
    yield _free(sheet), False


def _free(sheet: Sheet) -> list[Line]:
    free = (line for line in sheet.lines if line.place == OUTSIDE)
    return sorted(free, key=lambda line: (line.baseline, line.x0))


def _inside(line: Line, box: Box) -> bool:
    return line.x0 >= box.x0 and line.x1 <= box.x1 and box.y0 < line.baseline < box.y1


def _blocks(lines: Sequence[Line]) -> Iterator[list[_Row]]:
    """Yield rows of two texts or more that follow one another closely, with what goes on below."""
    rows: list[_Row] = []
    for level in _levels(lines):
        size = max(line.size for line in level)
        gap = level[0].baseline - rows[-1].last if rows else 0.0
        if rows and len(level) == 1 and gap <= _WRAPPED * size and _goes_on(rows, level[0]):
            rows[-1].rest.append(level[0])
        elif len(level) > 1 and gap <= _FURTHEST * size:
            rows.append(_Row(level, []))
        else:
            yield rows
            rows = [_Row(level, [])] if len(level) > 1 else []
    yield rows


def _levels(lines: Sequence[Line]) -> list[list[Line]]:
    levels: list[list[Line]] = []
    for line in lines:
        if levels and line.baseline - levels[-1][0].baseline <= _LEVEL * line.size:
            levels[-1].append(line)
        else:
            levels.append([line])
    return [sorted(level, key=lambda line: line.x0) for level in levels]


def _goes_on(rows: Sequence[_Row], line: Line) -> bool:
    """Tell if `line` stands under one text of the last row, not its first, and under no other."""
    above = [one for one in rows[-1].lines if one.x0 < line.x1 and one.x1 > line.x0]
    return len(above) == 1 and above[0] is not rows[-1].lines[0]


def _columns(rows: Sequence[_Row]) -> list[tuple[float, float]]:
    """Return the extents of columns: no text of one reaches into another."""
    extents = sorted((one.x0, one.x1) for row in rows for one in (*row.lines, *row.rest))
    columns: list[tuple[float, float]] = []
    for x0, x1 in extents:
        if columns and x0 <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], x1)
        else:
            columns.append((x0, x1))
    return columns


def _is_table(rows: Sequence[_Row], columns: list[tuple[float, float]], ruled: bool) -> bool:
    if len(rows) < _ROWS or len(columns) < 2:
        return False
    cells = [[_column(line, columns) for line in row.lines] for row in rows]
    if any(len(set(row)) < len(row) for row in cells):
        return False
    whole = sum(len(row) == len(columns) for row in cells)
    if len(cells[0]) < len(columns) and whole < 0.5 * len(rows):
        return False
    texts = [line.text for row in rows for line in (*row.lines, *row.rest)]
    if any(_is_other(text.strip()) for text in texts):
        return False
    if sum(len(text.split()) > _LONGEST for text in texts) > 0.1 * len(texts):
        return False
    body: list[list[Line]] = [[] for _ in columns]
    for row, places in zip(rows[1:], cells[1:], strict=True):
        for line, place in zip(row.lines, places, strict=True):
            body[place].append(line)
    if not all(_is_aligned(column) and not _is_prose(column) for column in body):
        return False
    figures = [column for column in body if column and _are_figures(column)]
    return ruled or (bool(figures) and not _are_pages(body, rows))


def _column(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    return bisect_right([x0 for x0, _ in columns], line.x0) - 1


def _is_other(text: str) -> bool:
    """Tell if `text` belongs to a letterhead, a signature, a form or a list of contents."""
    patterns = (MOTTO, NATION, SIGNED, SIGN_HERE)
    return any(pattern.search(text) for pattern in patterns) or _LEADER.search(text) is not None


def _is_aligned(lines: Sequence[Line]) -> bool:
    """Tell if texts share their left edge, their right edge or their middle."""
    edges = (
        [line.x0 for line in lines],
        [line.x1 for line in lines],
        [(line.x0 + line.x1) / 2 for line in lines],
    )
    return not lines or any(_share(places, lines[0].size) for places in edges)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Tell if sentences run down a column: longer texts, most of which begin in the middle."""
    texts = [text for line in lines if len((text := line.text.strip()).split()) >= _SENTENCE]
    return len(texts) > 0.5 * len(lines) and sum(t[0].islower() for t in texts) >= 0.5 * len(texts)


def _share(places: Sequence[float], size: float) -> bool:
    usual = sorted(places)[len(places) // 2]
    return sum(abs(place - usual) <= _EDGE * size for place in places) >= _ALIGNED * len(places)


def _are_figures(lines: Sequence[Line]) -> bool:
    figures = sum(_is_figure(line.text) for line in lines)
    return figures >= _FIGURES * len(lines)


def _is_figure(text: str) -> bool:
    letters = [char for char in text if char.isalnum()]
    return sum(char.isdigit() for char in letters) >= _DIGITS * len(letters) > 0


def _are_pages(body: Sequence[Sequence[Line]], rows: Sequence[_Row]) -> bool:
    """Tell if two columns are a list of contents: the second only counts up, as pages do."""
    if len(body) != 2:
        return False
    said = [rows[0].lines[-1].text, *(line.text for line in body[1])]
    numbers = [int(text) for text in said if text.strip().isdecimal()]
    return len(numbers) >= len(body[1]) and all(a <= b for a, b in pairwise(numbers))


def _make(sheet: Sheet, rows: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> None:
    """Add the table to the page's, and tell each line its cell."""
    xs = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    tops = [max(line.size for line in row.lines) for row in rows]
    ys = [row.lines[0].baseline - top for row, top in zip(rows, tops, strict=True)]
    grid: Grid = plain_grid(xs, [*ys, rows[-1].last + 2])
    sheet.grids.append(grid)
    for number, row in enumerate(rows):
        for line in (*row.lines, *row.rest):
            line.place = len(sheet.grids) - 1, number * len(columns) + _column(line, columns)
