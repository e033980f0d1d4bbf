"""What is drawn on a page besides text: ruling lines, pictures and areas."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from pypdfium2 import raw

from hocvu.tools.pdfium.geometry import Box, View

MAX_OBJECTS: Final = 60_000
MAX_DEPTH: Final = 12
THIN: Final = 3.0  # A filled shape at most this many points wide is a line.
_SKEW: Final = 0.7

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1, 0, 0, 1, 0, 0)


@dataclass(slots=True)
class Graphics:
    """Graphics of a page.

    Attributes:
        rules: Level and upright lines, each as its thin box.
        pictures: Where bitmaps are shown.
        dots: Dots per inch of each of `pictures`.
        areas: Where other shapes are drawn.
        complete: False when there was too much to look at all of it.
    """

    rules: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    dots: list[float] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    complete: bool = True


def read_graphics(page: Any, view: View) -> Graphics:
    """Return the graphics of a page, also those inside form XObjects."""
    found = Graphics()
    left = MAX_OBJECTS
    for item, kind, matrix in _objects(page, IDENTITY, 0):
        left -= 1
        if left < 0:
            found.complete = False
            break
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            box = _bounds(item, matrix, view)
            found.pictures.append(box)
            found.dots.append(_dots(item, box))
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            left -= raw.FPDFPath_CountSegments(item)
            _add_path(found, item, matrix, view)
        elif kind == raw.FPDF_PAGEOBJ_SHADING:
            found.areas.append(_bounds(item, matrix, view))
    return found


def _objects(owner: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    if depth:
        count, get = raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject
    else:
        count, get = raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject
    for index in range(max(0, count(owner))):
        item = get(owner, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield item, kind, matrix
        elif depth < MAX_DEPTH:
            yield from _objects(item, _times(_matrix(item), matrix), depth + 1)


def _dots(item: Any, box: Box) -> float:
    """Return the dots per inch of a picture, along whichever of its sides has more."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    if not raw.FPDFImageObj_GetImagePixelSize(item, across, down):
        return 0.0
    sides = max(box.width, box.height), min(box.width, box.height)
    pixels = max(across.value, down.value), min(across.value, down.value)
    return max(72 * dots / max(1.0, side) for dots, side in zip(pixels, sides, strict=True))


def _matrix(item: Any) -> Matrix:
    m = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, m):
        return IDENTITY
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(m: Matrix, x: float, y: float) -> tuple[float, float]:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(item: Any, matrix: Matrix, view: View) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    corners = ((left, bottom), (left, top), (right, bottom), (right, top))
    return _around([view.point(*_apply(matrix, x.value, y.value)) for x, y in corners])


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _add_path(found: Graphics, item: Any, matrix: Matrix, view: View) -> None:
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, mode, stroked)
    if not mode.value and not stroked.value:
        return  # A clip or a path that leaves no ink.
    whole = _times(_matrix(item), matrix)
    for points, curved in _subpaths(item):
        shown = [view.point(*_apply(whole, x, y)) for x, y in points]
        box = _around(shown)
        if min(box.width, box.height) <= THIN and not curved:
            found.rules.append(box)
            continue
        lines = [_around([a, b]) for a, b in pairwise(shown)]
        level = [line for line in lines if min(line.width, line.height) <= _SKEW]
        if stroked.value and not curved:
            found.rules += level
        if curved or len(level) < len(lines) or mode.value:
            found.areas.append(box)


def _subpaths(item: Any) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the points of each subpath, closed where the file closes it, and if it has curves."""
    points: list[tuple[float, float]] = []
    curved = False
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
        curved = curved or kind == raw.FPDF_SEGMENT_BEZIERTO
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, curved
