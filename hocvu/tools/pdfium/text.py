"""The characters of a page: where they stand and in which font."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pypdfium2 import raw

from hocvu.tools.pdfium.geometry import View

_INVISIBLE: Final = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED: Final = (raw.FPDF_TEXTRENDERMODE_FILL_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE)
# What pdfium gives for a hyphen at the end of a line.
_HYPHENS: Final = (0x02, 0xFFFE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is set; `size` in points on the page."""

    font: str
    size: float
    bold: bool
    italic: bool
    visible: bool


@dataclass(slots=True)
class Char:
    """One character of a page.

    Attributes:
        text: The character; a hyphen that ends a line is ``-``.
        x0: Left edge in points from the page's left.
        x1: Right edge.
        baseline: Its baseline in points from the page's top.
        style: How it is set.
        generated: Not in the file: a space or line end that pdfium concluded from a gap.
        broken: The file does not tell which letter it is.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    style: Style
    generated: bool
    broken: bool


def read_chars(text_page: Any, count: int, view: View) -> Iterator[Char]:
    """Yield the first `count` characters of a page in the file's order."""
    styles: dict[int, Style] = {}
    rect = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    style = Style("", 0, False, False, True)
    high = 0
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:
            high = code  # The first half of a pair, on systems with 16-bit characters.
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        # Generated characters belong to no text object and keep the style before them.
        generated = raw.FPDFText_IsGenerated(text_page, index) == 1
        if not generated:
            handle = raw.FPDFText_GetTextObject(text_page, index)
            if handle:
                address = ctypes.addressof(handle.contents)
                if address not in styles:
                    styles[address] = _style(handle, text_page, index)
                style = styles[address]
        raw.FPDFText_GetLooseCharBox(text_page, index, rect)
        raw.FPDFText_GetCharOrigin(text_page, index, x, y)
        box = view.box(rect.left, rect.bottom, rect.right, rect.top)
        yield Char(
            "-" if code in _HYPHENS else chr(code),
            box.x0,
            box.x1,
            view.point(x.value, y.value)[1],
            style,
            generated,
            code == 0 or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1,
        )


def _style(handle: Any, text_page: Any, index: int) -> Style:
    font = raw.FPDFTextObj_GetFont(handle)
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(max(1, length))
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    plain = name.split("+")[-1].lower()
    angle = ctypes.c_int()
    slanted = raw.FPDFFont_GetItalicAngle(font, angle) and angle.value != 0
    mode = raw.FPDFTextObj_GetTextRenderMode(handle)
    return Style(
        font=name,
        size=_size(handle, text_page, index),
        bold="bold" in plain or raw.FPDFFont_GetWeight(font) >= 600 or mode in _OUTLINED,
        italic=bool(slanted) or "italic" in plain or "oblique" in plain,
        visible=mode not in _INVISIBLE,
    )


def _size(handle: Any, text_page: Any, index: int) -> float:
    """Return the size as shown: many producers set 1 point and scale by the matrix."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(text_page, index, matrix):
        return 0.0
    scale = float(matrix.b**2 + matrix.d**2) ** 0.5 or float(abs(matrix.c))
    return round(float(raw.FPDFText_GetFontSize(text_page, index)) * scale, 1)
