"""Reads image files: each page as its picture and, below it, the text recognised in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import Field

from hocvu.errors import Damaged
from hocvu.lesson import Asset, Counts, DocumentBody, Reading
from hocvu.lesson.text import count
from hocvu.progress import Step
from hocvu.sources.base import Notices, Options, Source, Workspace
from hocvu.sources.pages.blocks import Maker
from hocvu.sources.pages.compose import Composed, compose
from hocvu.sources.pages.layout import PictureItem
from hocvu.sources.pages.lines import BULLETS
from hocvu.sources.pages.recognised import (
    Page,
    Recognition,
    recognise_pages,
    tell_recognised,
    tell_unread,
)
from hocvu.sources.pages.sheet import Sheet
from hocvu.tools import scans, tesseract
from hocvu.tools.pictures import as_webp

_QUALITY: Final = 70
_TYPES: Final = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".webp": "image/webp",
    ".bmp": "image/bmp",
}
_SIGNS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


class ImageOptions(Options):
    """Options of an image file.

    Attributes:
        download: Offer the file itself for download.
        pages: Width in pixels of the pages' pictures.
        ocr: Recognise the text.
    """

    download: bool = False
    pages: int = Field(default=1240, ge=320, le=3000)
    ocr: bool = True


class ImageReader:
    """The reader of image files, also those of several pages (TIFF)."""

    name = "image"
    version = 1
    suffixes = tuple(_TYPES)
    options: type[Options] = ImageOptions
    engines = ("tesseract",)
    patience = 3600.0

    def accepts(self, head: bytes, path: Path) -> bool:
        """Tell if `head` bears the signature of PNG, JPEG, TIFF, WebP or BMP."""
        if head.startswith(b"BM"):
            # Two letters are a weak sign; the four reserved bytes of the header are zero.
            return head[6:10] == b"\0\0\0\0"
        return head.startswith(_SIGNS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")

    def read(self, source: Source, workspace: Workspace, options: Any) -> Reading:
        """Read an image file.

        Raises:
            SourceError: It is damaged or too large.
        """
        chosen = options if isinstance(options, ImageOptions) else ImageOptions()
        notices = Notices(source)
        if source.path.stat().st_size == 0:
            raise Damaged("source.empty", origin=source.at())
        sheets: list[Sheet] = []
        found = Recognition()
        able = chosen.ocr and tesseract.available()
        pages = _pages(source, sheets, workspace)
        if able:
            scratch = workspace.scratch("ocr")
            found = recognise_pages(pages, scratch, lambda done: None)
        else:
            for _ in pages:
                pass
            tell_unread(notices, [sheet.number for sheet in sheets], wanted=not chosen.ocr)
        tell_recognised(notices, found)
        words = sum(_words(sheet) for sheet in sheets)
        composed = compose(sheets)
        for one in composed.running:
            shown = one.text[:80]
            notices.add("pdf.running_text", "info", text=shown, pages=one.pages, words=one.words)
        maker = Maker(source, composed.levels, _pictures(source, composed, workspace, chosen.pages))
        body = DocumentBody(blocks=tuple(maker.blocks(composed.items)))
        kept = count(body)
        original = _original(source, workspace) if chosen.download else None
        return Reading(
            reader=self.name,
            title=composed.title(),
            body=body,
            assets=workspace.assets,
            original=original,
            notices=tuple(notices.all),
            read=Counts(words=words, images=len(sheets)),
            kept=kept.model_copy(update={"words": kept.words - maker.added}),
        )


READER: Final = ImageReader()


def _pages(source: Source, sheets: list[Sheet], workspace: Workspace) -> Iterator[Page]:
    """Yield the pages of the file; each is added to `sheets`."""
    with scans.open_frames(source.path, source.at()) as frames:
        for number, frame in enumerate(frames, 1):
            dots = scans.dots_per_inch(frame)
            sheets.append(_sheet(number, frame.width * 72 / dots, frame.height * 72 / dots))
            workspace.progress(Step("read", source.name, number, 0))
            yield sheets[-1], frame, dots


def _sheet(number: int, width: float, height: float) -> Sheet:
    return Sheet(
        number=number,
        width=width,
        height=height,
        lines=[],
        turned=[],
        grids=[],
        pictures=[],
        small=0,
        letters=0,
        inner_links=0,
        notes=0,
        signatures=0,
        broken=0,
        fonts=frozenset(),
        is_scan=True,
        has_hidden_text=False,
        on_its_side=False,
        complete=True,
    )


def _pictures(
    source: Source, composed: Composed, workspace: Workspace, width: int
) -> dict[int, Asset]:
    """Keep the pages' pictures, upright, at most `width` pixels wide."""
    items = {item.page: item for item in composed.items if isinstance(item, PictureItem)}
    assets: dict[int, Asset] = {}
    with scans.open_frames(source.path, source.at()) as frames:
        for number, frame in enumerate(frames, 1):
            item = items[number]
            picture = as_webp(scans.shown(frame, item.turn, width), _QUALITY)
            assets[id(item)] = workspace.add_bytes(picture.data, picture.suffix, picture.media_type)
    return assets


def _words(sheet: Sheet) -> int:
    return sum(word not in BULLETS for line in sheet.lines for word in line.text.split())


def _original(source: Source, workspace: Workspace) -> str:
    suffix = source.path.suffix.lower()
    name = Path(source.name).name
    return workspace.refer(source.path, suffix, _TYPES.get(suffix, "image/png"), name).id
