"""Words of a Word 97–2003 document by its piece table, apart from the conversion ([MS-DOC])."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocvu.errors import Origin
from hocvu.tools import ole

_WORD_97: Final = 0xC1
_TABLE_1: Final = 0x0200
_COMPRESSED: Final = 1 << 30
_PAGE: Final = 512
# Lengths of the parts of the text, in characters, in the order in which they follow each other:
# text, footnotes, headers, macros, comments, endnotes, text boxes, text boxes of headers.
_LENGTHS: Final = struct.Struct("<8i")
_LENGTHS_AT: Final = 0x4C
_MAIN, _BESIDE = 0, (1, 5, 6)
_LOOKS_AT: Final = 0xFA
_CLX_AT: Final = 0x1A2
_GONE: Final = frozenset({0x0800, 0x083C})  # sprmCFRMarkDel, sprmCFVanish
_OPERANDS: Final = (1, 1, 2, 4, 2, 2, 0, 3)
_SPACES: Final = dict.fromkeys(map(ord, "\x07\x09\x0b\x0c\x0d\x0e"), " ")
_NO_TEXT: Final = dict.fromkeys((*range(1, 7), 0x08, 0x15, 0x1F, 0xAD))
_BEGIN, _SEPARATE, _END = "\x13", "\x14", "\x15"


def words(path: Path, origin: Origin) -> tuple[list[str], list[str]]:
    """Return the words of the text, and those of notes and text boxes, as Word shows them.

    Deleted and hidden text is left out. A form before Word 97 gives none.

    Raises:
        Damaged: The container cannot be read.
    """
    found = ole.streams(path, ("WordDocument", "0Table", "1Table"), origin)
    try:
        parts = _parts(found)
    except (struct.error, IndexError, KeyError):
        return [], []
    return _words(parts[_MAIN]), _words("\r".join(parts[i] for i in _BESIDE))


def _words(text: str) -> list[str]:
    return "".join(_shown(text)).translate(_SPACES).translate(_NO_TEXT).split()


def _parts(found: dict[str, bytes]) -> list[str]:
    main = found["WordDocument"]
    version, flags = struct.unpack_from("<H6xH", main, 2)
    if version < _WORD_97:
        return [""] * 8
    table = found["1Table" if flags & _TABLE_1 else "0Table"]
    start, length = struct.unpack_from("<II", main, _CLX_AT)
    gone = _gone(main, table)
    text = "".join(_pieces(main, table[start : start + length], gone))
    parts, place = [], 0
    for size in _LENGTHS.unpack_from(main, _LENGTHS_AT):
        parts.append(text[place : place + max(0, size)])
        place += max(0, size)
    return parts


def _pieces(main: bytes, clx: bytes, gone: list[tuple[int, int]]) -> Iterator[str]:
    """Yield the pieces of text ([MS-DOC] 2.4.1); what does not show is U+0001, which is no text."""
    place = 0
    while clx[place] == 1:
        place += 3 + int(struct.unpack_from("<H", clx, place + 1)[0])
    (size,) = struct.unpack_from("<I", clx, place + 1)
    table = clx[place + 5 : place + 5 + size]
    count = (len(table) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", table)
    for index in range(count):
        (where,) = struct.unpack_from("<I", table, 4 * (count + 1) + 8 * index + 2)
        width = 1 if where & _COMPRESSED else 2
        start = (where & ~_COMPRESSED) // 2 if width == 1 else where
        length = max(0, ends[index + 1] - ends[index]) * width
        coding = "cp1252" if width == 1 else "utf-16-le"
        text = list(main[start : start + length].decode(coding, "replace"))
        first = max(0, bisect_right(gone, (start,)) - 1)
        for begin, end in gone[first:]:
            if begin >= start + length:
                break
            low, high = max(0, begin - start) // width, max(0, end - start) // width
            text[low:high] = "\1" * len(text[low:high])
        yield "".join(text)


def _gone(main: bytes, table: bytes) -> list[tuple[int, int]]:
    """Return the ranges of the file whose characters are deleted or hidden ([MS-DOC] 2.8.5)."""
    start, length = struct.unpack_from("<II", main, _LOOKS_AT)
    count = max(0, (length - 4) // 8)
    pages = struct.unpack_from(f"<{count}I", table, start + 4 * (count + 1))
    found: list[tuple[int, int]] = []
    for number in pages:
        page = main[number * _PAGE : (number + 1) * _PAGE]
        runs = page[_PAGE - 1]
        bounds = struct.unpack_from(f"<{runs + 1}I", page)
        for run in range(runs):
            place = 2 * page[4 * (runs + 1) + run]
            if place and _takes_away(page[place + 1 : place + 1 + page[place]]):
                found.append((bounds[run], bounds[run + 1]))
    return sorted(found)


def _takes_away(properties: bytes) -> bool:
    place = 0
    while place + 2 < len(properties):
        (code,) = struct.unpack_from("<H", properties, place)
        if code in _GONE:
            return properties[place + 2] in (1, 0x81)
        size = _OPERANDS[code >> 13]
        place += 2 + (size or 1 + properties[place + 2])
    return False


def _shown(text: str) -> Iterator[str]:
    """Yield what stands outside the instructions of fields."""
    results: list[bool] = []
    for character in text:
        if character == _BEGIN:
            results.append(False)
        elif character == _SEPARATE and results:
            results[-1] = True
        elif character == _END and results:
            results.pop()
        elif all(results):
            yield character
