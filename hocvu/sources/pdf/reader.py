"""Reads PDF files that hold text; pages that are pictures stay pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from hocvu.errors import Damaged
from hocvu.lesson import Asset, Counts, DocumentBody, Reading
from hocvu.lesson.text import count
from hocvu.progress import Step
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.pages.blocks import Maker
from hocvu.sources.pages.flow import Para
from hocvu.sources.pages.headings import find_headings, join_named
from hocvu.sources.pages.layout import Item, PictureItem, lay_out, tables_in
from hocvu.sources.pages.letterhead import read_letterhead
from hocvu.sources.pages.lines import BULLETS
from hocvu.sources.pages.running import leave_out_repeated_pictures, leave_out_running
from hocvu.sources.pages.sheet import Sheet
from hocvu.sources.pdf.apart import take_apart
from hocvu.sources.pdf.facts import Facts, read_facts
from hocvu.sources.pdf.telling import tell, tell_tables
from hocvu.tools import pdfium
from hocvu.tools.pictures import as_webp

_MEDIA_TYPE: Final = "application/pdf"
_PAGE_WIDTH: Final = 1240  # Pixels of a page kept as a picture: 150 to the inch on A4.
_FIGURE_SCALE: Final = 2.0  # Pixels to a point of a picture inside a page.
_QUALITY: Final = 70
# What programs write into the title when the author gave none.
_NO_TITLE: Final = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|untitled.*|\(anonymous\)|document\s*\d*|[\w-]*\d[\w-]*|"
    r".*\.(?:docx?|pptx?|pdf|rtf|odt|xlsx?)|)",
    re.IGNORECASE,
)
_LONGEST_TITLE: Final = 300


class PdfOptions(Options):
    """Options of a PDF.

    Attributes:
        download: Offer the PDF itself for download.
        pages: Width in pixels of pages that are kept as pictures.
    """

    download: bool = True
    pages: int = Field(default=_PAGE_WIDTH, ge=320, le=3000)


class PdfReader:
    """The reader of PDF files."""

    name = "pdf"
    version = 2
    suffixes = (".pdf",)
    options: type[Options] = PdfOptions
    engines = ("pdfium",)
    patience = 900.0

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
            signatures = document.signatures
            sheets, read = _take_apart(document, source, workspace)
            running = leave_out_running(sheets)
            repeated = leave_out_repeated_pictures(sheets)
            items = join_named(lay_out(sheets))
            pictures = _draw(document, items, workspace, chosen.pages)
        facts = read_facts(source.path)
        paras = [item for item in items if isinstance(item, Para)]
        head = read_letterhead(paras)
        levels = find_headings(paras, facts.bookmarks, head.apart | set(head.heading))
        if head.heading:
            levels = {index: min(6, level + 1) for index, level in levels.items()}
            items, paras, levels = _one_heading(items, paras, levels, head.heading)
        maker = Maker(source, {id(paras[i]): level for i, level in levels.items()}, pictures)
        body = DocumentBody(blocks=tuple(maker.blocks(items)))
        tell(notices, sheets, running, repeated, maker.dropped)
        tell_tables(notices, tables_in(items))
        if signatures:
            notices.add("pdf.signed" if chosen.download else "pdf.signed_dropped", "info")
        original = (
            workspace.refer(source.path, ".pdf", _MEDIA_TYPE, Path(source.name).name).id
            if chosen.download
            else None
        )
        return Reading(
            reader=self.name,
            title=_title(head.title, facts, paras, levels),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=read,
            kept=count(body),
        )


READER: Final = PdfReader()


def _take_apart(
    document: pdfium.Document, source: Source, workspace: Workspace
) -> tuple[list[Sheet], Counts]:
    """Return the pages taken apart, and a plain count of what they hold."""
    sheets: list[Sheet] = []
    words = images = 0
    for index in range(len(document)):
        with document.page(index) as page:
            sheet = take_apart(page)
            sheets.append(sheet)
            # pdfium's own text, so that a mistake in the reading shows; a bullet is no word. Text
            # that stands on its side pdfium parts inside words, so there its lines are counted.
            lines = (line.text for line in (*sheet.lines, *sheet.turned))
            text = "\n".join(lines) if sheet.on_its_side else page.text()
            words += sum(word not in BULLETS for word in text.split())
            images += len(sheet.pictures) + sheet.small + sheet.is_scan
        workspace.progress(Step("read", source.name, index + 1, len(document)))
    return sheets, Counts(words=words, images=images)


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
        picture = as_webp(drawn, _QUALITY)
        assets[id(item)] = workspace.add_bytes(picture.data, picture.suffix, picture.media_type)
    return assets


def _one_heading(
    items: list[Item], paras: list[Para], levels: dict[int, int], heading: tuple[int, ...]
) -> tuple[list[Item], list[Para], dict[int, int]]:
    """Make one heading of the paragraphs that show the document's title."""
    first, *rest = heading
    gone = {id(paras[index]) for index in rest}
    for index in rest:
        paras[index].lines[0].breaks = True
        paras[first].lines += paras[index].lines
    items = [item for item in items if id(item) not in gone]
    return items, paras, {i: v for i, v in levels.items() if i not in heading} | {first: 1}


def _title(head: str, facts: Facts, paras: Sequence[Para], levels: dict[int, int]) -> str:
    """Return the title: of the letterhead, of the properties, the highest of the first headings."""
    if head:
        return head[:_LONGEST_TITLE]
    if not _NO_TITLE.fullmatch(facts.title):
        return facts.title[:_LONGEST_TITLE]
    early = [index for index in sorted(levels) if paras[index].page <= 2][:5]
    if early:
        best = min(early, key=lambda index: (-paras[index].size, levels[index], index))
        return " ".join(paras[best].text.split())[:_LONGEST_TITLE]
    first = next((para.text for para in paras if any(c.isalpha() for c in para.text)), "")
    return " ".join(first.split())[:120]
