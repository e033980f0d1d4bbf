"""Turns the slides into pictures: LibreOffice to PDF, pdfium to pixels, Pillow to WebP."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hocvu.errors import Origin, ToolFailed
from hocvu.tools import libreoffice, pdfium
from hocvu.tools.pictures import Picture, as_webp

if TYPE_CHECKING:
    from hocvu.tools.pictures import Bitmap

QUALITY: Final = 80
_WORKERS: Final = 2
_EXPORT: Final = {
    # Without it the pages would not match the slides.
    "ExportHiddenSlides": True,
    "ExportNotes": False,
    "ExportBookmarks": False,
    "UseLosslessCompression": False,
    "Quality": 90,
    "ReduceImageResolution": True,
    "MaxImageResolution": 300,
}


def draw_slides(
    path: Path, folder: Path, slides: int, width: int, origin: Origin, done: Callable[[int], None]
) -> list[Picture]:
    """Return a picture, `width` pixels wide, of each of the `slides` of the presentation `path`.

    Args:
        path: The presentation.
        folder: An empty folder for the PDF.
        slides: How many there must be, hidden ones counted.
        width: Width in pixels.
        origin: How the user knows the file.
        done: Told the number of slides drawn so far.

    Raises:
        ToolError: LibreOffice is missing, failed, or drew another number of slides.
    """
    pdf = libreoffice.to_pdf(path, folder, filter_name="impress_pdf_Export", options=_EXPORT)
    with pdfium.Document(pdf, origin) as document, ThreadPoolExecutor(_WORKERS) as encoders:
        if len(document) != slides:
            raise ToolFailed(
                "slides.count_differs", origin=origin, slides=slides, drawn=len(document)
            )
        # Drawing holds pdfium's lock; encoding, four times as long, runs beside it. Slides are
        # taken a few at a time so that not all of them stand in memory as pixels.
        pictures: list[Picture] = []
        for start in range(0, slides, _WORKERS):
            drawn = [
                _draw(document, index, width)
                for index in range(start, min(start + _WORKERS, slides))
            ]
            pictures += encoders.map(_encode, drawn)
            done(len(pictures))
        return pictures


def _draw(document: pdfium.Document, index: int, width: int) -> Bitmap:
    with document.page(index) as page:
        return page.draw(width)


def _encode(bitmap: Bitmap) -> Picture:
    return as_webp(bitmap, QUALITY)
