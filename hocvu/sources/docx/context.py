"""What the walk through one document knows and collects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from hocvu.errors import Origin, TooLarge
from hocvu.sources.base import Notices, Source
from hocvu.sources.docx.anchors import Anchors
from hocvu.sources.docx.notes import NoteBook
from hocvu.sources.docx.numbering import Numbering
from hocvu.sources.docx.parts import Package
from hocvu.sources.docx.pictures import Pictures
from hocvu.sources.docx.redrawn import Redrawn
from hocvu.sources.docx.styles import Styles

DEEPEST: Final = 80
"""Levels of elements that nest in one another: far more than any editor makes."""
DEEPEST_BLOCKS: Final = 16
"""Levels of tables, text boxes and lists, whose nesting every later stage must follow."""


@dataclass(slots=True)
class Context:
    """The document and all that is gathered on the way through it.

    Attributes:
        source: The material.
        package: Its parts.
        styles: Its styles.
        numbering: Its lists.
        anchors: Its bookmarks.
        notes: Its footnotes and endnotes.
        pictures: Its pictures.
        redrawn: Its charts and diagrams.
        notices: What is told of it.
        seen: How often things met that are told once, at the end.
        label_words: Words of automatic numbers that were made into text.
        paragraph: The paragraph that is read, from 1.
    """

    source: Source
    package: Package
    styles: Styles
    numbering: Numbering
    anchors: Anchors
    notes: NoteBook
    pictures: Pictures
    redrawn: Redrawn
    notices: Notices
    seen: Counter[str] = field(default_factory=Counter)
    label_words: int = 0
    paragraph: int = 0
    _depth: int = 0
    _blocks: int = 0

    @property
    def here(self) -> Origin:
        """The place that is read."""
        return self.source.at(paragraph=self.paragraph or None)

    @contextmanager
    def deeper(self, blocks: bool = False) -> Iterator[None]:
        """Enter an element inside another one.

        Raises:
            TooLarge: They are nested deeper than is read.
        """
        self._depth += 1
        self._blocks += blocks
        try:
            if self._depth > DEEPEST or self._blocks > DEEPEST_BLOCKS:
                raise TooLarge("docx.too_deep", origin=self.here)
            yield
        finally:
            self._depth -= 1
            self._blocks -= blocks
