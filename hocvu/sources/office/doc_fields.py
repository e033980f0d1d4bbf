"""Keeps what the fields of a Word 97–2003 document showed when it was saved ([MS-DOC] 2.8.25).

LibreOffice works out again what it knows a field to be; of one that it does not know it takes the
saved result. So the kind of each field that depends on the day, the machine or the layout is
overwritten with that of QUOTE.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.sources.open_document_fields import Kept
from hocvu.tools import ole

_TABLE_1: Final = 0x0200
_FIELDS_AT: Final = tuple(0x9A + 8 * index for index in (16, 18, 48, 57))  # text, notes, boxes
_BEGIN, _SEPARATE, _END = 0x13, 0x14, 0x15
_QUOTE: Final = 0x23
_TODAY: Final = frozenset({0x1F, 0x20})  # DATE, TIME
# IF, INFO to PAGE, the user's data, SECTION, SECTIONPAGES, FILESIZE, DOCPROPERTY.
_KINDS: Final = frozenset({0x07, *range(0x0E, 0x22), 0x3C, 0x3D, 0x3E, 0x41, 0x42, 0x45, 0x55})


def with_saved_fields(path: Path, copy: Path, origin: Origin) -> Kept:
    """Write a `copy` of the document whose fields stay as saved; nothing where there are none.

    Raises:
        Damaged: The container cannot be read.
    """
    kept = Kept()
    found = ole.streams(path, ("WordDocument", "0Table", "1Table"), origin)
    try:
        main = found["WordDocument"]
        (flags,) = struct.unpack_from("<H", main, 0x0A)
        name = "1Table" if flags & _TABLE_1 else "0Table"
        table = bytearray(found[name])
        for place in _FIELDS_AT:
            start, length = struct.unpack_from("<II", main, place)
            for at, shown in _fields(table[start : start + length]):
                kind = table[start + at]
                if kind in _KINDS:
                    kept.changed = True
                    kept.moving += kind in _TODAY
                    kept.empty += kind in _TODAY and not shown
                    table[start + at] = _QUOTE
    except (struct.error, KeyError, IndexError):
        return Kept()  # The conversion tells of it.
    if kept.changed:
        shutil.copyfile(path, copy)
        ole.overwrite(copy, name, bytes(table), origin)
    return kept


def _fields(table: bytes | bytearray) -> Iterator[tuple[int, bool]]:
    """Yield where in a table of fields the kind of each stands, and whether it shows a result."""
    count = max(0, (len(table) - 4) // 6)
    places = struct.unpack_from(f"<{count + 1}I", table) if count else ()
    opened: list[tuple[int, int | None]] = []
    for index in range(count):
        at = 4 * (count + 1) + 2 * index
        mark = table[at] & 0x1F
        if mark == _BEGIN:
            opened.append((at + 1, None))
        elif mark == _SEPARATE and opened:
            opened[-1] = (opened[-1][0], places[index])
        elif mark == _END and opened:
            kind, result = opened.pop()
            yield kind, result is not None and places[index] > result + 1
