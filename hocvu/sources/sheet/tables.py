"""Makes a table of a sheet: what it holds, its merged cells, its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hocvu.errors import Origin
from hocvu.lesson import Block, Cell, LineBreak, Paragraph, Row, Table, Text
from hocvu.lesson.nodes import Inline

_AREA: Final = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")
_NUMBER: Final = re.compile(r"-?[\d.,]+%?")
_MOST_HEADS: Final = 4


@dataclass(frozen=True, slots=True)
class Span:
    """A merged area: its first row and column, from 0, and over how many it goes."""

    row: int
    column: int
    rows: int
    columns: int


def spans_of(merged: Sequence[str]) -> list[Span]:
    """Return the merged areas of a sheet, given as ``A1:C2``."""
    found = []
    for area in merged:
        place = _AREA.fullmatch(area)
        if place:
            left, right = _column(place[1]), _column(place[3])
            top, bottom = int(place[2]) - 1, int(place[4]) - 1
            found.append(Span(top, left, bottom - top + 1, right - left + 1))
    return found


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def make_blocks(
    texts: Sequence[Sequence[str]], merged: Sequence[Span], place: Origin
) -> Iterator[Block]:
    """Yield the titles above a sheet's table as paragraphs, its table, and the notes under it.

    Args:
        texts: What its cells show, row by row; empty rows part what is above from what is below.
        merged: Its merged areas.
        place: The sheet.
    """
    rows = [index for index, row in enumerate(texts) if any(row)]
    if not rows:
        return
    merged = list(_within(merged, texts))
    for region in _regions(texts, merged, rows):
        width = max(sum(bool(text) for text in texts[index]) for index in region)
        if width <= 1:
            for index in region:
                yield from _paragraphs(texts[index], place)
        else:
            yield from _with_titles(texts, merged, region, place)


def _within(merged: Sequence[Span], texts: Sequence[Sequence[str]]) -> Iterator[Span]:
    """Yield the merged areas as far as they lie on the sheet: a file may claim any."""
    for span in merged:
        if 0 <= span.row < len(texts) and 0 <= span.column < len(texts[span.row]):
            rows = min(span.rows, len(texts) - span.row)
            columns = min(span.columns, len(texts[span.row]) - span.column)
            if rows > 0 and columns > 0:
                yield Span(span.row, span.column, rows, columns)


def _regions(
    texts: Sequence[Sequence[str]], merged: Sequence[Span], rows: Sequence[int]
) -> Iterator[list[int]]:
    """Yield rows that follow one another; an empty row inside a merged area parts nothing."""
    covered = {r for span in merged for r in range(span.row, span.row + span.rows) if span.rows > 1}
    region: list[int] = []
    for index in rows:
        if region and any(r not in covered for r in range(region[-1] + 1, index)):
            yield region
            region = []
        region.append(index)
    if region:
        yield region


def _with_titles(
    texts: Sequence[Sequence[str]], merged: Sequence[Span], region: list[int], place: Origin
) -> Iterator[Block]:
    first = 0
    while first < len(region) and sum(bool(t) for t in texts[region[first]]) == 1:
        first += 1
    last = len(region)
    while last > first and sum(bool(t) for t in texts[region[last - 1]]) == 1:
        last -= 1
    if last - first < 1:
        first, last = 0, len(region)
    for index in region[:first]:
        yield from _paragraphs(texts[index], place)
    yield _table(texts, merged, region[first:last], place)
    for index in region[last:]:
        yield from _paragraphs(texts[index], place)


def _paragraphs(row: Sequence[str], place: Origin) -> Iterator[Block]:
    for text in row:
        if text:
            yield Paragraph(children=_inlines(text), origin=place)


def _table(
    texts: Sequence[Sequence[str]], merged: Sequence[Span], region: list[int], place: Origin
) -> Table:
    top, bottom = region[0], region[-1]
    used = [
        column
        for column in range(len(texts[top]))
        if any(texts[row][column] for row in range(top, bottom + 1))
        or any(
            s.row <= bottom and s.row + s.rows > top and s.column < column < s.column + s.columns
            for s in merged
            if texts[s.row][s.column]
        )
    ]
    left, right = used[0], used[-1]
    heads = _heads(texts, merged, top, bottom, left, right)
    starts = {(span.row, span.column): span for span in merged}
    hidden = {
        (row, column)
        for span in merged
        for row in range(span.row, span.row + span.rows)
        for column in range(span.column, span.column + span.columns)
        if (row, column) != (span.row, span.column)
    }
    rows = []
    for index in range(top, bottom + 1):
        cells = []
        for column in range(left, right + 1):
            if (index, column) in hidden:
                continue
            span = starts.get((index, column), Span(index, column, 1, 1))
            text = texts[index][column]
            children = (Paragraph(children=_inlines(text), origin=place),) if text else ()
            cells.append(
                Cell(
                    children=children,
                    colspan=min(span.columns, right + 1 - column),
                    rowspan=min(span.rows, bottom + 1 - index),
                    header=index < top + heads,
                )
            )
        rows.append(Row(cells=tuple(cells), header=index < top + heads))
    return Table(rows=tuple(rows), origin=place)


def _heads(
    texts: Sequence[Sequence[str]],
    merged: Sequence[Span],
    top: int,
    bottom: int,
    left: int,
    right: int,
) -> int:
    """Return how many rows name the columns: words above rows with numbers, merged downwards."""
    first = texts[top][left : right + 1]
    if bottom == top or any(_NUMBER.fullmatch(text) for text in first if text):
        return 0
    heads = 1
    for span in merged:
        if span.row == top:
            heads = max(heads, span.rows)
        if span.row == top and span.columns > 1:
            heads = max(heads, 2)
    return min(heads, _MOST_HEADS, bottom - top)


def _inlines(text: str) -> tuple[Inline, ...]:
    made: list[Inline] = []
    for number, line in enumerate(" ".join(part.split()) for part in text.split("\n")):
        if number:
            made.append(LineBreak())
        if line:
            made.append(Text(text=line))
    return tuple(made)
