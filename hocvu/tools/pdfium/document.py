"""Opens PDF files, reads their pages and draws them.

pdfium keeps global state and is not safe for threads, so every call holds one lock; readers that
are to run at the same time run in processes.
"""

from __future__ import annotations

import ctypes
import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pypdfium2
from pypdfium2 import raw

from hocvu.errors import Damaged, Encrypted, Origin, TooLarge
from hocvu.tools.base import Found
from hocvu.tools.pdfium.geometry import Box, View
from hocvu.tools.pdfium.graphics import Graphics, read_graphics
from hocvu.tools.pdfium.text import Char, Glyph, main_turn, place_chars, read_glyphs

if TYPE_CHECKING:
    from hocvu.tools.pictures import Bitmap

MAX_BYTES: Final = 1 << 30
MAX_PAGES: Final = 5000
MAX_CHARS: Final = 200_000
MAX_PIXELS: Final = 40_000_000
MAX_LINKS: Final = 2000
_LOCKED: Final = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_LOCK: Final = threading.RLock()
_SIGNATURE: Final = "Sig\0".encode("utf-16-le")
"""What a form field that is signed calls itself (ISO 32000-2, 12.7.5.5)."""


class Pdfium:
    """The engine's probe: pdfium comes with its Python package, so it is always there."""

    name = "pdfium"
    purpose = "pdfium.purpose"
    minimum = ""

    def find(self) -> Found | None:
        """Return pdfium's version."""
        return Found(None, str(pypdfium2.version.PDFIUM_INFO))


ENGINE: Final = Pdfium()


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link annotation: its place and its address."""

    box: Box
    href: str


class Page:
    """One open page; sizes in points (1/72 inch).

    A page is measured as it is read: turned so that most of its text stands upright, or, without
    text, as the file says that it is shown.
    """

    def __init__(self, page: Any, number: int, origin: Origin) -> None:
        """Take a page of pypdfium2 and its number from 1."""
        self._page = page
        self.number = number
        self._origin = origin

    @property
    def width(self) -> float:
        """Width in points."""
        return self._view.width

    @property
    def height(self) -> float:
        """Height in points."""
        return self._view.height

    def chars(self) -> list[Char]:
        """Return every character in the file's order.

        Raises:
            TooLarge: The page holds more characters than a page of text can.
        """
        return list(place_chars(self._glyphs, self._view))

    def text(self) -> str:
        """Return the page's text as pdfium itself puts it, with line ends."""
        with _LOCK, self._text_page() as text_page:
            return str(text_page.get_text_range()) if text_page.count_chars() else ""

    def graphics(self) -> Graphics:
        """Return ruling lines, pictures and drawn areas."""
        with _LOCK:
            return read_graphics(self._page, self._view)

    @cached_property
    def _glyphs(self) -> list[Glyph]:
        with _LOCK, self._text_page() as text_page:
            count = text_page.count_chars()
            if count > MAX_CHARS:
                raise TooLarge("pdfium.too_many_chars", origin=self._origin, limit=MAX_CHARS)
            return list(read_glyphs(text_page, count))

    @cached_property
    def _view(self) -> View:
        turn = main_turn(self._glyphs)
        with _LOCK:
            left, bottom, right, top = self._page.get_bbox()
            shown = int(self._page.get_rotation())
        return View(left, bottom, right, top, shown if turn is None else turn)

    def links(self) -> list[WebLink]:
        """Return the link annotations that name an address."""
        with _LOCK:
            return list(self._links())

    def inner_links(self) -> int:
        """Return how many links lead to another place of the document."""
        with _LOCK:
            return self._annotated() - len(list(self._links()))

    def draw(self, width: int, area: Box | None = None) -> Bitmap:
        """Return the page as it is shown, or an `area` of it as it is read, as an RGB picture.

        The picture is `width` pixels wide, or smaller where it would pass `MAX_PIXELS`.
        """
        crop, turn = (0.0, 0.0, 0.0, 0.0), 0
        with _LOCK:
            shown_width, shown_height = self._page.get_size()
            shown = area or Box(0, 0, shown_width, shown_height)
            if area:
                right, bottom = self.width - area.x1, self.height - area.y1
                crop = (max(0, area.x0), max(0, bottom), max(0, right), max(0, area.y0))
                turn = (self._view.rotation - self._page.get_rotation()) % 360
            scale = width / max(shown.width, 1)
            scale = min(scale, math.sqrt(MAX_PIXELS / max(shown.area, 1)))
            bitmap = self._page.render(scale=scale, rotation=turn, crop=crop, rev_byteorder=True)
            try:
                picture: Bitmap = bitmap.to_pil().convert("RGB")
                return picture.copy()
            finally:
                bitmap.close()

    def scan(self, dots: float) -> Bitmap:
        """Return the page as it is shown at `dots` per inch, as an RGB picture."""
        return self.draw(max(1, round(self.shown_width * dots / 72)))

    @property
    def shown_width(self) -> float:
        """Width in points as the file says that it is shown, whichever way its text runs."""
        with _LOCK:
            return float(self._page.get_size()[0])

    def notes(self) -> int:
        """Return how many annotations hold text of their own: form fields and written notes."""
        with _LOCK:
            return sum(map(_is_note, self._annotations()))

    def signatures(self) -> int:
        """Return how many digital signatures have their place on the page, seen or not.

        Those that the file's own list of fields leaves out are counted too.
        """
        with _LOCK:
            return sum(map(_is_signature, self._annotations()))

    def _annotations(self) -> Iterator[Any]:
        for index in range(min(MAX_LINKS, raw.FPDFPage_GetAnnotCount(self._page))):
            annotation = raw.FPDFPage_GetAnnot(self._page, index)
            try:
                yield annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)

    @contextmanager
    def _text_page(self) -> Iterator[Any]:
        try:
            text_page = self._page.get_textpage()
        except pypdfium2.PdfiumError as error:
            raise Damaged("pdfium.damaged_page", origin=self._origin) from error
        try:
            yield text_page
        finally:
            text_page.close()

    def _annotated(self) -> int:
        position, link = ctypes.c_int(0), raw.FPDF_LINK()
        return sum(
            bool(raw.FPDFLink_Enumerate(self._page, position, link)) for _ in range(MAX_LINKS)
        )

    def _links(self) -> Iterator[WebLink]:
        position, link, rect = ctypes.c_int(0), raw.FPDF_LINK(), raw.FS_RECTF()
        for _ in range(MAX_LINKS):
            if not raw.FPDFLink_Enumerate(self._page, position, link):
                return
            action = raw.FPDFLink_GetAction(link)
            if not action or not raw.FPDFLink_GetAnnotRect(link, rect):
                continue
            length = raw.FPDFAction_GetURIPath(self._page.pdf, action, None, 0)
            if length > 1:
                buffer = ctypes.create_string_buffer(length)
                raw.FPDFAction_GetURIPath(self._page.pdf, action, buffer, length)
                box = self._view.box(rect.left, rect.bottom, rect.right, rect.top)
                yield WebLink(box, buffer.value.decode("utf-8", "replace"))


def _is_note(annotation: Any) -> bool:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind != raw.FPDF_ANNOT_WIDGET:
        return bool(kind == raw.FPDF_ANNOT_FREETEXT)
    # A signature's field is no text of the page.
    length = raw.FPDFAnnot_GetStringValue(annotation, b"V", None, 0)
    return bool(length > 2)


def _is_signature(annotation: Any) -> bool:
    kind = ctypes.create_string_buffer(len(_SIGNATURE))
    into = ctypes.cast(kind, ctypes.POINTER(raw.FPDF_WCHAR))
    raw.FPDFAnnot_GetStringValue(annotation, b"FT", into, len(kind))
    return kind.raw == _SIGNATURE and bool(raw.FPDFAnnot_HasKey(annotation, b"V"))


class Document:
    """An open PDF file; use it in a ``with`` statement."""

    def __init__(self, path: Path, origin: Origin) -> None:
        """Open `path`; `origin` names it in errors.

        Raises:
            Encrypted: A password is needed.
            Damaged: It is no PDF that can be opened.
            TooLarge: It has too many bytes or pages.
        """
        self._origin = origin
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge("pdfium.too_large", origin=origin, limit=MAX_BYTES >> 20)
        with _LOCK:
            try:
                self._document = pypdfium2.PdfDocument(path)
            except pypdfium2.PdfiumError as error:
                if error.err_code in _LOCKED:
                    raise Encrypted("pdfium.encrypted", origin=origin) from error
                raise Damaged("pdfium.damaged", origin=origin) from error
            self._pages = len(self._document)
        if self._pages > MAX_PAGES:
            self.close()
            raise TooLarge("pdfium.too_many_pages", origin=origin, limit=MAX_PAGES)

    def __len__(self) -> int:
        """Return the number of pages."""
        return self._pages

    @property
    def signatures(self) -> int:
        """Number of digital signatures."""
        with _LOCK:
            return max(0, int(raw.FPDF_GetSignatureCount(self._document)))

    def __enter__(self) -> Document:
        """Return the document."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close the document."""
        self.close()

    def close(self) -> None:
        """Give the file back."""
        with _LOCK:
            self._document.close()

    @contextmanager
    def page(self, index: int) -> Iterator[Page]:
        """Open the page at `index`, from 0.

        Raises:
            Damaged: The page cannot be read.
        """
        origin = Origin(file=self._origin.file, page=index + 1)
        with _LOCK:
            try:
                page = self._document[index]
            except pypdfium2.PdfiumError as error:
                raise Damaged("pdfium.damaged_page", origin=origin) from error
        try:
            yield Page(page, index + 1, origin)
        finally:
            with _LOCK:
                page.close()
