"""Tables: the grid, merged cells, and tables that only place text (ECMA-376-1, 17.4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hocvu.errors import Origin
from hocvu.lesson import Block, Cell, Row, Table, Text
from hocvu.lesson.text import walk
from hocvu.sources.docx.choices import chosen
from hocvu.sources.docx.context import Context
from hocvu.sources.docx.names import MC, VAL, W, is_on
from hocvu.sources.docx.styles import draws_lines

_MOST_COLUMNS: Final = 1000
_WRAPPERS: Final = frozenset(
    {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}
)
ReadCell = Callable[[etree._Element], tuple[Block, ...]]


@dataclass(slots=True)
class _Slot:
    """A cell at its place in the grid, growing downward over the cells merged into it."""

    column: int
    colspan: int
    children: tuple[Block, ...]
    rowspan: int = 1


def read_table(item: etree._Element, context: Context, read: ReadCell, place: Origin) -> Table:
    """Return the table `item`; `read` makes blocks of a cell.

    A cell continues the one above it only where both cover the same columns; text found in a
    cell that continues another one is added to that one.
    """
    slots: list[list[_Slot]] = []
    headers: list[bool] = []
    above: dict[int, _Slot] = {}
    for row in _elements(item, f"{W}tr"):
        properties = row.find(f"{W}trPr")
        if properties is not None and properties.find(f"{W}del") is not None:
            context.seen["changes"] += 1
            continue
        line, above = _row(row, properties, above, read)
        slots.append(line)
        headers.append(_is_header(properties) and all(headers))
    layout = _is_layout(item, context, any(headers))
    if not layout and not any(headers) and _begins_with_names(slots):
        headers[0] = True
    rows = tuple(
        Row(cells=tuple(_cell(slot, header) for slot in line), header=header)
        for line, header in zip(slots, headers, strict=True)
    )
    return Table(
        rows=rows,
        layout=layout,
        origin=place,
    )


def _row(
    row: etree._Element,
    properties: etree._Element | None,
    above: dict[int, _Slot],
    read: ReadCell,
) -> tuple[list[_Slot], dict[int, _Slot]]:
    """Return the cells that begin in `row`, and those that the next row may continue."""
    line: list[_Slot] = []
    open_below: dict[int, _Slot] = {}
    column = _count(properties, "gridBefore", 0)
    if column:
        line.append(_Slot(0, column, ()))
    for cell in _elements(row, f"{W}tc"):
        details = cell.find(f"{W}tcPr")
        span = _count(details, "gridSpan", 1)
        children = read(cell)
        merge = None if details is None else details.find(f"{W}vMerge")
        continued = merge is not None and merge.get(VAL, "continue") == "continue"
        held = above.get(column)
        beside = None if details is None else details.find(f"{W}hMerge")
        if beside is not None and beside.get(VAL, "continue") == "continue" and line:
            line[-1].colspan += span
            line[-1].children += children
        elif continued and held is not None and held.colspan == span:
            held.rowspan += 1
            held.children += children
            open_below[column] = held
        else:
            slot = _Slot(column, span, children)
            line.append(slot)
            if merge is not None:
                open_below[column] = slot
        column += span
    after = _count(properties, "gridAfter", 0)
    if after:
        line.append(_Slot(column, after, ()))
    return line, open_below


def _cell(slot: _Slot, header: bool) -> Cell:
    return Cell(children=slot.children, colspan=slot.colspan, rowspan=slot.rowspan, header=header)


def _elements(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield rows or cells, also those inside content controls and tracked insertions."""
    waiting = list(reversed(parent))
    while waiting:
        item = waiting.pop()
        if item.tag == wanted:
            yield item
        elif item.tag in _WRAPPERS:
            waiting.extend(reversed(item))
        elif item.tag == f"{MC}AlternateContent":
            for choice in chosen(item):
                waiting.extend(reversed(choice))


def _count(properties: etree._Element | None, name: str, default: int) -> int:
    found = None if properties is None else properties.find(f"{W}{name}")
    text = "" if found is None else found.get(VAL, "")
    if not text.isdecimal() or len(text) > 6:
        return default
    return min(max(int(text), default), _MOST_COLUMNS)


def _is_header(properties: etree._Element | None) -> bool:
    found = None if properties is None else properties.find(f"{W}tblHeader")
    return found is not None and is_on(found.get(VAL))


def _begins_with_names(slots: list[list[_Slot]]) -> bool:
    """Tell if the first row names the columns: it alone is all in bold, which few files mark."""
    if len(slots) < 2 or len(slots[0]) < 2 or any(slot.rowspan > 1 for slot in slots[0]):
        return False
    return _is_bold(slots[0]) and not _is_bold(slots[1])


def _is_bold(row: list[_Slot]) -> bool:
    texts = [n for slot in row for n in walk(slot.children) if isinstance(n, Text) and n.text]
    return bool(texts) and all("bold" in n.marks or not n.text.strip() for n in texts)


def _is_layout(item: etree._Element, context: Context, headed: bool) -> bool:
    """Tell if the table only places text: no line is drawn, and no row is a header."""
    if headed:
        return False
    properties = item.find(f"{W}tblPr")
    own = None if properties is None else properties.find(f"{W}tblBorders")
    if own is not None:
        lines = draws_lines(own)
    else:
        style = None if properties is None else properties.find(f"{W}tblStyle")
        key = None if style is None else style.get(VAL)
        lines = context.styles.style(key, "table").bordered
    cells = (cell.find(f"{W}tcPr/{W}tcBorders") for cell in item.iter(f"{W}tc"))
    return not lines and not any(draws_lines(borders) for borders in cells)
