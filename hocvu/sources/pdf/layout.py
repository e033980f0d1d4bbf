"""Puts the pages together: paragraphs, tables and pictures of the whole document in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hocvu.sources.pdf.flow import (
    Measure,
    Para,
    Stretch,
    goes_on,
    measure,
    paragraphs,
    stretches,
)
from hocvu.sources.pdf.lines import OUTSIDE, Line
from hocvu.sources.pdf.ruled import Grid
from hocvu.sources.pdf.sheet import Sheet
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
    """A drawn table; `xs` are the edges of its columns in points, `page` where it begins."""

    rows: list[list[TableCell]]
    xs: list[float]
    page: int
    last_page: int


@dataclass(slots=True)
class PictureItem:
    """A picture to be drawn from the page; `whole` when it is all of it."""

    page: int
    box: Box
    whole: bool = False


Item = Para | TableItem | PictureItem


def lay_out(sheets: Sequence[Sheet]) -> list[Item]:
    """Return the paragraphs, tables and pictures of a document in reading order."""
    pages = [(sheet, _segments(sheet)) for sheet in sheets]
    measures = measure([s for segment in segments for s in segment] for _, segments in pages)
    items: list[Item] = []
    for sheet, segments in pages:
        placed = _page(sheet, segments, measures)
        if placed and items:
            items += _joined(items, placed)
        else:
            items += placed
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


def _segments(sheet: Sheet) -> list[list[Stretch]]:
    """Return the columns of free text before, between and after the page's tables."""
    starts = sorted(_order(sheet, index) for index in range(len(sheet.grids)))
    parts: list[list[Line]] = [[] for _ in range(len(starts) + 1)]
    for line in sheet.lines:
        if line.place == OUTSIDE:
            parts[sum(start < line.order for start in starts)].append(line)
    return [stretches(part) for part in parts]


def _order(sheet: Sheet, grid: int) -> int:
    return min((line.order for line in sheet.lines if line.place[0] == grid), default=0)


def _page(sheet: Sheet, segments: list[list[Stretch]], measures: Measure) -> list[Item]:
    items: list[Item] = []
    if sheet.is_scan:
        items.append(PictureItem(sheet.number, Box(0, 0, sheet.width, sheet.height), whole=True))
    grids = sorted(range(len(sheet.grids)), key=lambda index: _order(sheet, index))
    for place, segment in enumerate(segments):
        items += _paragraphs(segment, measures)
        if place < len(grids):
            items.append(_table(sheet, grids[place], measures))
    if not sheet.is_scan:
        for box in sheet.pictures:
            _insert(items, PictureItem(sheet.number, box), sheet)
    return items


def _paragraphs(segment: list[Stretch], measures: Measure) -> list[Para]:
    found: list[Para] = []
    for stretch in segment:
        right = stretch.right if stretch.beside else max(stretch.right, measures.right)
        made = paragraphs(stretch.lines, stretch.left, right, measures)
        if found and made:
            last, first = found[-1], made[0]
            # The next column begins far above; what stands beside is another thing.
            up = last.lines[-1].baseline - first.lines[0].baseline
            if up > 5 * last.size and goes_on(last, first):
                last.lines += first.lines
                made = made[1:]
        found += made
    return found


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
