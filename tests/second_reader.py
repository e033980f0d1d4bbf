"""A second reader of PDF: poppler's words, in the cells of tables that pdfplumber finds.

Neither shares code with pdfium. Poppler alone reads tables across their cells, so that it cannot
tell in which order their words stand.
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
from lxml import etree

Box = tuple[float, float, float, float]

ORDERS = ((), ("-raw",))
"""Poppler's two: as it understands the page, and as the file is written."""
_TOKEN = re.compile(r"[^\W_]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_NEAR = 2.0


def tokens(text: str) -> list[str]:
    """Return the runs of letters and digits: at other signs readers part words differently."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


@dataclass(frozen=True)
class Word:
    """A word and its middle, in points from the top left."""

    text: str
    x: float
    y: float

    def within(self, box: Box) -> bool:
        return box[0] <= self.x <= box[2] and box[1] <= self.y <= box[3]


@dataclass(frozen=True)
class Grid:
    """Where a table's cells are, row by row."""

    box: Box
    rows: list[list[Box]]

    def cell(self, word: Word) -> tuple[int, int] | None:
        """Return the row and column of the smallest cell that holds a word."""
        found = [
            ((box[2] - box[0]) * (box[3] - box[1]), (row, column))
            for row, cells in enumerate(self.rows)
            for column, box in enumerate(cells)
            if word.within(box)
        ]
        return min(found)[1] if found else None

    def holds(self, other: Grid) -> bool:
        """Tell if another table stands in one of the cells."""
        return any(_inside(other.box, box) for cells in self.rows for box in cells)


@dataclass
class Table:
    """A table's words: of each row, of each cell."""

    rows: list[list[list[str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Ground:
    """What pdfplumber sees of a page: its tables, and the stamps of digital signatures."""

    grids: list[Grid]
    stamps: list[Box]


def grounds(path: Path) -> list[Ground]:
    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            turn = _turn(page.chars)
            grids = [
                Grid(
                    table.bbox, _rows([box for row in table.rows for box in row.cells if box], turn)
                )
                for table in page.find_tables()
            ]
            stamps = [
                (note["x0"], note["top"], note["x1"], note["bottom"])
                for note in page.annots
                if "Sig" in str(note["data"].get("FT"))
            ]
            found.append(Ground(grids, stamps))
            page.close()
    return found


def reference(path: Path, order: Sequence[str], seen: Sequence[Ground]) -> list[str]:
    """Return the words of a file, but for the stamps of signatures, in their order."""
    everything: list[str | Table] = []
    last: Table | None = None
    for words, ground in zip(_poppler(path, order), seen, strict=True):
        plain = [word for word in words if not any(word.within(box) for box in ground.stamps)]
        items = _arranged(plain, ground.grids)
        tables = [item for item in items if isinstance(item, Table)]
        if last and tables:
            _go_on(last, tables[0])
        last = tables[-1] if tables else None
        everything += items
    return list(_flat(everything))


def _turn(chars: Sequence[dict[str, Any]]) -> int:
    """Return how the text of a page runs: 0 to the right, 1 upwards, -1 downwards."""
    rises = [char["matrix"][1] for char in chars]
    turned = [rise for rise in rises if abs(rise) > 0.1]
    if 2 * len(turned) <= len(rises):
        return 0
    return 1 if 2 * sum(rise > 0 for rise in turned) > len(turned) else -1


def _rows(cells: list[Box], turn: int) -> list[list[Box]]:
    """Return cells row by row, as the text of the page runs."""

    def place(box: Box) -> tuple[float, float]:
        if turn == 1:
            return box[0], -box[3]
        if turn == -1:
            return -box[2], box[1]
        return box[1], box[0]

    rows: list[list[Box]] = []
    for box in sorted(cells, key=place):
        if not rows or place(box)[0] > place(rows[-1][0])[0] + _NEAR:
            rows.append([])
        rows[-1].append(box)
    return [sorted(row, key=lambda box: place(box)[1]) for row in rows]


def _poppler(path: Path, order: Sequence[str]) -> list[list[Word]]:
    said = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", *order, "-bbox", path, "-"],
        capture_output=True,
        check=True,
        timeout=120,
    ).stdout
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False)
    root = etree.fromstring(_CONTROL.sub(b"", said), parser)
    return [[_word(word) for word in page.iter("{*}word")] for page in root.iter("{*}page")]


def _word(word: Any) -> Word:
    x0, x1, y0, y1 = (float(word.get(name)) for name in ("xMin", "xMax", "yMin", "yMax"))
    return Word(word.text or "", (x0 + x1) / 2, (y0 + y1) / 2)


def _inside(inner: Box, outer: Box) -> bool:
    return all(a >= b - _NEAR for a, b in zip(inner[:2], outer[:2], strict=True)) and all(
        a <= b + _NEAR for a, b in zip(inner[2:], outer[2:], strict=True)
    )


def _arranged(words: Sequence[Word], grids: Sequence[Grid]) -> list[str | Table]:
    """Return the words in their order, those of a table together, where its first word is."""
    outer = [one for one in grids if not any(other.holds(one) for other in grids if other != one)]
    inner = [one for one in grids if one not in outer]
    items: list[str | Table] = []
    tables: dict[int, Table] = {}
    held: dict[tuple[int, tuple[int, int]], list[Word]] = {}
    for word in words:
        found = ((number, grid.cell(word)) for number, grid in enumerate(outer))
        hit = next(((number, cell) for number, cell in found if cell), None)
        if hit is None:
            items += tokens(word.text)
            continue
        if hit[0] not in tables:
            items.append(tables.setdefault(hit[0], Table()))
        held.setdefault(hit, []).append(word)
    for number, table in tables.items():
        for row, cells in enumerate(outer[number].rows):
            inners = ([one for one in inner if _inside(one.box, box)] for box in cells)
            words_in = (held.get((number, (row, column)), []) for column in range(len(cells)))
            pairs = zip(words_in, inners, strict=True)
            table.rows.append([list(_flat(_arranged(*pair))) for pair in pairs])
    return items


def _flat(items: Sequence[str | Table]) -> Iterator[str]:
    for item in items:
        if isinstance(item, str):
            yield item
        else:
            yield from (word for row in item.rows for cell in row for word in cell)


def _go_on(before: Table, after: Table) -> None:
    """Join a row that goes on over the page, where its first cell stays empty."""
    rows = after.rows
    at = next((n for n, row in enumerate(rows) if row not in before.rows[n : n + 1]), len(rows))
    if at == len(rows) or not before.rows:
        return
    row, old = rows[at], before.rows[-1]
    if len(row) == len(old) > 1 and old[0] and not row[0]:
        for cell, rest in zip(old, row, strict=True):
            cell.extend(rest)
        del rows[at]
