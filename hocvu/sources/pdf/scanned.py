"""Recognises the pages of a PDF that are pictures of text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from hocvu.sources.base import Notices, Workspace
from hocvu.sources.pages.recognised import (
    MOST_PAGES,
    Page,
    Recognition,
    recognise_pages,
    tell_recognised,
    tell_unread,
)
from hocvu.sources.pages.sheet import Sheet
from hocvu.sources.syllables import share_of_syllables
from hocvu.tools import pdfium, tesseract

_USUAL: Final = 200.0  # Dots per inch of a page whose picture does not tell.
_LEAST: Final = 200.0
_MOST: Final = 300.0
_GOOD: Final = 0.9
"""Share of Vietnamese syllables in the text that a scan brings along, from which it is kept."""


@dataclass(slots=True)
class Scans:
    """The scanned pages of a PDF: recognised, left as pictures, with bad text of their own."""

    found: Recognition = field(default_factory=Recognition)
    unread: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    cut: bool = False
    wanted: bool = True

    def tell(self, notices: Notices) -> None:
        """Add the notices of all of it."""
        tell_recognised(notices, self.found)
        tell_unread(notices, self.unread, wanted=not self.wanted)
        for page in self.replaced:
            if page in self.found.sure:
                notices.at(notices.source.at(page=page), "ocr.replaced", "info")
        if self.cut:
            notices.add("ocr.too_many", limit=MOST_PAGES)


def read_scans(
    document: pdfium.Document,
    sheets: Sequence[Sheet],
    workspace: Workspace,
    told: Callable[[int], None],
    *,
    wanted: bool,
) -> Scans:
    """Recognise the text of scanned pages among `sheets`, if `wanted` and tesseract is there."""
    bad = [sheet for sheet in sheets if sheet.has_hidden_text and not _is_good(sheet)]
    bare = [sheet for sheet in sheets if sheet.is_scan and not sheet.has_hidden_text]
    scans = Scans(wanted=wanted)
    if not wanted or not tesseract.available():
        scans.unread = [sheet.number for sheet in bare]
        return scans
    todo = sorted(bad + bare, key=lambda sheet: sheet.number)
    scans.cut = len(todo) > MOST_PAGES
    scans.replaced = [sheet.number for sheet in bad]
    if todo:
        drawn = _drawn(document, todo[:MOST_PAGES])
        scans.found = recognise_pages(drawn, workspace.scratch("ocr"), told)
    return scans


def _drawn(document: pdfium.Document, sheets: Sequence[Sheet]) -> Iterator[Page]:
    for sheet in sheets:
        dots = min(_MOST, max(_LEAST, sheet.dots or _USUAL))
        with document.page(sheet.number - 1) as page:
            bitmap = page.scan(dots)
            # A page too large for so many dots was drawn with fewer.
            dots = 72 * bitmap.width / max(1.0, page.shown_width)
        yield sheet, bitmap, round(dots)


def _is_good(sheet: Sheet) -> bool:
    share = share_of_syllables(line.text for line in (*sheet.lines, *sheet.turned))
    return share is None or share >= _GOOD
