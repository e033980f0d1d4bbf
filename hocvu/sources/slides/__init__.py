"""Presentations (pptx, ppsx)."""

from hocvu.sources.slides.reader import READER, SlidesOptions, SlidesReader

__all__ = ["READER", "SlidesOptions", "SlidesReader"]
