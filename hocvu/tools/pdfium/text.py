"""The characters of a page: where they stand and in which font."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from pypdfium2 import raw

from hocvu.tools.pdfium.geometry import View

_INVISIBLE: Final = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_OUTLINED: Final = (raw.FPDF_TEXTRENDERMODE_FILL_STROKE, raw.FPDF_TEXTRENDERMODE_STROKE)
# What pdfium gives for a hyphen at the end of a line.
_HYPHENS: Final = (0x02, 0xFFFE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a run of characters is set.

    Attributes:
        font: Name of the font.
        size: Size in points on the page.
        bold: Set bold, also by an outline.
        italic: Set slanted.
        visible: Not the invisible text that recognition puts over a scan.
        turn: Clockwise turn of the page, in degrees, that makes it stand upright.
    """

    font: str
    size: float
    bold: bool
    italic: bool
    visible: bool
    turn: int


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the page's own coordinates: its box, its origin, and what is known of it."""

    code: int
    box: tuple[float, float, float, float]
    origin: tuple[float, float]
    style: Style
    generated: bool
    broken: bool


@dataclass(slots=True)
class Char:
    """One character of a page.

    `x0`, `x1` and `baseline` are measured where the character itself stands upright; that is the
    page's own measure unless it is `turned`.

    Attributes:
        text: The character; a hyphen that ends a line is ``-``.
        x0: Left edge in points from the page's left.
        x1: Right edge.
        baseline: Its baseline in points from the page's top.
        middle: Its middle on the page, in points from left and top.
        style: How it is set.
        turned: It runs in another direction than most of the page.
        generated: Not in the file: a space or line end that pdfium concluded from a gap.
        broken: The file does not tell which letter it is.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    middle: tuple[float, float]
    style: Style
    turned: bool
    generated: bool
    broken: bool


def read_glyphs(text_page: Any, count: int) -> Iterator[Glyph]:
    """Yield the first `count` characters of a page in the file's order."""
    styles: dict[int, Style] = {}
    rect = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    style = Style("", 0, False, False, True, 0)
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
        yield Glyph(
            code,
            (rect.left, rect.bottom, rect.right, rect.top),
            (x.value, y.value),
            style,
            generated,
            code == 0 or raw.FPDFText_HasUnicodeMapError(text_page, index) == 1,
        )


def main_turn(glyphs: Sequence[Glyph]) -> int | None:
    """Return the turn that makes most of the text stand upright; None without text."""
    turns = Counter(g.style.turn for g in glyphs if not g.generated)
    return max(turns, key=lambda turn: (turns[turn], -turn), default=None)


def place_chars(glyphs: Sequence[Glyph], view: View) -> Iterator[Char]:
    """Yield `glyphs` as characters of the page that `view` shows."""
    views = {turn: replace(view, rotation=turn) for turn in (0, 90, 180, 270)}
    for glyph in glyphs:
        own = views[glyph.style.turn]
        box = own.box(*glyph.box)
        shown = box if own.rotation == view.rotation else view.box(*glyph.box)
        yield Char(
            "-" if glyph.code in _HYPHENS else chr(glyph.code),
            box.x0,
            box.x1,
            own.point(*glyph.origin)[1],
            ((shown.x0 + shown.x1) / 2, (shown.y0 + shown.y1) / 2),
            glyph.style,
            own.rotation != view.rotation,
            glyph.generated,
            glyph.broken,
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
    matrix = raw.FS_MATRIX()
    known = raw.FPDFText_GetMatrix(text_page, index, matrix)
    a, b, c, d = (matrix.a, matrix.b, matrix.c, matrix.d) if known else (1.0, 0.0, 0.0, 1.0)
    # Many producers set one point and scale by the matrix.
    scale = math.hypot(c, d)
    return Style(
        font=name,
        size=round(float(raw.FPDFText_GetFontSize(text_page, index)) * scale, 1),
        bold="bold" in plain or raw.FPDFFont_GetWeight(font) >= 600 or mode in _OUTLINED,
        italic=bool(slanted) or "italic" in plain or "oblique" in plain,
        visible=mode not in _INVISIBLE,
        turn=_turn(a, b),
    )


def _turn(a: float, b: float) -> int:
    """Return the clockwise turn of a page that makes text along the direction (a, b) level."""
    if abs(b) > abs(a):
        return 90 if b > 0 else 270
    return 180 if a < 0 else 0
