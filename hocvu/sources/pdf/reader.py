"""Reads PDF files that hold text; pages that are pictures stay pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field

from hocvu.errors import Damaged
from hocvu.lesson import Asset, Counts, DocumentBody, Reading, SlidesBody
from hocvu.lesson.text import count
from hocvu.progress import Step
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.pages.blocks import Maker
from hocvu.sources.pages.compose import compose
from hocvu.sources.pages.layout import Item, PictureItem, tables_in
from hocvu.sources.pages.lines import BULLETS
from hocvu.sources.pages.sheet import Sheet
from hocvu.sources.pdf.apart import take_apart
from hocvu.sources.pdf.deck import Picture, is_deck, make_deck
from hocvu.sources.pdf.facts import read_facts
from hocvu.sources.pdf.fonts import to_unicode
from hocvu.sources.pdf.scanned import read_scans
from hocvu.sources.pdf.telling import tell, tell_footnotes, tell_tables
from hocvu.tools import pdfium
from hocvu.tools.pictures import as_webp

_MEDIA_TYPE: Final = "application/pdf"
_PAGE_WIDTH: Final = 1240  # Pixels of a page kept as a picture: 150 to the inch on A4.
_FIGURE_SCALE: Final = 2.0  # Pixels to a point of a picture inside a page.
_SLIDE_WIDTH: Final = 1600
_QUALITY: Final = 70
# What programs write into the title when the author gave none.
_NO_TITLE: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|untitled.*|\(anonymous\)|document\s*\d*|[\w-]*\d[\w-]*|"
    r".*\.(?:docx?|pptx?|pdf|rtf|odt|xlsx?)|)",
    re.IGNORECASE,
)


class PdfOptions(Options):
    """Options of a PDF.

    Attributes:
        download: Offer the PDF itself for download.
        pages: Width in pixels of pages that are kept as pictures.
        ocr: Recognise the text of scanned pages.
        form: Whether it is shown as a ``document`` or as ``slides``; ``auto`` goes by its pages.
    """

    download: bool = True
    ocr: bool = True
    form: Literal["auto", "document", "slides"] = "auto"
    pages: int = Field(default=_PAGE_WIDTH, ge=320, le=3000)


class PdfReader:
    """The reader of PDF files."""

    name = "pdf"
    version = 5
    suffixes = (".pdf",)
    options: type[Options] = PdfOptions
    engines = ("pdfium", "tesseract")
    patience = 3600.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell if `head` bears a PDF's signature, which may stand after some other bytes."""
        return b"%PDF-" in head[:1024]

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read a PDF.

        Raises:
            SourceError: It is locked, damaged or too large.
        """
        chosen = options if isinstance(options, PdfOptions) else PdfOptions()
        notices = Notices(source)
        if source.path.stat().st_size == 0:
            raise Damaged("source.empty", origin=source.at())
        with pdfium.Document(source.path, source.at()) as document:
            signed = document.signatures
            sheets, words = _take_apart(document, source, workspace)
            scans = read_scans(
                document, sheets, workspace, _follow(source, workspace), wanted=chosen.ocr
            )
            read = _counted(sheets, words)
            old_runs = to_unicode(sheets)
            facts = read_facts(source.path)
            as_deck = chosen.form == "slides" or (chosen.form == "auto" and is_deck(sheets))
            composed = compose(sheets, facts.bookmarks, flowing=not as_deck)
            body: DocumentBody | SlidesBody
            if as_deck:
                body, maker = make_deck(
                    sheets, source, lambda sheet: _draw_slide(document, sheet, workspace)
                )
                # Every page is shown whole, with all its pictures.
                read = read.model_copy(update={"images": 0, "slides": len(sheets)})
            else:
                pictures = _draw(document, composed.items, workspace, chosen.pages)
                maker = Maker(source, composed.levels, pictures)
                blocks = tuple(maker.blocks(composed.items))
                body = DocumentBody(blocks=blocks, notes=tuple(maker.notes(composed.notes())))
        tell(notices, sheets, composed.running, composed.repeated, maker.dropped)
        noted = composed.footnotes
        tell_footnotes(notices, noted)
        read = read.model_copy(update={"notes": len(noted.notes) + len(noted.doubted)})
        scans.tell(notices)
        if old_runs:
            notices.add("pdf.old_fonts", "info", count=old_runs)
        tell_tables(notices, tables_in(composed.items), composed.aligned)
        if signed or any(sheet.signatures for sheet in sheets):
            notices.add("pdf.signed" if chosen.download else "pdf.signed_dropped", "info")
        original = (
            workspace.refer(source.path, ".pdf", _MEDIA_TYPE, Path(source.name).name).id
            if chosen.download
            else None
        )
        kept = count(body)
        return Reading(
            reader=self.name,
            title=composed.title("" if _NO_TITLE.fullmatch(facts.title) else facts.title),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=read,
            kept=kept.model_copy(update={"words": kept.words - maker.added + noted.marks}),
        )


READER: Final = PdfReader()


def _take_apart(
    document: pdfium.Document, source: Source, workspace: Workspace
) -> tuple[list[Sheet], list[int]]:
    """Return the pages taken apart, and a plain count of the words that each holds."""
    sheets: list[Sheet] = []
    words: list[int] = []
    for index in range(len(document)):
        with document.page(index) as page:
            sheet = take_apart(page)
            sheets.append(sheet)
            # pdfium's own text, so that a mistake in the reading shows; a bullet is no word. Text
            # that stands on its side pdfium parts inside words, so there its lines are counted.
            lines = (line.text for line in (*sheet.lines, *sheet.turned))
            text = "\n".join(lines) if sheet.on_its_side else page.text()
            words.append(_words(text))
        workspace.progress(Step("read", source.name, index + 1, len(document)))
    return sheets, words


def _counted(sheets: Sequence[Sheet], words: Sequence[int]) -> Counts:
    """Return what the pages hold; of recognised ones, the words that were recognised."""
    total = 0
    for sheet, count_of_page in zip(sheets, words, strict=True):
        seen = sheet.confidence is not None
        total += _words("\n".join(line.text for line in sheet.lines)) if seen else count_of_page
    images = sum(len(sheet.pictures) + sheet.small + sheet.is_scan for sheet in sheets)
    return Counts(words=total, images=images)


def _words(text: str) -> int:
    return sum(word not in BULLETS for word in text.split())


def _follow(source: Source, workspace: Workspace) -> Callable[[int], None]:
    """Return what tells of pages as they are recognised."""
    done = 0

    def told(pages: int) -> None:
        nonlocal done
        done += pages
        workspace.progress(Step("read", source.name, done, 0))

    return told


def _draw_slide(document: pdfium.Document, sheet: Sheet, workspace: Workspace) -> Picture:
    with document.page(sheet.number - 1) as page:
        drawn = page.draw(_SLIDE_WIDTH)
    if sheet.turn:
        drawn = drawn.rotate(sheet.turn, expand=True)
    made = as_webp(drawn, _QUALITY)
    return workspace.add_bytes(made.data, made.suffix, made.media_type), made.width, made.height


def _draw(
    document: pdfium.Document, items: Sequence[Item], workspace: Workspace, width: int
) -> dict[int, Asset]:
    """Draw the pictures among `items`, page by page."""
    assets: dict[int, Asset] = {}
    for item in items:
        if not isinstance(item, PictureItem):
            continue
        pixels = width if item.whole else min(width, round(item.box.width * _FIGURE_SCALE))
        with document.page(item.page - 1) as page:
            drawn = page.draw(max(1, pixels), None if item.whole else item.box)
        if item.turn:
            drawn = drawn.rotate(item.turn, expand=True)
        picture = as_webp(drawn, _QUALITY)
        assets[id(item)] = workspace.add_bytes(picture.data, picture.suffix, picture.media_type)
    return assets
