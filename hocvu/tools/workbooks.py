"""Reads and writes spreadsheets (.xlsx); the only place that knows the libraries for them."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hocvu.errors import Damaged, Origin, TooLarge, Unsupported
from hocvu.identifiers import nfc
from hocvu.tools.archive import MIB, Limits, open_archive

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell as _Cell
    from openpyxl.worksheet.worksheet import Worksheet as _Worksheet
    from xlsxwriter import Workbook as Workbook  # noqa: PLC0414 - for those who fill one

Value = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None

LIMITS: Final = Limits(entries=5_000, member=64 * MIB, total=256 * MIB)
_MOST_CELLS: Final = 500_000
_MADE: Final = dt.datetime(2000, 1, 1)
"""What a written file says of its making: the clock is no part of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it was saved: `value` of a formula is its last result.

    Attributes:
        place: Its name, such as ``B3``.
        value: Text in NFC, a number, a date or truth; None when empty.
        shape: Excel's number format, such as ``0.00%``.
        font: The font's name, empty when not told.
    """

    place: str
    value: Value
    shape: str = "General"
    font: str = ""

    @property
    def text(self) -> str:
        """The value as plain text, its white space made single."""
        return "" if self.value is None else " ".join(str(self.value).split())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` down to the last that holds something, all of one length.

    `merged` are ranges such as ``A1:C2``.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[str, ...] = ()
    hidden: bool = False


def read_workbook(path: Path, origin: Origin | None = None) -> tuple[Sheet, ...]:
    """Return the sheets of `path`.

    Args:
        path: An .xlsx or .xlsm file; macros are not looked at.
        origin: How the user knows it, for messages.

    Raises:
        Missing: There is no such file.
        Damaged: It is no workbook, or a part of it cannot be read.
        Unsupported: It is of another kind altogether.
        Encrypted: It is locked.
        TooLarge: It holds more than this machine should take.
    """
    place = origin or Origin(file=str(path))
    if path.exists() and not _is_zip(path):
        raise Unsupported("workbook.none", origin=place)
    with open_archive(path, place, LIMITS) as archive:
        if "xl/workbook.xml" not in archive:
            raise Unsupported("workbook.none", origin=place)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of decorations that it leaves out
            book = load_workbook(path, data_only=True, keep_links=False)
            return tuple(_sheet(sheet, place) for sheet in book.worksheets)
    except TooLarge:
        raise
    except Exception as error:  # its parser raises whatever Python does
        raise Damaged("workbook.damaged", origin=place) from error


def _is_zip(path: Path) -> bool:
    """Tell by its beginning if `path` is a zip archive, damaged, cut short or empty."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(2) in (b"PK", b"")


def _sheet(sheet: _Worksheet, place: Origin) -> Sheet:
    if sheet.max_row * sheet.max_column > _MOST_CELLS:
        raise TooLarge("workbook.too_large", origin=place, name=sheet.title, limit=_MOST_CELLS)
    rows = [tuple(_cell(cell) for cell in row) for row in sheet.iter_rows()]
    while rows and all(cell.value is None for cell in rows[-1]):
        rows.pop()
    merged = tuple(sorted(str(area) for area in sheet.merged_cells.ranges))
    return Sheet(nfc(sheet.title), tuple(rows), merged, sheet.sheet_state != "visible")


def _cell(cell: _Cell) -> Cell:
    value = nfc(cell.value) if isinstance(cell.value, str) else cell.value
    font = getattr(cell, "font", None)
    shape = getattr(cell, "number_format", None) or "General"
    return Cell(cell.coordinate, value, shape, (font.name or "") if font else "")


@contextmanager
def new_workbook(path: Path) -> Iterator[Workbook]:
    """Give a workbook to fill; it is at `path` afterwards, the same bytes for the same content.

    Raises:
        OSError: It cannot be written there.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    book = Workbook(
        path, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"created": _MADE})
    try:
        yield book
    finally:
        try:
            book.close()
        except FileCreateError as error:  # which only wraps what the system said
            raise error.args[0] from None
