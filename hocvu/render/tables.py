"""Tables: data in a region that scrolls by itself, letterheads as plain columns."""

from __future__ import annotations

from collections.abc import Callable

from hocvu.lesson import Block, Cell, Row, Table
from hocvu.lesson.text import inline_text, lines, walk
from hocvu.render.inlines import inlines
from hocvu.render.markup import Markup, join, tag
from hocvu.render.scope import Scope

Blocks = Callable[[tuple[Block, ...], Scope], Markup]


def table(node: Table, scope: Scope, blocks: Blocks) -> Markup:
    """Return `node`; `blocks` renders what stands in a cell."""
    caption = inlines(node.caption, scope)
    head = 0 if node.layout else _header_rows(node.rows)
    rows = [_row(row, scope, blocks, node.layout) for row in node.rows]
    parts: list[str] = [
        tag("caption", caption) if caption else "",
        tag("thead", join(rows[:head], "\n")) if head else "",
        tag("tbody", join(rows[head:], "\n")),
    ]
    inside = join(parts, "\n")
    if node.layout:
        return tag("table", inside, attrs={"class": "layout", "role": "presentation"})
    number = scope.number("table")
    name = scope.word("table", number=number)
    title = inline_text(node.caption).strip()
    label = f"{name}: {title}" if title else name
    region = {"class": "table", "role": "region", "tabindex": 0, "aria-label": label}
    return tag("div", tag("table", inside), attrs=region)


def _header_rows(rows: tuple[Row, ...]) -> int:
    """Return how many rows make the head: none if a cell of it reaches below, or all would."""
    count = 0
    while count < len(rows) and rows[count].header:
        count += 1
    reaches = any(
        place + cell.rowspan > count for place in range(count) for cell in rows[place].cells
    )
    return 0 if reaches or count == len(rows) else count


def _row(row: Row, scope: Scope, blocks: Blocks, layout: bool) -> Markup:
    cells = (_cell(cell, row, scope, blocks, layout) for cell in row.cells)
    return tag("tr", join(cells, "\n"))


def _cell(cell: Cell, row: Row, scope: Scope, blocks: Blocks, layout: bool) -> Markup:
    # An empty header names nothing, and readers aloud stumble on it.
    header = (cell.header or row.header) and not layout and _has_content(cell)
    attrs = {
        "colspan": cell.colspan if cell.colspan > 1 else None,
        "rowspan": cell.rowspan if cell.rowspan > 1 else None,
        "scope": ("col" if row.header else "row") if header else None,
    }
    return tag("th" if header else "td", blocks(cell.children, scope), attrs=attrs)


def _has_content(cell: Cell) -> bool:
    return any(line.strip() for line in lines(cell.children)) or any(
        node.kind in ("image", "math") for node in walk(cell.children)
    )
