"""Tables of a slide, merged cells kept (ECMA-376-1, 21.1.3)."""

from __future__ import annotations

from collections.abc import Iterator

from hocvu.lesson import Block, Cell, Row, Table
from hocvu.sources.slides.bullets import Bullets
from hocvu.sources.slides.names import A, Element, is_on
from hocvu.sources.slides.text import Context, read_body


def read_table(table: Element, context: Context) -> Iterator[Block]:
    """Yield the table, unless it has no cell."""
    properties = table.find(f"{A}tblPr")
    titled = properties is not None and is_on(properties.get("firstRow"))
    rows = tuple(
        _row(row, titled and index == 0, context)
        for index, row in enumerate(table.iterfind(f"{A}tr"))
    )
    if any(row.cells for row in rows):
        yield Table(rows=rows, origin=context.origin)


def _row(row: Element, header: bool, context: Context) -> Row:
    cells = []
    for cell in row.iterfind(f"{A}tc"):
        # A cell under a merged one is in the file but not on the slide.
        if is_on(cell.get("hMerge")) or is_on(cell.get("vMerge")):
            continue
        cells.append(
            Cell(
                children=tuple(read_body(cell.find(f"{A}txBody"), Bullets(()), context)),
                colspan=max(1, int(cell.get("gridSpan", "1"))),
                rowspan=max(1, int(cell.get("rowSpan", "1"))),
                header=header,
            )
        )
    return Row(cells=tuple(cells), header=header)
