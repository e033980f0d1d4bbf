"""Tells a PDF of slides from a document, and makes slides of its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from hocvu.lesson import Asset, Slide, SlidesBody
from hocvu.sources.base import Source
from hocvu.sources.pages.blocks import Maker
from hocvu.sources.pages.flow import Para
from hocvu.sources.pages.headings import join_named
from hocvu.sources.pages.layout import Item, PictureItem, lay_out
from hocvu.sources.pages.sheet import Sheet

# Width to height of slides; paper printed across has 1.294 (letter) or 1.414 (A4).
_SHAPES: Final = (4 / 3, 16 / 9, 16 / 10, 780 / 540)
_SLACK: Final = 0.012
_MOST_LETTERS: Final = 1200
_TITLE: Final = 160
_SMALLER: Final = 0.92

Picture = tuple[Asset, int, int]
"""A slide's picture with its width and height in pixels."""


def is_deck(sheets: Sequence[Sheet]) -> bool:
    """Tell if pages have the shape of slides and little text each."""
    if len(sheets) < 2:
        return False
    shaped = sum(
        any(abs(sheet.width / max(1, sheet.height) - shape) <= _SLACK for shape in _SHAPES)
        for sheet in sheets
    )
    letters = sum(sheet.letters for sheet in sheets)
    return shaped >= 0.9 * len(sheets) and letters <= _MOST_LETTERS * len(sheets)


def make_deck(
    sheets: Sequence[Sheet], source: Source, draw: Callable[[Sheet], Picture]
) -> tuple[SlidesBody, Maker]:
    """Return a slide of each page, and what made their text."""
    maker = Maker(source, {}, {})
    slides = []
    for sheet in sheets:
        items = [item for item in join_named(lay_out([sheet])) if not isinstance(item, PictureItem)]
        title = _title(items, sheet)
        asset, width, height = draw(sheet)
        slides.append(
            Slide(
                image=asset.id,
                width=width,
                height=height,
                title=" ".join(title.text.split()) if title else "",
                text=tuple(maker.blocks([item for item in items if item is not title])),
                origin=source.at(page=sheet.number),
            )
        )
    return SlidesBody(slides=tuple(slides)), maker


def _title(items: Sequence[Item], sheet: Sheet) -> Para | None:
    """Return the paragraph of the largest letters in the upper part of a page."""
    paras = [item for item in items if isinstance(item, Para) and len(item.text) <= _TITLE]
    worded = [para for para in paras if any(c.isalpha() for c in para.text)]
    largest = max((para.size for para in worded), default=0.0)
    upper = (
        para
        for para in worded
        if para.size >= _SMALLER * largest and para.lines[0].baseline < 0.7 * sheet.height
    )
    return next(upper, None)
