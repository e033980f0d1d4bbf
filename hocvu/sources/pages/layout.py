"""Puts the pages together: paragraphs, tables and pictures of the whole document in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.sources.pages.flow import (
    Measure,
    Para,
    Stretch,
    goes_on,
    measure,
    paragraphs,
    stretches,
)
from hocvu.sources.pages.lines import OUTSIDE, Line
from hocvu.sources.pages.ruled import Grid
from hocvu.sources.pages.sheet import Sheet
from hocvu.tools.pdfium import Box


@dataclass(slots=True)
class TableCell:
    """A cell of a drawn table: its paragraphs and its extent."""

    paras: list[Para]
    row: int
    column: int
    rowspan: int
    colspan: int


@dataclass(slots=True)
class TableItem:
    """A drawn table; `xs` are the edges of its columns in points, `page` where it begins.

    `dropped` counts the words of heads that repeat on the pages after `page`.
    """

    rows: list[list[TableCell]]
    xs: list[float]
    page: int
    last_page: int
    dropped: int = 0


@dataclass(slots=True)
class PictureItem:
    """A picture to be drawn from the page; `whole` when it is all of it.

    `turn` and `confidence` are those of its `Sheet`.
    """

    page: int
    box: Box
    whole: bool = False
    turn: int = 0
    confidence: float | None = None


Item = Para | TableItem | PictureItem

Unit = Stretch | int
"""What a page is made of before it is put in order: a column of text, or a table by its index."""

_MAX_UNITS: Final = 400


def lay_out(sheets: Sequence[Sheet]) -> list[Item]:
    """Return the paragraphs, tables and pictures of a document in reading order."""
    pages = [(sheet, _units(sheet)) for sheet in sheets]
    measures = measure(
        (sheet.width, [unit for unit in units if isinstance(unit, Stretch)])
        for sheet, units in pages
    )
    items: list[Item] = []
    after_scan = False
    for sheet, units in pages:
        placed = _page(sheet, units, measures)
        if placed and items and not after_scan:
            items += _joined(items, placed)
        else:
            items += placed
        after_scan = sheet.is_scan
    return items


def _joined(items: list[Item], placed: list[Item]) -> list[Item]:
    """Let the first item of a page go on with the last of the page before, if it does."""
    last, first = items[-1], placed[0]
    if isinstance(last, Para) and isinstance(first, Para) and goes_on(last, first):
        last.lines += first.lines
        return placed[1:]
    if isinstance(last, TableItem) and isinstance(first, TableItem) and _same_table(last, first):
        _continue_table(last, first)
        return placed[1:]
    return placed


def _units(sheet: Sheet) -> list[Unit]:
    """Return the page's columns of free text and its tables in reading order."""
    starts = sorted((_order(sheet, index), index) for index in range(len(sheet.grids)))
    parts: list[list[Line]] = [[] for _ in range(len(starts) + 1)]
    for line in sheet.lines:
        if line.place == OUTSIDE:
            parts[sum(start < line.order for start, _ in starts)].append(line)
    units: list[Unit] = []
    for place, part in enumerate(parts):
        units += stretches(part)
        if place < len(starts):
            units.append(starts[place][1])
    return _in_order(units, sheet)


def _order(sheet: Sheet, grid: int) -> int:
    return min((line.order for line in sheet.lines if line.place[0] == grid), default=0)


def _in_order(units: list[Unit], sheet: Sheet) -> list[Unit]:
    """Put what stands above before what stands under it; else keep the file's order.

    The file's order is right for columns; a letterhead in text boxes often comes last.
    """
    boxes = [_box(unit, sheet) for unit in units]
    left = list(range(len(units)))
    if len(units) > _MAX_UNITS:
        return units
    ordered: list[Unit] = []
    while left:
        first = next(
            (i for i in left if not any(_above(boxes[j], boxes[i]) for j in left)), left[0]
        )
        left.remove(first)
        ordered.append(units[first])
    return ordered


def _box(unit: Unit, sheet: Sheet) -> Box:
    if isinstance(unit, int):
        return sheet.grids[unit].box
    top = min(line.baseline - line.size for line in unit.lines)
    return Box(unit.left, top, unit.right, max(line.baseline for line in unit.lines))


def _above(one: Box, other: Box) -> bool:
    overlap = min(one.x1, other.x1) - max(one.x0, other.x0)
    return one.y1 <= other.y0 + 2 and one.y0 < other.y0 and overlap > 1


def _page(sheet: Sheet, units: list[Unit], measures: Measure) -> list[Item]:
    items: list[Item] = []
    if sheet.is_scan:
        box = Box(0, 0, sheet.width, sheet.height)
        items.append(PictureItem(sheet.number, box, True, sheet.turn, sheet.confidence))
    for unit in units:
        if isinstance(unit, int):
            items.append(_table(sheet, unit, measures))
        else:
            right = unit.right if unit.beside else max(unit.right, measures.right(sheet.width))
            _add_paragraphs(items, unit, right, measures)
    for line in sheet.turned:
        items.append(Para([line], line.x0, line.x1))
    if not sheet.is_scan:
        for box in sheet.pictures:
            _insert(items, PictureItem(sheet.number, box), sheet)
    return items


def _add_paragraphs(items: list[Item], stretch: Stretch, right: float, measures: Measure) -> None:
    made = paragraphs(stretch.lines, stretch.left, right, measures)
    last = items[-1] if items else None
    if isinstance(last, Para) and made:
        # The next column begins far above; what stands beside is another thing.
        up = last.lines[-1].baseline - made[0].lines[0].baseline
        if up > 5 * last.size and goes_on(last, made[0]):
            last.lines += made[0].lines
            made = made[1:]
    items += made


def _table(sheet: Sheet, index: int, measures: Measure) -> TableItem:
    grid = sheet.grids[index]
    lines: dict[int, list[Line]] = defaultdict(list)
    for line in sheet.lines:
        if line.place[0] == index:
            lines[line.place[1]].append(line)
    edges = _text_edges(grid, lines)
    rows: list[list[TableCell]] = [[] for _ in range(len(grid.ys) - 1)]
    for number, cell in enumerate(grid.cells):
        left, right = edges.get((cell.column, cell.colspan), (0.0, 0.0))
        paras = [
            para
            for stretch in stretches(lines[number])
            for para in paragraphs(stretch.lines, left, right, measures)
        ]
        rows[cell.row].append(TableCell(paras, cell.row, cell.column, cell.rowspan, cell.colspan))
    return TableItem(rows, grid.xs, sheet.number, sheet.number)


def _text_edges(
    grid: Grid, lines: dict[int, list[Line]]
) -> dict[tuple[int, int], tuple[float, float]]:
    """Return the edges of the text in each column: a table tells its padding nowhere."""
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for number, cell in enumerate(grid.cells):
        for line in lines.get(number, ()):
            key = cell.column, cell.colspan
            left, right = edges.get(key, (line.x0, line.x1))
            edges[key] = min(left, line.x0), max(right, line.x1)
    return edges


def _insert(items: list[Item], picture: PictureItem, sheet: Sheet) -> None:
    """Put a picture before the first text of its column that stands under it."""
    for place, item in enumerate(items):
        if isinstance(item, PictureItem):
            top, x0, x1 = item.box.y0, item.box.x0, item.box.x1
        elif isinstance(item, Para):
            own = [line for line in item.lines if line.page == sheet.number]
            top = min(line.baseline - line.size for line in own)
            x0, x1 = min(line.x0 for line in own), max(line.x1 for line in own)
        else:
            continue
        if top >= picture.box.y0 - 2 and x0 < picture.box.x1 and x1 > picture.box.x0:
            items.insert(place, picture)
            return
    items.append(picture)


def _same_table(table: TableItem, after: TableItem) -> bool:
    return (
        after.page == table.last_page + 1
        and len(table.xs) == len(after.xs) > 2
        and all(abs(a - b) <= 4 for a, b in zip(table.xs, after.xs, strict=True))
    )


def _continue_table(table: TableItem, after: TableItem) -> None:
    """Add the rows of the next page: without the repeated head, a cut row made whole."""
    rows = after.rows
    if len(rows) > 1 and table.rows and _text(rows[0]) == _text(table.rows[0]) != "":
        table.dropped += len(_text(rows[0]).split())
        rows = rows[1:]
    if rows and _is_rest(table.rows[-1], rows[0]):
        for cell, rest in zip(table.rows[-1], rows[0], strict=True):
            if cell.paras and rest.paras and goes_on(cell.paras[-1], rest.paras[0]):
                cell.paras[-1].lines += rest.paras[0].lines
                cell.paras += rest.paras[1:]
            else:
                cell.paras += rest.paras
        rows = rows[1:]
    table.rows += rows
    table.last_page = after.last_page


def _is_rest(row: list[TableCell], after: list[TableCell]) -> bool:
    """Tell if `after` is the rest of `row`: nothing new in the column that names the rows."""
    same = [(c.column, c.colspan, c.rowspan) for c in row] == [
        (c.column, c.colspan, c.rowspan) for c in after
    ]
    return same and len(row) > 1 and bool(row[0].paras) and not after[0].paras


def _text(row: list[TableCell]) -> str:
    return " ".join(para.text for cell in row for para in cell.paras)


def tables_in(items: Sequence[Item]) -> Iterator[TableItem]:
    """Yield the tables among `items`."""
    return (item for item in items if isinstance(item, TableItem))
