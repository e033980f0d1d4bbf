"""Keeps the saved results of an Excel 97–2003 workbook's formulas ([MS-XLS] 2.4.127).

LibreOffice works TODAY, NOW and RAND out anew, and all that depends on them. Each formula becomes
the value that was saved with it, in as many bytes: what is over is a record that nobody knows.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.tools import ole

_STREAMS: Final = ("Workbook", "Book")
_LOCKED, _FORMULA, _STRING = 0x2F, 0x06, 0x207
_BLANK, _NUMBER, _LABEL, _TRUTH = 0x201, 0x203, 0x204, 0x205
_SHARED: Final = frozenset({0x4BC, 0x221, 0x236})  # Formulas of many cells.
_UNKNOWN: Final = 0x7FFE
_NO_NUMBER: Final = b"\xff\xff"
_TEXT, _BOOL, _ERROR, _EMPTY = range(4)
_LEAST: Final = 22
_LONGEST: Final = 0xFFFF


def with_saved_results(path: Path, copy: Path, origin: Origin) -> bool:
    """Write a `copy` of the workbook without formulas; nothing where it has none.

    Raises:
        Damaged: The container cannot be read.
    """
    for name, data in ole.streams(path, _STREAMS, origin).items():
        made = _without_formulas(data)
        if made != data:
            shutil.copyfile(path, copy)
            ole.overwrite(copy, name, made, origin)
            return True
    return False


def _without_formulas(data: bytes) -> bytes:
    made = bytearray(data)
    waiting: tuple[int, bytes] | None = None  # A formula whose text follows in a record of its own.
    for kind, place, size in _records(data):
        content = data[place : place + size]
        if kind == _LOCKED:
            return data
        if kind in _SHARED:
            struct.pack_into("<H", made, place - 4, _UNKNOWN)
        elif kind == _FORMULA and size >= _LEAST:
            waiting = None
            cell, result = content[:6], content[6:14]
            if not result.endswith(_NO_NUMBER):
                _put(made, place - 4, size + 4, _NUMBER, cell + result)
            elif result[0] == _TEXT:
                waiting = (place - 4, cell)
            elif result[0] in (_BOOL, _ERROR):
                value = cell + bytes((result[2], result[0] == _ERROR))
                _put(made, place - 4, size + 4, _TRUTH, value)
            elif result[0] == _EMPTY:
                _put(made, place - 4, size + 4, _BLANK, cell)
        elif kind == _STRING and waiting is not None:
            start, cell = waiting
            _put(made, start, place + size - start, _LABEL, cell + content)
            waiting = None
        else:
            waiting = None
    return bytes(made)


def _records(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and size of the content of each record."""
    place = 0
    while place + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, place)
        if place + 4 + size > len(data):
            return
        yield kind, place + 4, size
        place += 4 + size


def _put(made: bytearray, start: int, room: int, kind: int, content: bytes) -> None:
    """Write one record and fill the rest of its room, at least four bytes, with another."""
    rest = room - len(content) - 4
    if max(len(content), rest - 4) > _LONGEST:
        return  # No workbook has such a record; the engine says what it thinks of it.
    record = struct.pack("<HH", kind, len(content)) + content
    filling = struct.pack("<HH", _UNKNOWN, rest - 4) + bytes(rest - 4)
    made[start : start + room] = record + filling
